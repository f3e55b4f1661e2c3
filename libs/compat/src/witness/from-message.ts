import {
  create,
  getExtension,
  isFieldSet,
  type DescExtension,
  type DescField,
  type Message,
  type UnknownField,
} from '@bufbuild/protobuf';
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { FieldShape, PlainValue } from '../shape/field-shape.js';
import type { MessageShape } from '../shape/message-shape.js';
import { fromLocal } from './local-message.js';
import { isPackable } from '../wire/landing.js';
import { isList, type Tree, type TreeValue } from './tree.js';
import { wireTypeOf } from './wire-type-of.js';

/** Decodes a message with the codec. **Throws** an Error with the problem when it is refused. */
export type DecodeMessage = (shape: MessageShape, bytes: Uint8Array) => Tree;

/**
 * What a protobuf-es message holds, as a tree. Extensions, which the codec leaves as it found them, are decoded here.
 * **Throws** when one of them can't be.
 */
export function fromMessage(shape: MessageShape, message: Message, decode: DecodeMessage): Tree {
  const tree = new Map<number, TreeValue>();
  for (const field of shape.fields.values()) {
    const value = valueOf(message, field, decode);
    if (value !== undefined) tree.set(field.number, value);
  }
  return tree;
}

function valueOf(message: Message, field: FieldShape, decode: DecodeMessage): TreeValue | undefined {
  if (field.desc.kind === 'extension') return extensionOf(message, field, field.desc, decode);
  if (!isFieldSet(message, field.desc)) return undefined;
  return treeOf(field, memberOf(message, field.desc), decode);
}

function memberOf(message: Message, desc: DescField): unknown {
  const fields = message as unknown as Record<string, unknown>;
  if (desc.oneof === undefined) return fields[desc.localName];
  return (fields[desc.oneof.localName] as { value: unknown }).value;
}

function treeOf(field: FieldShape, value: unknown, decode: DecodeMessage): TreeValue {
  if (field.map) return entriesOf(field, value as Readonly<Record<string, unknown>>, decode);
  if (!Array.isArray(value)) return oneOf(field, value, decode);
  return value.map((item) => oneOf(field, item, decode));
}

function oneOf(field: FieldShape, value: unknown, decode: DecodeMessage): TreeValue {
  if (field.message !== null)
    return fromMessage(field.message, fromLocal(field, field.message, value), decode);
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

function entriesOf(
  field: FieldShape,
  map: Readonly<Record<string, unknown>>,
  decode: DecodeMessage,
): readonly Tree[] {
  const [key, item] = field.message ? [...field.message.fields.values()] : [];
  if (!key || !item) return [];
  return Object.entries(map).map(
    ([property, value]) =>
      new Map<number, TreeValue>([
        [key.number, keyOf(key, property)],
        [item.number, oneOf(item, value, decode)],
      ]),
  );
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

function extensionOf(
  message: Message,
  field: FieldShape,
  desc: DescExtension,
  decode: DecodeMessage,
): TreeValue | undefined {
  const found = (message.$unknown ?? []).filter((unknown) => isTaken(unknown, field));
  if (found.length === 0) return undefined;
  if (field.message !== null) return messagesIn(found, field, field.message, decode);
  const holder = create(desc.extendee);
  holder.$unknown = found;
  const value = treeOf(field, getExtension(holder, desc), decode);
  // protobuf-es takes a number that a closed enum lacks for a value of an extension; others leave it to the unknown fields.
  if (!isList(value)) return isForeign(field, value) ? undefined : value;
  const known = value.filter((item) => !isForeign(field, item));
  return known.length === 0 ? undefined : known;
}

function isTaken({ no, wireType }: UnknownField, field: FieldShape): boolean {
  if (no !== field.number) return false;
  const packed = field.repeated && isPackable(field) && wireType === WireType.LengthDelimited;
  return packed || wireType === wireTypeOf(field);
}

function messagesIn(
  found: readonly UnknownField[],
  field: FieldShape,
  shape: MessageShape,
  decode: DecodeMessage,
): TreeValue {
  const payloads = found.map(payloadOf);
  if (field.repeated) return payloads.map((bytes) => decode(shape, bytes));
  // Occurrences of a singular message merge, as if they were one.
  return decode(shape, Uint8Array.from(payloads.flatMap((bytes) => [...bytes])));
}

function payloadOf({ no, wireType, data }: UnknownField): Uint8Array {
  if (wireType === WireType.LengthDelimited) return new BinaryReader(data).bytes();
  const end = new BinaryWriter().tag(no, WireType.EndGroup).finish();
  return data.subarray(0, data.length - end.length);
}
