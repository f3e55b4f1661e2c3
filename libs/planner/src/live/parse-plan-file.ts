import { RegistryError } from '#libs/errors';
import { fingerprintValue } from './fingerprint-value.js';
import { PLAN_FILE_FORMAT, type PlanFile } from './plan-file.js';

type Members = Readonly<Record<string, unknown>>;
type Kind = 'string' | 'number';

/**
 * Reads a plan file. How it is indented and ordered does not matter, what it says does.
 * **Throws** PLAN_FILE_INVALID when it is none, was altered, or is of another Protokoll's layout.
 */
export function parsePlanFile(text: string): PlanFile {
  const content = readObject(text);
  if (content['format'] !== PLAN_FILE_FORMAT) {
    const found = typeof content['format'] === 'string' ? `'${content['format'].slice(0, 40)}'` : 'none';
    throw invalid(`its format is ${found}, and '${PLAN_FILE_FORMAT}' is read`);
  }
  const { fingerprint, ...rest } = content;
  if (fingerprint !== fingerprintValue(rest)) throw invalid('it was altered since it was made');
  assertShape(content);
  return content as unknown as PlanFile;
}

function readObject(text: string): Members {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid('it is not JSON');
  }
  if (!isObject(value)) throw invalid('it is not an object');
  return value;
}

// The fingerprint keeps slips out; a file that was made to fit one must still not be half run.
function assertShape(file: Members): void {
  assertMembers(file, 'file', { dialect: 'string', subject: 'string', version: 'number' });
  for (const table of listOf(file, 'tables')) {
    assertMembers(table, 'table', { registryLedger: 'string', live: 'string' });
    const { plan, after, drops, recordedLedger } = table;
    if (recordedLedger !== null && typeof recordedLedger !== 'string')
      throw missing('table', 'recordedLedger');
    if (!Array.isArray(drops)) throw missing('table', 'drops');
    if (!isObject(plan)) throw missing('table', 'plan');
    if (!isObject(after)) throw missing('table', 'after');
    assertMembers(plan, 'plan', { table: 'string', fromVersion: 'number', toVersion: 'number' });
    for (const statement of listOf(plan, 'statements'))
      assertMembers(statement, 'statement', { sql: 'string', phase: 'string', kind: 'string' });
    if (!Array.isArray(plan['notes'])) throw missing('plan', 'notes');
    assertMembers(after, 'ledger', {
      table: 'string',
      subject: 'string',
      message: 'string',
      schemaVersion: 'number',
    });
    for (const entry of listOf(after, 'entries')) {
      assertMembers(entry, 'entry', { name: 'string', state: 'string', columnId: 'number' });
      if (!isObject(entry['type'])) throw missing('entry', 'type');
    }
    if (after['table'] !== plan['table']) throw invalid('a ledger is that of another table');
  }
}

function assertMembers(value: Members, what: string, kinds: Readonly<Record<string, Kind>>): void {
  for (const [name, kind] of Object.entries(kinds))
    if (typeof value[name] !== kind) throw missing(what, name);
}

function listOf(value: Members, name: string): readonly Members[] {
  const list = value[name];
  if (!Array.isArray(list) || !list.every(isObject)) throw missing('file', name);
  return list;
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function missing(what: string, name: string): RegistryError {
  return invalid(`a ${what} has no '${name}'`);
}

function invalid(problem: string): RegistryError {
  return new RegistryError('PLAN_FILE_INVALID', { problem });
}
