// Says whether a cell that was read back is what ProtoJSON has, each sink's own marks of notation put aside.

import { readNested, shapeOf } from '#libs/table-model';

/** `type` is the ledger's; `expected` a ProtoJSON value with numbers as text; `traits` what the engine does not keep. */
export function sameCell(type, expected, actual, traits) {
  if (expected === null || actual === null)
    return (
      expected === actual || lost(type, expected, actual, traits) || isEmptyList(expected, actual, traits)
    );
  switch (type.kind) {
    case 'float32':
    case 'float64':
      return sameFloat(type.kind, Number(expected), Number(actual), traits);
    case 'timestamp':
      return microsOf(expected) === microsOf(actual);
    case 'duration':
      return durationOf(expected) === durationOf(actual);
    case 'json':
      return canonical(valueIn(type, expected)) === canonical(valueIn(type, actual));
    case 'bool':
      return expected === actual;
    default:
      return String(expected) === String(actual);
  }
}

/** NaN, and infinity in MariaDB, become NULL where the engine has none: documented in its dialect. */
function lost(type, expected, actual, { nan, infinity }) {
  if (!type.kind.startsWith('float') || actual !== null) return false;
  const value = Number(expected);
  return (Number.isNaN(value) && nan === null) || (!Number.isFinite(value) && infinity === null);
}

/** A list or map that is not there is an empty one where the engine has no NULL for it. */
function isEmptyList(expected, actual, { nullLists = true }) {
  return expected === null && !nullLists && Object.keys(actual).length === 0;
}

/** What lies inside of a column, whatever its spelling; JSON text where nothing does. */
function valueIn(type, json) {
  const shape = shapeOf(type);
  return shape === undefined ? json : spelled(readNested(shape, JSON.stringify(json)));
}

function spelled(value) {
  if (typeof value === 'bigint' || typeof value === 'number')
    return Number(value) === 0 ? '0' : String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map(spelled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(value.entries.map(([key, one]) => [String(key), spelled(one)]));
}

function sameFloat(kind, expected, actual, { minusZero }) {
  const [one, other] = kind === 'float32' ? [Math.fround(expected), Math.fround(actual)] : [expected, actual];
  return Object.is(one, other) || (Object.is(one, -0) && other === 0 && minusZero === 0);
}

/** RFC 3339 text, or microseconds as they are. */
function microsOf(value) {
  if (typeof value === 'bigint') return value;
  const [, whole, fraction = ''] = /^(.*?)(?:\.(\d+))?Z$/.exec(value);
  return BigInt(Date.parse(`${whole}Z`)) * 1_000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
}

function durationOf(value) {
  if (typeof value === 'bigint') return value;
  const [, sign, seconds, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?s$/.exec(value);
  const us = BigInt(seconds) * 1_000_000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
  return sign === '-' ? -us : us;
}

/** Keys in order; -0 is 0, since binary JSON knows one zero. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join()}}`;
}
