import type { FieldShape, PlainValue } from '../shape/field-shape.js';

/** Whether a value is the zero of its type. */
export function isZero(value: PlainValue): boolean {
  if (value instanceof Uint8Array) return value.length === 0;
  return typeof value === 'number' ? Object.is(value, 0) : value === 0n || value === '';
}

/** Whether two values are the same number, text or bytes; -0 and NaN count. A text equals its bytes. */
export function equalPlain(left: PlainValue, right: PlainValue): boolean {
  if (typeof left === 'bigint' && typeof right === 'bigint') return left === right;
  if (typeof left === 'string' && typeof right === 'string') return left === right;
  if (isText(left) && isText(right)) return equalBytes(bytesOf(left), bytesOf(right));
  if (isText(left) || isText(right)) return false;
  return equalNumbers(left, right);
}

/**
 * Whether unset means to a writer's singular field what it reads as in a reader's. A message is unset, or empty bytes; where
 * the types have nothing to do with each other, both must be zero.
 */
export function readTheSame(writer: FieldShape, reader: FieldShape): boolean {
  const sent = writer.readsAs;
  const read = reader.readsAs;
  if (sent === null || read === null)
    return (sent === null || isZero(sent)) && (read === null || isZero(read));
  if (isText(sent) !== isText(read)) return isZero(sent) && isZero(read);
  return equalPlain(sent, read);
}

/** What an unset field reads as, in words. */
export function describeUnset(field: FieldShape): string {
  const value = field.readsAs;
  if (value === null) return 'unset';
  if (field.enumShape && typeof value === 'bigint') {
    return field.enumShape.namesOf(Number(value))[0] ?? String(value);
  }
  if (field.type === 'bool') return value === 0n ? 'false' : 'true';
  if (typeof value === 'string') return JSON.stringify(value);
  return value instanceof Uint8Array ? `bytes ${JSON.stringify([...value])}` : String(value);
}

function isText(value: PlainValue): value is string | Uint8Array {
  return typeof value === 'string' || value instanceof Uint8Array;
}

const encoder = new TextEncoder();

function bytesOf(value: string | Uint8Array): Uint8Array {
  return typeof value === 'string' ? encoder.encode(value) : value;
}

function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

function equalNumbers(left: bigint | number, right: bigint | number): boolean {
  if (typeof left === 'number' && typeof right === 'number') return Object.is(left, right);
  const floating = typeof left === 'number' ? left : right;
  const integer = typeof left === 'bigint' ? left : right;
  if (!Number.isInteger(floating) || Object.is(floating, -0)) return false;
  return typeof floating === 'number' && BigInt(floating) === BigInt(integer);
}
