import { isRegistryError } from '#libs/errors';
import { formatSubjectName, type SubjectName } from '../../core/subject-name.js';
import { ConfluentError, FAILURES } from './confluent-error.js';
import type { RegistrationBody } from './request-body.js';
import { INVALID_OF_TYPE, toConfluent } from './tell-failure.js';

/** Confluent's code for a schema that is none. */
const INVALID_SCHEMA = 42201;

/** Characters of a schema that its failure tells. */
const MAX_TOLD = 10 * 1024;

/** Does what may find that a schema is none, and has the failure tell which. **Throws** what `work` throws. */
export async function tellingSchema<T>(
  subject: SubjectName,
  body: RegistrationBody,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const problem = invalidSchemaOf(error);
    if (problem === null || !problem.startsWith(INVALID_OF_TYPE)) throw error;
    const rest = problem.slice(INVALID_OF_TYPE.length);
    const refs = references(body);
    throw FAILURES.invalidSchema(
      `Invalid schema ${schemaText(subject, body, refs)} with refs ${refs} of type ${rest}`,
    );
  }
}

/** What is wrong with a schema; null for another failure. */
export function invalidSchemaOf(error: unknown): string | null {
  if (!(error instanceof ConfluentError) && !isRegistryError(error)) return null;
  const { confluentCode, message } = error instanceof ConfluentError ? error : toConfluent(error);
  return confluentCode === INVALID_SCHEMA ? message : null;
}

function schemaText(subject: SubjectName, body: RegistrationBody, refs: string): string {
  const { schemaType = 'AVRO', version = 0, id = -1, schema = '' } = body;
  const members = [
    `subject=${formatSubjectName(subject)}`,
    `version=${version}`,
    `id=${id}`,
    `schemaType=${schemaType}`,
    `references=${refs}`,
    `metadata=${body.metadata === undefined ? null : JSON.stringify(body.metadata)}`,
    `ruleSet=${body.ruleSet === undefined ? null : JSON.stringify(body.ruleSet)}`,
    `schema=${schema.slice(0, MAX_TOLD)}`,
  ];
  return `{${members.join(',')}}`;
}

function references({ references: all = [] }: RegistrationBody): string {
  return `[${all.map(({ name, subject, version }) => `{name='${name}', subject='${subject}', version=${version}}`).join(', ')}]`;
}
