// Says whether a cell that was read back is what ProtoJSON has, each sink's own marks of notation put aside.

/** `type` is the ledger's; `expected` a ProtoJSON value with numbers as text; `traits` what the engine does not keep. */
export function sameCell(type, expected, actual, traits) {
  if (expected === null || actual === null)
    return expected === actual || lost(type, expected, actual, traits);
  switch (type.kind) {
    case 'float32':
    case 'float64':
      return sameFloat(type.kind, Number(expected), Number(actual), traits);
    case 'timestamp':
      return microsOf(expected) === microsOf(actual);
    case 'duration':
      return durationOf(expected) === durationOf(actual);
    case 'json':
      return canonical(expected) === canonical(actual);
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
