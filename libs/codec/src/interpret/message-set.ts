// Covers the MessageSet format of proto2: each extension is a group of field 1, which holds its number and its bytes.
// Source: https://protobuf.com/docs/descriptors#message-set-wire-format
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { isEndOf, type WireReader } from '../wire/wire-reader.js';
import type { FieldPlan, MessagePlan } from './message-plan.js';

const ITEM_NUMBER = 1;
const TYPE_ID = 2;
const MESSAGE = 3;
/** Tag that an item starts with. */
export const ITEM = (ITEM_NUMBER << 3) | WireType.StartGroup;

/** An item: the extension's number, 0 when it is not told, and where the length of its bytes stands; null when there are none. The last of each counts. */
export interface SetItem {
  readonly typeId: number;
  readonly payload: number | null;
}

/** Reads an item behind its start up to its end. **Throws** a Fault. */
export function itemAt(reader: WireReader, depth: number): SetItem {
  let typeId = 0;
  let payload: number | null = null;
  for (;;) {
    const tag = reader.tag();
    if (isEndOf(tag, ITEM_NUMBER)) return { typeId, payload };
    if (tag === ((TYPE_ID << 3) | WireType.Varint)) {
      reader.varint();
      typeId = reader.low >>> 0;
      continue;
    }
    if (tag === ((MESSAGE << 3) | WireType.LengthDelimited)) payload = reader.pos;
    reader.skip(tag, depth);
  }
}

/** Bytes that protobuf-es wrote, which has plain extensions only, with those of MessageSets as items. */
export function withSetItems(plan: MessagePlan, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const reader = new BinaryReader(bytes);
  const writer = new BinaryWriter();
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    if (wireType !== WireType.LengthDelimited) {
      writer.tag(number, wireType).raw(reader.skip(wireType, number));
      continue;
    }
    const data = reader.bytes();
    const inner = messageOf(plan.byNumber.get(number));
    const content = inner === null ? data : withSetItems(inner, data);
    if (plan.messageSet) writeItem(writer, number, content);
    else writer.tag(number, WireType.LengthDelimited).bytes(content);
  }
  return writer.finish();
}

function writeItem(writer: BinaryWriter, typeId: number, content: Uint8Array): void {
  writer
    .tag(ITEM_NUMBER, WireType.StartGroup)
    .tag(TYPE_ID, WireType.Varint)
    .uint32(typeId)
    .tag(MESSAGE, WireType.LengthDelimited)
    .bytes(content)
    .tag(ITEM_NUMBER, WireType.EndGroup);
}

/** The type of a field's messages, where that may hold a MessageSet; entries of maps are left as they are. */
function messageOf(field: FieldPlan | undefined): MessagePlan | null {
  if (field === undefined || field.kind === 'map' || !field.value.isMessage) return null;
  const plan = field.value.message();
  return plan.mayHoldSets() ? plan : null;
}
