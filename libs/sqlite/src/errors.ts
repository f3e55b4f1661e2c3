/** Extended result codes that callers tell apart. Source: https://www.sqlite.org/rescode.html */
const CODES: Readonly<Record<number, string>> = {
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  7: 'SQLITE_NOMEM',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  18: 'SQLITE_TOOBIG',
  19: 'SQLITE_CONSTRAINT',
  20: 'SQLITE_MISMATCH',
  26: 'SQLITE_NOTADB',
  275: 'SQLITE_CONSTRAINT_CHECK',
  517: 'SQLITE_BUSY_SNAPSHOT',
  787: 'SQLITE_CONSTRAINT_FOREIGNKEY',
  1299: 'SQLITE_CONSTRAINT_NOTNULL',
  1555: 'SQLITE_CONSTRAINT_PRIMARYKEY',
  2067: 'SQLITE_CONSTRAINT_UNIQUE',
  2579: 'SQLITE_CONSTRAINT_ROWID',
  3091: 'SQLITE_CONSTRAINT_DATATYPE',
};

const PRIMARY_MASK = 0xff;

/** Runs `work`; what SQLite throws gets a `code` such as `SQLITE_CONSTRAINT_UNIQUE`. The engine itself gives only numbers. */
export function withCodes<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (hasErrcode(error)) {
      const code = CODES[error.errcode] ?? CODES[error.errcode & PRIMARY_MASK] ?? 'SQLITE_ERROR';
      Object.defineProperty(error, 'code', {
        value: code,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    throw error;
  }
}

// Not instanceof: an addon's errors may come from another realm than the caller's.
function hasErrcode(error: unknown): error is { errcode: number } {
  return (
    typeof error === 'object' && error !== null && 'errcode' in error && typeof error.errcode === 'number'
  );
}
