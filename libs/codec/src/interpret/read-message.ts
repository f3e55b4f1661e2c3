import { WireType } from '@bufbuild/protobuf/wire';
import { Fault } from '../fault.js';
import { zeroOf, type Scalar } from '../wire/read-scalar.js';
import { isEndOf, type WireReader } from '../wire/wire-reader.js';
import type { FieldPlan, MessagePlan, ValuePlan } from './message-plan.js';
import { ITEM, itemAt } from './message-set.js';
import { MessageNode, type SingleValue } from './value.js';

const MAX_FIELD_NUMBER = 2 ** 29 - 1;

/** Reads all bytes of the reader as one message, which is at that depth. **Throws** a {@link Fault}. */
export function readRoot(reader: WireReader, plan: MessagePlan, depth = 1): MessageNode {
  const root = new MessageNode(plan);
  readInto(reader, root, depth, null);
  return root;
}

/** Reads fields into a message up to the reader's end, or up to the end of the group of that field number. */
function readInto(reader: WireReader, node: MessageNode, depth: number, group: number | null): void {
  const { byNumber, near, weight, messageSet } = node.plan;
  reader.enter(depth);
  reader.count(weight);
  let field: FieldPlan | undefined;
  try {
    for (;;) {
      field = undefined;
      if (group === null && reader.pos === reader.end) return;
      const tag = reader.tag();
      if (group !== null && isEndOf(tag, group)) return;
      if (messageSet && tag === ITEM) {
        readSetItem(reader, node, depth);
        continue;
      }
      const number = tag >>> 3;
      field = number < near.length ? near[number] : byNumber.get(number);
      readField(reader, node, field, tag, depth);
    }
  } catch (error) {
    if (error instanceof Fault && field !== undefined) error.within(field.segment);
    throw error;
  }
}

function readField(
  reader: WireReader,
  node: MessageNode,
  field: FieldPlan | undefined,
  tag: number,
  depth: number,
): void {
  const start = reader.pos;
  if (field !== undefined && readKnown(reader, node, field, tag & 7, depth)) {
    // protobuf-es keeps an extension among the unknown fields, whence its own functions get it.
    if (field.desc.kind === 'extension') keepUnknown(reader, node, tag, start);
    return;
  }
  reader.pos = start;
  reader.skip(tag, depth);
  reader.sawUnknown = true;
  keepUnknown(reader, node, tag, start);
}

/** One item of a MessageSet: kept as protobuf-es keeps an extension, and read when its type is known. */
function readSetItem(reader: WireReader, node: MessageNode, depth: number): void {
  const start = reader.pos;
  const { typeId, payload } = itemAt(reader, depth);
  const after = reader.pos;
  if (payload === null || typeId === 0 || typeId > MAX_FIELD_NUMBER) {
    reader.sawUnknown = true;
    return keepUnknown(reader, node, ITEM, start);
  }
  const field = node.plan.byNumber.get(typeId);
  reader.pos = payload;
  try {
    const isKnown = field !== undefined && readKnown(reader, node, field, WireType.LengthDelimited, depth);
    if (!isKnown) reader.sawUnknown = true;
  } catch (error) {
    throw error instanceof Fault && field !== undefined ? error.within(field.segment) : error;
  }
  reader.pos = payload;
  const tag = ((typeId << 3) | WireType.LengthDelimited) >>> 0;
  reader.skip(tag, depth);
  keepUnknown(reader, node, tag, payload);
  reader.pos = after;
}

function keepUnknown(reader: WireReader, node: MessageNode, tag: number, start: number): void {
  reader.count(1);
  const data = reader.bytes.slice(start, reader.pos);
  (node.unknown ??= []).push({ no: tag >>> 3, wireType: tag & 7, data });
}

/** Answers false when the value is to be kept as an unknown field: a wire type that the field cannot have, or a number that its closed enum lacks. */
function readKnown(
  reader: WireReader,
  node: MessageNode,
  field: FieldPlan,
  wireType: WireType,
  depth: number,
): boolean {
  if (field.kind === 'list') return readItems(reader, node, field, wireType, depth);
  if (field.kind === 'map')
    return wireType === WireType.LengthDelimited && readEntry(reader, node, field, depth);
  if (wireType !== field.value.wireType) return false;
  const before = node.values[field.slot];
  const value = readValue(reader, field.value, field.number, depth, before);
  if (value === undefined) return false;
  node.values[field.slot] = value;
  if (field.rivals.length > 0) for (const rival of field.rivals) node.values[rival] = undefined;
  return true;
}

/** One value; undefined for a number that its closed enum lacks. A message is merged into the one `before`. */
function readValue(
  reader: WireReader,
  plan: ValuePlan,
  number: number,
  depth: number,
  before: unknown,
): SingleValue | undefined {
  if (!plan.isMessage) {
    const scalar = plan.read(reader);
    return plan.closed === null || plan.closed.has(scalar as number) ? scalar : undefined;
  }
  const node = before instanceof MessageNode ? before : new MessageNode(plan.message());
  if (plan.wireType === WireType.StartGroup) readInto(reader, node, depth + 1, number);
  else {
    const outer = open(reader);
    readInto(reader, node, depth + 1, null);
    reader.end = outer;
  }
  return node;
}

function readItems(
  reader: WireReader,
  node: MessageNode,
  field: FieldPlan,
  wireType: WireType,
  depth: number,
): boolean {
  const packed = field.packable && wireType === WireType.LengthDelimited;
  if (!packed && wireType !== field.value.wireType) return false;
  const items = (node.values[field.slot] ?? []) as SingleValue[];
  if (packed) {
    const outer = open(reader);
    readPacked(reader, node, field, items);
    reader.end = outer;
  } else {
    const value = readItem(reader, field, depth, items.length);
    if (value === undefined) return false;
    reader.count(1);
    items.push(value);
  }
  if (items.length > 0) node.values[field.slot] = items;
  return true;
}

function readItem(
  reader: WireReader,
  field: FieldPlan,
  depth: number,
  index: number,
): SingleValue | undefined {
  try {
    return readValue(reader, field.value, field.number, depth, undefined);
  } catch (error) {
    throw error instanceof Fault ? error.within(`[${index}]`) : error;
  }
}

function readPacked(reader: WireReader, node: MessageNode, field: FieldPlan, items: SingleValue[]): void {
  const { closed } = field.value;
  while (reader.pos < reader.end) {
    const start = reader.pos;
    const value = field.value.read(reader);
    if (closed === null || closed.has(value as number)) {
      reader.count(1);
      items.push(value);
    } else {
      reader.sawUnknown = true;
      keepUnknown(reader, node, (field.number << 3) | field.value.wireType, start);
    }
  }
}

function readEntry(reader: WireReader, node: MessageNode, field: FieldPlan, depth: number): boolean {
  const entries = (node.values[field.slot] ?? new Map()) as Map<Scalar, SingleValue>;
  const outer = open(reader);
  const entry = readKeyAndValue(reader, field, depth);
  reader.end = outer;
  if (entry === null) return false;
  reader.count(1);
  entries.set(entry.key, entry.value);
  node.values[field.slot] = entries;
  return true;
}

/** Key and value of one entry; null when the value is a number that its closed enum lacks. */
function readKeyAndValue(
  reader: WireReader,
  field: FieldPlan,
  depth: number,
): { readonly key: Scalar; readonly value: SingleValue } | null {
  const keyPlan = field.key!;
  let key = zeroOf(keyPlan.scalar!);
  let value: SingleValue | undefined;
  let lacking = false;
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    if (tag === ((1 << 3) | keyPlan.wireType)) key = keyPlan.read(reader);
    else if (tag === ((2 << 3) | field.value.wireType)) {
      value = readEntryValue(reader, field, depth, key, value);
      lacking = value === undefined;
    } else {
      reader.sawUnknown = true;
      reader.skip(tag, depth);
    }
  }
  return lacking ? null : { key, value: value ?? zeroValue(field.value) };
}

/** The value of an entry that has none. */
export function zeroValue(plan: ValuePlan): SingleValue {
  if (plan.isMessage) return new MessageNode(plan.message());
  return plan.enum === null ? zeroOf(plan.scalar!) : plan.enum.values[0]!.number;
}

function readEntryValue(
  reader: WireReader,
  field: FieldPlan,
  depth: number,
  key: Scalar,
  before: SingleValue | undefined,
): SingleValue | undefined {
  try {
    return readValue(reader, field.value, 2, depth, before);
  } catch (error) {
    throw error instanceof Fault ? error.within(`[${JSON.stringify(String(key))}]`) : error;
  }
}

/** Puts the reader's end at the end of what a length announces; answers where it was. */
function open(reader: WireReader): number {
  const outer = reader.end;
  reader.end = reader.lengthEnd();
  return outer;
}
