import { HttpException } from '@nestjs/common';

/** A failure in Confluent's terms: a code whose first three digits are the HTTP status, and its exact message. */
export class ConfluentError extends HttpException {
  readonly confluentCode: number;

  constructor(confluentCode: number, message: string) {
    super(message, Number(String(confluentCode).slice(0, 3)));
    this.confluentCode = confluentCode;
  }
}

const error = (code: number, message: string): ConfluentError => new ConfluentError(code, message);

/**
 * Confluent's failures. Clients and their users compare the texts, so mistakes in them are kept.
 * **Source** https://docs.confluent.io/platform/current/schema-registry/develop/api.html
 */
export const FAILURES = {
  subjectNotFound: (subject: string) => error(40401, `Subject '${subject}' not found.`),
  versionNotFound: (version: string | number) => error(40402, `Version ${version} not found.`),
  schemaNotFound: () => error(40403, 'Schema not found'),
  schemaIdNotFound: (ref: string) => error(40403, `Schema ${ref} not found`),
  subjectSoftDeleted: (subject: string) =>
    error(40404, `Subject '${subject}' was soft deleted.Set permanent=true to delete permanently`),
  subjectNotSoftDeleted: (subject: string) =>
    error(40405, `Subject '${subject}' was not deleted first before being permanently deleted`),
  versionSoftDeleted: (subject: string, version: number) =>
    error(
      40406,
      `Subject '${subject}' Version ${version} was soft deleted.Set permanent=true to delete permanently`,
    ),
  versionNotSoftDeleted: (subject: string, version: number) =>
    error(
      40407,
      `Subject '${subject}' Version ${version} was not deleted first before being permanently deleted`,
    ),
  noSubjectConfig: (subject: string) =>
    error(40408, `Subject '${subject}' does not have subject-level compatibility configured`),
  noSubjectMode: (subject: string) =>
    error(40409, `Subject '${subject}' does not have subject-level mode configured`),
  associationNotFound: (resourceId: string) => error(40410, `Association for '${resourceId}' not found.`),
  incompatible: (subject: string, details: readonly string[]) =>
    error(
      40901,
      `Schema being registered is incompatible with an earlier schema for subject "${subject}", details: [${details.join(', ')}]`,
    ),
  tooManyAssociations: (max: number) => error(40902, `A maximum of ${max} associations already exist`),
  associationExists: (type: string, resource: string) =>
    error(40903, `An association of type '${type}' already exists for resource '${resource}'`),
  subjectHasAssociation: (subject: string) =>
    error(40904, `An association already exists for subject '${subject}'`),
  subjectHasStrongAssociation: (subject: string) =>
    error(40905, `A strong association already exists for subject '${subject}'`),
  noActiveVersion: (subject: string) =>
    error(40907, `No active (non-deleted) version exists for subject '${subject}'`),
  associationFrozen: (type: string, subject: string) =>
    error(40908, `The association of type  '${type}' is frozen for subject '${subject}'`),
  invalidSchema: (problem: string) => error(42201, problem),
  invalidVersion: (version: string) =>
    error(
      42202,
      `The specified version '${version}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string "latest"`,
    ),
  invalidLevel: () =>
    error(
      42203,
      'Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive',
    ),
  invalidMode: () => error(42204, 'Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD.'),
  forwardIsGlobal: () => error(42204, 'Forward mode only supported on global level'),
  notPermitted: (problem: string) => error(42205, problem),
  referenced: (subject: string, version: string | number) =>
    error(
      42206,
      `One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=${subject},version=${version}}.`,
    ),
  invalidSubject: (subject: string) => error(42208, `The specified subject '${subject}' is not a valid.`),
  schemaTooLarge: (problem: string) => error(42209, problem),
  invalidRuleSet: (problem: string) => error(42210, problem),
  contextNotEmpty: (context: string) => error(42211, `The specified context '${context}' is not empty.`),
  invalidAssociation: (property: string, reason: string) =>
    error(42212, `The association specified an invalid value for property: '${property}', reason: ${reason}`),
  badRequest: (problem: string) => error(400, problem),
  unprocessable: (problem: string) => error(422, problem),
  notFound: () => error(404, 'HTTP 404 Not Found'),
} as const;
