import type { DescEnum, DescMessage } from '@bufbuild/protobuf';

/** Numbers from `first` to `last`, both included. */
export interface NumberRange {
  readonly first: number;
  readonly last: number;
}

/** Reserved field numbers of a message. */
export function reservedNumbers(desc: DescMessage): readonly NumberRange[] {
  return desc.proto.reservedRange.map(({ start, end }) => ({ first: start, last: end - 1 }));
}

/** Numbers that a message leaves to extensions. */
export function extensionNumbers(desc: DescMessage): readonly NumberRange[] {
  return desc.proto.extensionRange.map(({ start, end }) => ({ first: start, last: end - 1 }));
}

/** Reserved numbers of an enum. */
export function reservedEnumNumbers(desc: DescEnum): readonly NumberRange[] {
  return desc.proto.reservedRange.map(({ start, end }) => ({ first: start, last: end }));
}

/** Whether a field number is reserved. */
export function isReservedNumber(desc: DescMessage, number: number): boolean {
  return isIn(reservedNumbers(desc), number);
}

/** Whether an enum number is reserved. */
export function isReservedEnumNumber(desc: DescEnum, number: number): boolean {
  return isIn(reservedEnumNumbers(desc), number);
}

/** Whether a number is in one of the ranges. */
export function isIn(ranges: readonly NumberRange[], number: number): boolean {
  return ranges.some(({ first, last }) => number >= first && number <= last);
}

/** What of the first ranges the second ones no longer cover, ascending and apart. */
export function withdrawn(
  before: readonly NumberRange[],
  after: readonly NumberRange[],
): readonly NumberRange[] {
  const kept = merged(after);
  return merged(before).flatMap((range) => without(range, kept));
}

/** A range in words: `7` or `7 to 9`. */
export function describeRange({ first, last }: NumberRange): string {
  return first === last ? String(first) : `${first} to ${last}`;
}

function merged(ranges: readonly NumberRange[]): readonly NumberRange[] {
  const result: NumberRange[] = [];
  for (const range of [...ranges].sort((left, right) => left.first - right.first)) {
    const previous = result.at(-1);
    if (previous && range.first <= previous.last + 1) {
      result[result.length - 1] = { first: previous.first, last: Math.max(previous.last, range.last) };
    } else result.push(range);
  }
  return result;
}

function without(range: NumberRange, taken: readonly NumberRange[]): readonly NumberRange[] {
  const rest: NumberRange[] = [];
  let { first } = range;
  for (const other of taken) {
    if (other.last < first || other.first > range.last) continue;
    if (other.first > first) rest.push({ first, last: other.first - 1 });
    first = other.last + 1;
  }
  if (first <= range.last) rest.push({ first, last: range.last });
  return rest;
}
