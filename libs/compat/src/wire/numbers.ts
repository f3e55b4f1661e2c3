import type { FieldShape } from '../shape/field-shape.js';
import type { ValueType } from '../shape/value-type.js';

const WIDE: ReadonlySet<ValueType> = new Set(['int64', 'uint64', 'sint64']);
const ZIGZAG: ReadonlySet<ValueType> = new Set(['sint32', 'sint64']);
const UNSIGNED: ReadonlySet<ValueType> = new Set(['uint32', 'uint64']);
const FLOATING: ReadonlySet<ValueType> = new Set(['float', 'double']);
const HALF = 1n << 31n;

/** Integers from `low` to `high`, both lawful. */
export interface Range {
  readonly low: bigint;
  readonly high: bigint;
}

const RANGES: Readonly<Partial<Record<ValueType, Range>>> = {
  bool: { low: 0n, high: 1n },
  enum: { low: -HALF, high: HALF - 1n },
  int32: { low: -HALF, high: HALF - 1n },
  sint32: { low: -HALF, high: HALF - 1n },
  sfixed32: { low: -HALF, high: HALF - 1n },
  uint32: { low: 0n, high: 2n * HALF - 1n },
  fixed32: { low: 0n, high: 2n * HALF - 1n },
  int64: { low: -(1n << 63n), high: (1n << 63n) - 1n },
  sint64: { low: -(1n << 63n), high: (1n << 63n) - 1n },
  sfixed64: { low: -(1n << 63n), high: (1n << 63n) - 1n },
  uint64: { low: 0n, high: (1n << 64n) - 1n },
  fixed64: { low: 0n, high: (1n << 64n) - 1n },
};

/** Integers that a type can hold; null for types that hold none. */
export function rangeOf(type: ValueType): Range | null {
  return RANGES[type] ?? null;
}

/** Whether a type is a varint of 64 bits. */
export function isWide(type: ValueType): boolean {
  return WIDE.has(type);
}

/** Whether a type is a zigzag varint. */
export function isZigzag(type: ValueType): boolean {
  return ZIGZAG.has(type);
}

/** Whether a type is a varint without negative numbers, bool aside. */
export function isUnsigned(type: ValueType): boolean {
  return UNSIGNED.has(type);
}

/** Whether a type is floating point. */
export function isFloating(type: ValueType): boolean {
  return FLOATING.has(type);
}

/** Whether a field's enum is closed. */
export function isClosedEnum(field: FieldShape): boolean {
  return field.enumShape?.closed === true;
}

/** The numbers a writer may send, when they are few: those of a closed enum, or 0 and 1 of a bool; null when any may come. */
export function sentNumbers(writer: FieldShape): ReadonlySet<number> | null {
  if (writer.type === 'bool') return BITS;
  return writer.enumShape?.closed ? writer.enumShape.numbers : null;
}

const BITS: ReadonlySet<number> = new Set([0, 1]);

/** Whether zero is all that a writer may send: a closed enum with no other number. */
export function sendsOnlyZero(writer: FieldShape): boolean {
  const few = sentNumbers(writer);
  return few !== null && [...few].every((number) => number === 0);
}

/** Whether the one number that a writer may send is what unset reads as, so that its loss does not show. */
export function sendsOnlyUnset(writer: FieldShape, reader: FieldShape): boolean {
  const few = sentNumbers(writer);
  return few !== null && [...few].every((number) => readsAsNumber(reader, number));
}

function readsAsNumber({ readsAs }: FieldShape, number: number): boolean {
  return typeof readsAs === 'number' ? Object.is(readsAs, number) : readsAs === BigInt(number);
}

/** Whether a zero is put on the wire: not when absence means it. */
export function sendsZero(writer: FieldShape): boolean {
  return writer.repeated || writer.presence !== 'implicit';
}

/** Whether a writer may send a number below zero. */
export function sendsNegative(writer: FieldShape): boolean {
  const few = sentNumbers(writer);
  if (few) return [...few].some((number) => number < 0);
  return (RANGES[writer.type]?.low ?? 0n) < 0n;
}
