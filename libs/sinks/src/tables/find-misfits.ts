import type { Cell } from '#libs/codec';
import type { ColumnShape } from '#libs/ddl';
import type { LogicalKind } from '#libs/table-model';
import type { RowErrorClass } from '../event.js';

/** Why a row can not be stored, and the place of the first column that is at fault. */
export interface Misfit {
  readonly index: number;
  readonly errorClass: RowErrorClass;
  readonly problem: string;
}

/** What an engine refuses or not. */
export interface Taste {
  /** False when it refuses U+0000 in text. */
  readonly takesNul: boolean;
  /** False when nobody but us refuses NULL in a column that takes none. */
  readonly refusesNull: boolean;
}

/** Both ends belong to it. */
interface Range {
  readonly least: bigint;
  readonly most: bigint;
  readonly what: string;
}

const int64: Range = { least: -(2n ** 63n), most: 2n ** 63n - 1n, what: 'an integer of 64 bits' };
const RANGES: Readonly<Partial<Record<LogicalKind, Range>>> = {
  int32: { least: -(2n ** 31n), most: 2n ** 31n - 1n, what: 'an integer of 32 bits' },
  int64,
  duration: int64,
  uint64: { least: 0n, most: 2n ** 64n - 1n, what: 'an unsigned integer of 64 bits' },
  // 0001-01-01T00:00:00Z and the last microsecond of 9999: what a Timestamp may be.
  timestamp: {
    least: -62_135_596_800_000_000n,
    most: 253_402_300_799_999_999n,
    what: 'a time in the years 0001 to 9999',
  },
};
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Rows with a cell that does not fit its column, by their number. To find a misfit here costs little; to learn of it from the engine
 * costs the batch a second try. Column by column, so that each loop asks one question alone.
 */
export function findMisfits(
  shapes: readonly ColumnShape[],
  rows: readonly (readonly Cell[])[],
  { takesNul, refusesNull }: Taste,
): ReadonlyMap<number, Misfit> {
  const found = new Map<number, Misfit>();
  for (const [index, { type, nullable }] of shapes.entries()) {
    const note = (numbers: readonly number[], errorClass: RowErrorClass, problem: string): void => {
      for (const number of numbers) if (!found.has(number)) found.set(number, { index, errorClass, problem });
    };
    const range = RANGES[type.kind];
    if (range !== undefined)
      note(outOfRange(rows, index, range), 'UNREPRESENTABLE', `it is not ${range.what}`);
    if (type.kind === 'uuid') note(noUuids(rows, index), 'UNREPRESENTABLE', 'it is not a UUID');
    if (type.kind === 'text' && !takesNul)
      note(withNul(rows, index), 'UNREPRESENTABLE', 'the engine takes no U+0000 in text');
    if (!nullable && !refusesNull) note(nulls(rows, index), 'CONSTRAINT', 'the column takes no NULL');
  }
  return found;
}

function outOfRange(rows: readonly (readonly Cell[])[], index: number, { least, most }: Range): number[] {
  const numbers: number[] = [];
  const [safeLeast, safeMost] = [Number(least), Number(most)];
  for (let number = 0; number < rows.length; number += 1) {
    const cell = rows[number]![index] ?? null;
    if (cell === null) continue;
    if (typeof cell === 'number' && Number.isInteger(cell) && cell > safeLeast && cell < safeMost) continue;
    // The ends as numbers may be rounded to what lies outside.
    if (typeof cell === 'number' && !Number.isInteger(cell)) numbers.push(number);
    else if (typeof cell === 'number' || typeof cell === 'bigint') {
      const whole = BigInt(cell);
      if (whole < least || whole > most) numbers.push(number);
    }
  }
  return numbers;
}

function noUuids(rows: readonly (readonly Cell[])[], index: number): number[] {
  const numbers: number[] = [];
  let last: Cell = null;
  for (let number = 0; number < rows.length; number += 1) {
    const cell = rows[number]![index] ?? null;
    if (cell === null || cell === last) continue;
    if (typeof cell === 'string' && UUID.test(cell)) last = cell;
    else numbers.push(number);
  }
  return numbers;
}

function withNul(rows: readonly (readonly Cell[])[], index: number): number[] {
  const numbers: number[] = [];
  for (let number = 0; number < rows.length; number += 1) {
    const cell = rows[number]![index];
    if (typeof cell === 'string' && cell.includes('\0')) numbers.push(number);
  }
  return numbers;
}

function nulls(rows: readonly (readonly Cell[])[], index: number): number[] {
  const numbers: number[] = [];
  for (let number = 0; number < rows.length; number += 1)
    if ((rows[number]![index] ?? null) === null) numbers.push(number);
  return numbers;
}
