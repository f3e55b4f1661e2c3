import { RegistryError } from '#libs/errors';

/** A value in a row. Integers that a number can not hold exactly are bigints. */
export type SqliteValue = null | number | bigint | string | Buffer;

/** A row, by column name; its prototype is null, so that a column may have any name. */
export type SqliteRow = Record<string, SqliteValue>;

/** What may be bound. `undefined` is null and booleans are 0 and 1. */
export type SqliteParam = null | undefined | number | bigint | string | boolean | Uint8Array;

/**
 * A parameter as the engine takes it.
 * **Throws** UNSUPPORTED_VALUE for text with U+0000: the package that serves Node 20 cuts it there in silence, and what is
 * stored must not depend on the Node version.
 */
export function bindable(value: SqliteParam): null | number | bigint | string | Uint8Array {
  if (value === undefined) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string' && value.includes('\0')) throw nulInText();
  return value;
}

/** Gives a row's blobs as Buffers and its integers as numbers wherever a number is exact. */
export function tidyRow(row: Record<string, unknown>): SqliteRow {
  for (const name in row) {
    const value = row[name];
    if (typeof value === 'bigint') row[name] = isSafe(value) ? Number(value) : value;
    else if (value instanceof Uint8Array && !Buffer.isBuffer(value)) row[name] = asBuffer(value);
  }
  return row as SqliteRow;
}

/** A count as a number: SQLite has no more rows than that. */
export function asNumber(value: number | bigint): number {
  return Number(value);
}

function isSafe(value: bigint): boolean {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function nulInText(): RegistryError {
  return new RegistryError('UNSUPPORTED_VALUE', {
    column: '?',
    problem: 'text with the character U+0000 can not be stored.',
  });
}
