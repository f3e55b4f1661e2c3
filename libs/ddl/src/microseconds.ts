import type { Cell } from '#libs/codec';

const MICROS_PER_SECOND = 1_000_000n;

/** Microseconds since 1970 as RFC 3339 text with six decimals, `2026-01-01T00:00:00.000001Z`. For the years 0001 to 9999. */
export function microsToRfc3339(micros: number | bigint): string {
  const total = BigInt(micros);
  const fraction = ((total % MICROS_PER_SECOND) + MICROS_PER_SECOND) % MICROS_PER_SECOND;
  const seconds = (total - fraction) / MICROS_PER_SECOND;
  const upToSeconds = new Date(Number(seconds) * 1000).toISOString().replace('.000Z', '');
  return `${upToSeconds}.${fraction.toString().padStart(6, '0')}Z`;
}

/** A timestamp cell as RFC 3339 text; other cells as they are. */
export function rfc3339Cell(cell: NonNullable<Cell>): Cell {
  return typeof cell === 'number' || typeof cell === 'bigint' ? microsToRfc3339(cell) : cell;
}

/** A timestamp cell as `2026-01-01 00:00:00.000001`, UTC unsaid: for columns that have no time zone. Other cells as they are. */
export function dateTimeCell(cell: NonNullable<Cell>): Cell {
  if (typeof cell !== 'number' && typeof cell !== 'bigint') return cell;
  return microsToRfc3339(cell).replace('T', ' ').replace('Z', '');
}
