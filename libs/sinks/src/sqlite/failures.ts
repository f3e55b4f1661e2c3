import { RegistryError } from '#libs/errors';

/** Codes of errors that lie in the row: trying again gives the same error. */
const REFUSALS = /^(SQLITE_CONSTRAINT|SQLITE_MISMATCH|SQLITE_TOOBIG|ERR_INVALID_ARG|ERR_OUT_OF_RANGE)/;

/** True when the database can not hold this row, whatever the database's own state. */
export function isRefusal(error: unknown): error is Error {
  if (error instanceof RegistryError) return error.code === 'UNSUPPORTED_VALUE';
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' && REFUSALS.test(code);
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

/** What an error says. Not by instanceof: an addon's errors may come from another realm. */
export function problemOf(error: unknown): string {
  const message: unknown =
    typeof error === 'object' && error !== null && 'message' in error ? error.message : null;
  return typeof message === 'string' ? message : String(error);
}
