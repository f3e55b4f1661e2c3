import type { BufComplaint } from './define-buf-rule.js';
import type { EnumNode, MessageNode } from './model.js';
import { typePath } from './name-element.js';
import { placeOf } from './place.js';

/** Numbers from first to last, both included. */
export interface NumberSpan {
  readonly first: number;
  readonly last: number;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Ranges of a message, whose end is excluded in descriptors. */
export function messageRanges(ranges: readonly Range[]): readonly NumberSpan[] {
  return ranges.map(({ start, end }) => ({ first: start, last: end - 1 }));
}

/** Ranges of an enum, whose end is included in descriptors. */
export function enumRanges(ranges: readonly Range[]): readonly NumberSpan[] {
  return ranges.map(({ start, end }) => ({ first: start, last: end }));
}

/** Whether a number is in one of the ranges. */
export function isInRanges(ranges: readonly NumberSpan[], number: number): boolean {
  return ranges.some(({ first, last }) => first <= number && number <= last);
}

/** Complains of each earlier range of which a number is not covered any more. */
export function shrunkRanges(
  what: 'reserved' | 'extension',
  before: MessageNode | EnumNode,
  after: MessageNode | EnumNode,
  earlier: readonly NumberSpan[],
  later: readonly NumberSpan[],
): readonly BufComplaint[] {
  if (earlier.length === 0) return [];
  const sorted = [...later].sort((left, right) => left.first - right.first);
  return earlier
    .filter((span) => !isCovered(span, sorted))
    .map(({ first, last }) => ({
      message: `The ${what} range ${first === last ? first : `${first} to ${last}`} of ${after.fullName} was withdrawn or shrunk.`,
      path: typePath(after),
      before: placeOf(before),
      after: placeOf(after),
    }));
}

function isCovered({ first, last }: NumberSpan, sorted: readonly NumberSpan[]): boolean {
  let next = first;
  for (const span of sorted) {
    if (span.first > next) return false;
    if (span.last >= next) next = span.last + 1;
    if (next > last) return true;
  }
  return false;
}

/** Complains of each reserved name that is not reserved any more. */
export function withdrawnNames(
  before: MessageNode | EnumNode,
  after: MessageNode | EnumNode,
): readonly BufComplaint[] {
  const left = new Set(after.proto.reservedName);
  const gone = [...new Set(before.proto.reservedName)].filter((name) => !left.has(name));
  return gone.map((name) => ({
    message: `The reserved name "${name}" of ${after.fullName} was withdrawn.`,
    path: typePath(after),
    before: placeOf(before),
    after: placeOf(after),
  }));
}
