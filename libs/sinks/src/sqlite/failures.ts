import { RegistryError } from '#libs/errors';
import type { RowErrorClass } from '../event.js';
import { codeOf, problemOf } from '../problem-of.js';

/** Codes of errors that lie in the row: trying again gives the same error. */
const REFUSALS = /^(SQLITE_CONSTRAINT|SQLITE_MISMATCH|SQLITE_TOOBIG|ERR_INVALID_ARG|ERR_OUT_OF_RANGE)/;

/** True when the database can not hold this row, whatever the database's own state. */
export function isRefusal(error: unknown): error is Error {
  if (error instanceof RegistryError) return error.code === 'UNSUPPORTED_VALUE';
  return REFUSALS.test(codeOf(error) ?? '');
}

/** True when the table lacks what its ledger says. SQLite has one code for this and for wrong SQL. */
export function isBehind(error: unknown): boolean {
  return (
    codeOf(error) === 'SQLITE_ERROR' &&
    /^(no such table: |table .* has no column named )/.test(problemOf(error))
  );
}

/** What kind of fault a refusal is: STRICT tables and the driver refuse values, the rest are constraints. */
export function refusalClass(error: unknown): RowErrorClass {
  const code = codeOf(error) ?? '';
  return code.startsWith('SQLITE_CONSTRAINT') && code !== 'SQLITE_CONSTRAINT_DATATYPE'
    ? 'CONSTRAINT'
    : 'UNREPRESENTABLE';
}

/** Runs `work`; what goes wrong with the database itself becomes SINK_UNAVAILABLE. */
export function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof RegistryError) throw cause;
    throw new RegistryError('SINK_UNAVAILABLE', { problem: problemOf(cause) }, { cause });
  }
}
