import type { SqliteValue } from '#libs/sqlite';
import type { LogicalType } from '#libs/table-model';
import type { JsonCell } from './reading.js';

const US_PER_MS = 1_000n;
const US_PER_S = 1_000_000n;
/** Furthest that a JavaScript date goes. */
const MAX_DATE_MS = 8_640_000_000_000_000n;

/** A stored value as JSON. */
export function toJsonCell(type: LogicalType, value: SqliteValue): JsonCell {
  if (value === null) return null;
  switch (type.kind) {
    case 'bool':
      return value === 1;
    case 'timestamp':
      return timestampText(BigInt(value as number | bigint));
    case 'duration':
      return durationText(BigInt(value as number | bigint));
    case 'json':
      return parsed(String(value));
    case 'bytes':
      return (value as Buffer).toString('base64');
    case 'float32':
    case 'float64':
      return Number.isFinite(value) ? Number(value) : String(value);
    case 'int32':
    case 'int64':
      return typeof value === 'bigint' ? value.toString() : Number(value);
    case 'uint64':
    case 'text':
    case 'uuid':
      return String(value);
  }
}

/** RFC 3339 in UTC with as many digits as the value has: none, 3 or 6. Out of range it is the number itself. */
function timestampText(us: bigint): string {
  const micros = ((us % US_PER_S) + US_PER_S) % US_PER_S;
  const ms = (us - micros) / US_PER_MS;
  if (ms > MAX_DATE_MS || ms < -MAX_DATE_MS) return us.toString();
  const seconds = new Date(Number(ms)).toISOString().replace('.000Z', '');
  return `${seconds}${fraction(micros)}Z`;
}

function durationText(us: bigint): string {
  const size = us < 0n ? -us : us;
  return `${us < 0n ? '-' : ''}${size / US_PER_S}${fraction(size % US_PER_S)}s`;
}

function fraction(micros: bigint): string {
  if (micros === 0n) return '';
  const digits = micros.toString().padStart(6, '0');
  return `.${digits.endsWith('000') ? digits.slice(0, 3) : digits}`;
}

/** Written by the codec, so it is JSON; should a hand have changed it, its text is better than an error. */
function parsed(text: string): JsonCell {
  try {
    return JSON.parse(text) as JsonCell;
  } catch {
    return text;
  }
}
