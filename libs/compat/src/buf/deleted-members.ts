import type { BufComplaint } from './define-buf-rule.js';
import type { EnumNode, FieldNode, MessageNode } from './model.js';
import { describeBufField, fieldPath } from './name-element.js';
import { placeOf } from './place.js';
import { enumRanges, isInRanges, messageRanges } from './ranges.js';

/** What makes the deletion of a number pass. */
export type Unless = 'never' | 'number reserved' | 'name reserved';

const WITHOUT: Readonly<Record<Unless, string>> = {
  never: '',
  'number reserved': ' without reserving its number',
  'name reserved': ' without reserving its name',
};

/** Complains of each field number that a message does not have any more. */
export function deletedFields(
  before: MessageNode,
  after: MessageNode,
  unless: Unless,
): readonly BufComplaint[] {
  const gone = [...before.fields.values()].filter(({ proto }) => !after.fields.has(proto.number));
  return gone
    .filter((field) => !isReserved(field, after, unless))
    .map((field) => ({
      message: `${describeBufField(field)} was deleted${WITHOUT[unless]}.`,
      path: fieldPath(field),
      before: placeOf(before),
      after: placeOf(after),
    }));
}

function isReserved({ proto }: FieldNode, after: MessageNode, unless: Unless): boolean {
  if (unless === 'number reserved') return isInRanges(messageRanges(after.proto.reservedRange), proto.number);
  return unless === 'name reserved' && after.proto.reservedName.includes(proto.name);
}

/** Complains of each value number that an enum does not have any more. */
export function deletedValues(before: EnumNode, after: EnumNode, unless: Unless): readonly BufComplaint[] {
  const left = new Set(after.proto.value.map(({ number }) => number));
  const gone = new Set(before.proto.value.map(({ number }) => number).filter((number) => !left.has(number)));
  return [...gone]
    .filter((number) => !isValueReserved(before, after, number, unless))
    .map((number) => ({
      message: `Value ${number} of enum ${after.fullName} was deleted${WITHOUT[unless]}.`,
      path: `#/${after.fullName}/value/${number}`,
      before: placeOf(before),
      after: placeOf(after),
    }));
}

function isValueReserved(before: EnumNode, after: EnumNode, number: number, unless: Unless): boolean {
  if (unless === 'number reserved') return isInRanges(enumRanges(after.proto.reservedRange), number);
  if (unless === 'never') return false;
  const names = before.proto.value.filter((value) => value.number === number);
  return names.every(({ name }) => after.proto.reservedName.includes(name));
}
