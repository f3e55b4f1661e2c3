import { toBinary, type Message, type UnknownField } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { FieldShape } from '../shape/field-shape.js';
import type { MessageShape } from '../shape/message-shape.js';
import { wireTypeOf } from './wire-type-of.js';
import { isRawText, isTree, type RawText, type Tree, type TreeValue } from './tree.js';

/** A string field that holds text which is not UTF-8, as it stands on the wire. */
export function rawTextField(number: number, text: RawText): UnknownField {
  return lengthPrefixed(number, text.raw);
}

/** Whether the key or value of a map's entry is text that is not UTF-8. */
export function hasRawText(entry: TreeValue): entry is Tree {
  return isTree(entry) && [...entry.values()].some(isRawText);
}

/** A map's entry with text that is not UTF-8 in it, as it stands on the wire. */
export function rawEntryField(
  number: number,
  entryShape: MessageShape,
  entry: Tree,
  toMessage: (shape: MessageShape, tree: Tree) => Message,
): UnknownField {
  const writer = new BinaryWriter();
  for (const part of entryShape.fields.values()) {
    const value = entry.get(part.number);
    if (value === undefined) continue;
    writer.tag(part.number, wireTypeOf(part));
    if (isRawText(value)) writer.bytes(value.raw);
    else if (isTree(value) && part.message) {
      writer.bytes(toBinary(part.message.desc, toMessage(part.message, value)));
    } else writeScalar(writer, part, value);
  }
  return lengthPrefixed(number, writer.finish());
}

function lengthPrefixed(no: number, bytes: Uint8Array): UnknownField {
  return { no, wireType: WireType.LengthDelimited, data: new BinaryWriter().bytes(bytes).finish() };
}

function writeScalar(writer: BinaryWriter, { type }: FieldShape, value: TreeValue): void {
  if (typeof value === 'string') writer.string(value);
  else if (value instanceof Uint8Array) writer.bytes(value);
  else if (typeof value === 'number') writer[type === 'float' ? 'float' : 'double'](value);
  else if (typeof value === 'bigint') writeInteger(writer, type, value);
}

function writeInteger(writer: BinaryWriter, type: FieldShape['type'], value: bigint): void {
  switch (type) {
    case 'int64':
    case 'uint64':
    case 'sint64':
    case 'fixed64':
    case 'sfixed64':
      writer[type](value);
      return;
    case 'uint32':
    case 'sint32':
    case 'fixed32':
    case 'sfixed32':
      writer[type](Number(value));
      return;
    default:
      // int32, enum and bool are written alike.
      writer.int32(Number(value));
  }
}
