// Covers google.protobuf.Timestamp and Duration as microseconds and as ProtoJSON.
// Source: https://protobuf.dev/reference/protobuf/google.protobuf/#timestamp
import { Fault } from '../fault.js';
import { narrow } from '../wire/int64.js';

const MIN_TIMESTAMP_S = -62_135_596_800;
const MAX_TIMESTAMP_S = 253_402_300_799;
const MAX_DURATION_S = 315_576_000_000;
const MAX_NANOS = 999_999_999;
// Below this many seconds the microseconds are a safe integer.
const SAFE_SECONDS = 9_000_000_000;

/** Microseconds since 1970, rounded down. **Throws** a {@link Fault} outside the years 1 to 9999 or with nanos that none can have. */
export function timestampMicros(seconds: number | bigint, nanos: number): number | bigint {
  checkTimestamp(seconds, nanos);
  return micros(Number(seconds), nanos);
}

/** Microseconds, rounded down. **Throws** a {@link Fault} past 10 000 years or when the signs of seconds and nanos differ. */
export function durationMicros(seconds: number | bigint, nanos: number): number | bigint {
  checkDuration(seconds, nanos);
  return micros(Number(seconds), nanos);
}

/** RFC 3339 in UTC with 0, 3, 6 or 9 digits. **Throws** as {@link timestampMicros}. */
export function timestampText(seconds: number | bigint, nanos: number): string {
  checkTimestamp(seconds, nanos);
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}${fraction(nanos)}Z`;
}

/** Seconds with 0, 3, 6 or 9 digits and an `s`. **Throws** as {@link durationMicros}. */
export function durationText(seconds: number | bigint, nanos: number): string {
  checkDuration(seconds, nanos);
  const sign = seconds < 0 || nanos < 0 ? '-' : '';
  return `${sign}${Math.abs(Number(seconds))}${fraction(Math.abs(nanos))}s`;
}

function micros(seconds: number, nanos: number): number | bigint {
  const rest = Math.floor(nanos / 1000);
  if (Math.abs(seconds) < SAFE_SECONDS) return seconds * 1_000_000 + rest;
  return narrow(BigInt(seconds) * 1_000_000n + BigInt(rest));
}

function checkTimestamp(seconds: number | bigint, nanos: number): void {
  if (seconds < MIN_TIMESTAMP_S || seconds > MAX_TIMESTAMP_S)
    throw new Fault('UNREPRESENTABLE', 'a Timestamp must be from year 1 to year 9999');
  if (nanos < 0 || nanos > MAX_NANOS)
    throw new Fault('UNREPRESENTABLE', 'the nanos of a Timestamp must be from 0 to 999999999');
}

function checkDuration(seconds: number | bigint, nanos: number): void {
  if (seconds < -MAX_DURATION_S || seconds > MAX_DURATION_S)
    throw new Fault('UNREPRESENTABLE', 'a Duration must be within 10000 years');
  if (nanos < -MAX_NANOS || nanos > MAX_NANOS)
    throw new Fault('UNREPRESENTABLE', 'the nanos of a Duration must be within 999999999');
  if ((seconds > 0 && nanos < 0) || (seconds < 0 && nanos > 0))
    throw new Fault('UNREPRESENTABLE', 'seconds and nanos of a Duration must have one sign');
}

function fraction(nanos: number): string {
  if (nanos === 0) return '';
  const digits = String(nanos).padStart(9, '0');
  if (digits.endsWith('000000')) return `.${digits.slice(0, 3)}`;
  return `.${digits.endsWith('000') ? digits.slice(0, 6) : digits}`;
}
