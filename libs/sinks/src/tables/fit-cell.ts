import type { Cell } from '#libs/codec';
import type { LogicalKind } from '#libs/table-model';

const INT32_MAX = 2n ** 31n - 1n;
const INT64_MAX = 2n ** 63n - 1n;
const UINT64_MAX = 2n ** 64n - 1n;
/** 0001-01-01T00:00:00Z and the last microsecond of 9999: what a Timestamp may be. */
const FIRST_US = -62_135_596_800_000_000n;
const LAST_US = 253_402_300_799_999_999n;

const RANGES: Readonly<Partial<Record<LogicalKind, readonly [least: bigint, most: bigint, what: string]>>> = {
  int32: [-INT32_MAX - 1n, INT32_MAX, 'an integer of 32 bits'],
  int64: [-INT64_MAX - 1n, INT64_MAX, 'an integer of 64 bits'],
  duration: [-INT64_MAX - 1n, INT64_MAX, 'an integer of 64 bits'],
  uint64: [0n, UINT64_MAX, 'an unsigned integer of 64 bits'],
  timestamp: [FIRST_US, LAST_US, 'a time in the years 0001 to 9999'],
};

/** Says why a cell does not fit; null when it does. */
export type CellCheck = (cell: Cell) => string | null;

/**
 * What has to be asked of the cells of a kind before they go to an engine; null when everything fits. To find a misfit here costs
 * nothing; to learn of it from the engine costs the batch a second try.
 */
export function cellCheck(kind: LogicalKind, takesNul: boolean): CellCheck | null {
  const range = RANGES[kind];
  if (range !== undefined) return rangeCheck(...range);
  return kind === 'text' && !takesNul ? refuseNul : null;
}

function rangeCheck(least: bigint, most: bigint, what: string): CellCheck {
  const [safeLeast, safeMost] = [Number(least), Number(most)];
  return (cell) => {
    if (typeof cell === 'number') {
      if (Number.isInteger(cell) && cell > safeLeast && cell < safeMost) return null;
      if (!Number.isInteger(cell)) return `it is not ${what}`;
    } else if (typeof cell !== 'bigint') return null;
    const whole = BigInt(cell);
    return whole >= least && whole <= most ? null : `it is not ${what}`;
  };
}

function refuseNul(cell: Cell): string | null {
  return typeof cell === 'string' && cell.includes('\0') ? 'the engine takes no U+0000 in text' : null;
}
