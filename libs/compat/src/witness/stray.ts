import { create, toBinary, type Message, type UnknownField } from '@bufbuild/protobuf';
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { MessagePair } from '../pair.js';
import type { FieldShape } from '../shape/field-shape.js';
import { valuesOf } from './candidates.js';
import { fill, messagesOf } from './fill.js';
import { toMessage, passOn } from './to-message.js';
import type { Tree } from './tree.js';

/**
 * Messages of a writer that passes on a field it does not know, as every writer does with what it read from elsewhere: the
 * reader takes it for its own field.
 */
export function* strayMessages(root: MessagePair, field: FieldShape): Generator<Message> {
  const base = fill(root.writer, root.reader, new Map());
  if (base === null) return;
  for (const value of valuesOf(field, null, (inner) => messagesOf(inner, null))) {
    const holder: Tree = new Map([[field.number, field.repeated ? [value] : value]]);
    const stray = strayFields(root, holder);
    if (stray === null) continue;
    const message = toMessage(root.writer, base);
    passOn(message, stray);
    yield message;
  }
}

const ITEM = 1;
const TYPE_ID = 2;
const PAYLOAD = 3;
const SOME_TYPE = 1000;

/** A message in the MessageSet format: one item of the first extension, or of some type id when there is none. */
export function* messageSetMessage(pair: MessagePair): Generator<Message> {
  if (pair.via !== null) return;
  const [extension] = pair.writer.fields.values();
  const item = new BinaryWriter()
    .tag(TYPE_ID, WireType.Varint)
    .uint32(extension?.number ?? SOME_TYPE)
    .tag(PAYLOAD, WireType.LengthDelimited)
    .bytes(new Uint8Array(0))
    .tag(ITEM, WireType.EndGroup)
    .finish();
  const message = create(pair.writer.desc);
  passOn(message, [{ no: ITEM, wireType: WireType.StartGroup, data: item }]);
  yield message;
}

/** The field's bytes, cut from a message of the reader that has it; null when there is no such message. */
function strayFields(root: MessagePair, tree: Tree): readonly UnknownField[] | null {
  const filled = fill(root.reader, null, tree);
  if (filled === null) return null;
  const bytes = new BinaryReader(toBinary(root.reader.desc, toMessage(root.reader, filled)));
  const fields: UnknownField[] = [];
  while (bytes.pos < bytes.len) {
    const [no, wireType] = bytes.tag();
    fields.push({ no, wireType, data: bytes.skip(wireType, no) });
  }
  return fields.filter(({ no }) => tree.has(no));
}
