import type { RegistryError } from '#libs/errors';
import type { ToldFailure } from '#libs/nest-kit';
import type { FastifyRequest } from 'fastify';
import { ConfluentError, FAILURES } from './confluent-error.js';
import { answerType } from './content-type.js';

/** How a schema that is none is told before it is known which it is, up to its type. */
export const INVALID_OF_TYPE = 'Invalid schema of type ';

const STORE_FAILED = 50001;
const TIMED_OUT = 50002;

/** A failure of the core, or of the request before it got there, as Confluent would tell it. */
export function tellFailure(error: RegistryError, thrown: unknown, request: FastifyRequest): ToldFailure {
  const { confluentCode, message } = thrown instanceof ConfluentError ? thrown : toConfluent(error);
  return {
    status: Number(String(confluentCode).slice(0, 3)),
    contentType: answerType(request),
    body: Buffer.from(JSON.stringify({ error_code: confluentCode, message })),
  };
}

/** The failure of the core in Confluent's terms. */
export function toConfluent(error: RegistryError): {
  readonly confluentCode: number;
  readonly message: string;
} {
  const subject = String(error.params['subject'] ?? '');
  const version = String(error.params['version'] ?? '');
  switch (error.code) {
    case 'SUBJECT_NOT_FOUND':
      return FAILURES.subjectNotFound(subject);
    case 'VERSION_NOT_FOUND':
      return FAILURES.versionNotFound(version === 'latest' ? -1 : version);
    case 'SCHEMA_NOT_FOUND':
      return FAILURES.schemaIdNotFound(String(error.params['ref']));
    case 'BAD_SUBJECT_NAME':
      return FAILURES.invalidSubject(subject);
    case 'SCHEMA_INVALID':
    case 'DESCRIPTOR_INVALID':
    case 'COMPILE_TIMEOUT':
    case 'REFERENCE_CONFLICT':
      return FAILURES.invalidSchema(
        `${INVALID_OF_TYPE}${String(error.params['format'] ?? 'PROTOBUF')}, details: ${error.message}`,
      );
    case 'REFERENCE_NOT_FOUND':
      return FAILURES.invalidSchema(
        `${INVALID_OF_TYPE}PROTOBUF, details: No schema reference found for subject "${subject}" and version ${version}`,
      );
    case 'SCHEMA_TOO_LARGE':
    case 'HISTORY_TOO_LARGE':
    case 'BODY_TOO_LARGE':
      return FAILURES.schemaTooLarge(error.message);
    case 'VERSION_REFERENCED':
      return FAILURES.referenced(subject, version);
    case 'PLACE_TAKEN':
      return placeTaken(error);
    case 'DATABASE_UNAVAILABLE':
    case 'CONFLICT':
      return { confluentCode: STORE_FAILED, message: `Error in the backend data store: ${error.message}` };
    case 'OVERLOADED':
    case 'SHUTTING_DOWN':
      return { confluentCode: TIMED_OUT, message: error.message };
    default:
      return { confluentCode: error.row.http, message: error.message };
  }
}

function placeTaken(error: RegistryError): { readonly confluentCode: number; readonly message: string } {
  const value = String(error.params['value']);
  return error.params['what'] === 'id'
    ? FAILURES.notPermitted(
        `Overwrite new schema with id ${value} in context ${String(error.params['subject'])} is not permitted.`,
      )
    : FAILURES.invalidSchema('Version is not one more than previous version');
}
