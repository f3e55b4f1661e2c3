import {
  create,
  getExtension,
  isFieldSet,
  type DescExtension,
  type DescField,
  type Message,
} from '@bufbuild/protobuf';
import { WireType } from '@bufbuild/protobuf/wire';
import type { FieldShape, PlainValue } from '../shape/field-shape.js';
import type { MessageShape } from '../shape/message-shape.js';
import { isPackable } from '../wire/landing.js';
import { checkRequired } from './check-required.js';
import type { Tree, TreeValue } from './tree.js';
import { wireTypeOf } from './wire-type-of.js';

/**
 * What a protobuf-es message holds, as a tree. Extensions are read from where the codec left them. **Throws** when one of
 * them can't be read, or lacks a required field.
 */
export function fromMessage(shape: MessageShape, message: Message): Tree {
  const tree = new Map<number, TreeValue>();
  for (const field of shape.fields.values()) {
    const value = valueOf(message, field);
    if (value !== undefined) tree.set(field.number, value);
  }
  return tree;
}

function valueOf(message: Message, field: FieldShape): TreeValue | undefined {
  if (field.desc.kind === 'extension') return extensionOf(message, field, field.desc);
  if (!isFieldSet(message, field.desc)) return undefined;
  return treeOf(field, memberOf(message, field.desc));
}

function memberOf(message: Message, desc: DescField): unknown {
  const fields = message as unknown as Record<string, unknown>;
  if (desc.oneof === undefined) return fields[desc.localName];
  return (fields[desc.oneof.localName] as { value: unknown }).value;
}

function treeOf(field: FieldShape, value: unknown): TreeValue {
  if (field.map) return entriesOf(field, value as Readonly<Record<string, unknown>>);
  if (!Array.isArray(value)) return oneOf(field, value);
  // protobuf-es leaves a number that a closed enum lacks in lists and maps; others leave it to the unknown fields.
  return value.map((item) => oneOf(field, item)).filter((item) => !isForeign(field, item));
}

function oneOf(field: FieldShape, value: unknown): TreeValue {
  if (field.message !== null) return fromMessage(field.message, value as Message);
  switch (field.type) {
    case 'string':
    case 'bytes':
    case 'float':
    case 'double':
      return value as PlainValue;
    default:
      return BigInt(value as number | bigint | boolean | string);
  }
}

function entriesOf(field: FieldShape, map: Readonly<Record<string, unknown>>): readonly Tree[] {
  const [key, item] = field.message ? [...field.message.fields.values()] : [];
  if (!key || !item) return [];
  const entries = Object.entries(map).map(
    ([property, value]) =>
      new Map<number, TreeValue>([
        [key.number, keyOf(key, property)],
        [item.number, oneOf(item, value)],
      ]),
  );
  return entries.filter((entry) => !isForeign(item, entry.get(item.number)));
}

/** Whether a value is a number that a closed enum does not declare. */
function isForeign(field: FieldShape, value: TreeValue | undefined): boolean {
  return field.enumShape?.closed === true && !field.enumShape.numbers.has(Number(value));
}

function keyOf(key: FieldShape, property: string): PlainValue {
  if (key.type === 'string') return property;
  if (key.type === 'bool') return property === 'true' ? 1n : 0n;
  return BigInt(property);
}

function extensionOf(message: Message, field: FieldShape, desc: DescExtension): TreeValue | undefined {
  const packed = field.repeated && isPackable(field);
  const found = (message.$unknown ?? []).filter(
    ({ no, wireType }) =>
      no === field.number &&
      (wireType === wireTypeOf(field) || (packed && wireType === WireType.LengthDelimited)),
  );
  if (found.length === 0) return undefined;
  const holder = create(desc.extendee);
  holder.$unknown = found;
  const value = treeOf(field, getExtension(holder, desc));
  checkRequired(field, value);
  return isUnset(field, value) ? undefined : value;
}

function isUnset(field: FieldShape, value: TreeValue): boolean {
  if (field.repeated) return Array.isArray(value) && value.length === 0;
  return isForeign(field, value);
}
