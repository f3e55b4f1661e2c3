import { JsonNumber, textMember, type JsonObject } from '../text/json-node.js';

const KINDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['decimal', ['bytes', 'fixed']],
  ['big-decimal', ['bytes']],
  ['uuid', ['string', 'fixed']],
  ['duration', ['fixed']],
  ['date', ['int']],
  ['time-millis', ['int']],
  ['time-micros', ['long']],
  ['timestamp-millis', ['long']],
  ['timestamp-micros', ['long']],
  ['timestamp-nanos', ['long']],
  ['local-timestamp-millis', ['long']],
  ['local-timestamp-micros', ['long']],
  ['local-timestamp-nanos', ['long']],
]);

const FIXED_SIZES: ReadonlyMap<string, number> = new Map([
  ['uuid', 16],
  ['duration', 12],
]);

/**
 * The logical type, when it is one of the specification that fits what it is on; else null, and it is an attribute like others.
 * Source: https://avro.apache.org/docs/1.12.0/specification/#logical-types
 */
export function logicalType(kind: string, sizeBytes: number | null, props: JsonObject): string | null {
  const name = textMember(props, 'logicalType');
  if (name === null || !KINDS.get(name)?.includes(kind)) return null;
  const needed = FIXED_SIZES.get(name);
  if (kind === 'fixed' && needed !== undefined && needed !== sizeBytes) return null;
  return name !== 'decimal' || decimalFits(sizeBytes, props) ? name : null;
}

function decimalFits(sizeBytes: number | null, props: JsonObject): boolean {
  const precision = whole(props, 'precision');
  const scale = props.has('scale') ? whole(props, 'scale') : 0;
  if (precision === null || scale === null || precision < 1 || scale < 0 || scale > precision) return false;
  return sizeBytes === null || precision <= digitsIn(sizeBytes);
}

function whole(props: JsonObject, key: string): number | null {
  const value = props.get(key);
  return value instanceof JsonNumber && value.integral && Math.abs(value.value) < 2 ** 31
    ? value.value
    : null;
}

function digitsIn(sizeBytes: number): number {
  return Math.floor(Math.log10(2) * (8 * sizeBytes - 1));
}
