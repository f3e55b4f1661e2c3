import { WireType } from '@bufbuild/protobuf/wire';
import { Fault } from '../fault.js';
import { scalarReader, zeroOf, type Scalar } from '../wire/read-scalar.js';
import { isEndOf, type WireReader } from '../wire/wire-reader.js';
import type { FieldPlan, MessagePlan, ValuePlan } from './message-plan.js';
import { MessageNode, type SingleValue } from './value.js';

/** Reads all bytes of the reader as one message, which is at that depth. **Throws** a {@link Fault}. */
export function readRoot(reader: WireReader, plan: MessagePlan, depth = 1): MessageNode {
  const root = new MessageNode(plan);
  readInto(reader, root, depth, null);
  return root;
}

/** Reads fields into a message up to the reader's end, or up to the end of the group of that field number. */
function readInto(reader: WireReader, node: MessageNode, depth: number, group: number | null): void {
  const { byNumber, weight } = node.plan;
  reader.enter(depth);
  reader.count(weight);
  let field: FieldPlan | undefined;
  try {
    for (;;) {
      field = undefined;
      if (group === null && reader.pos === reader.end) return;
      const tag = reader.tag();
      if (group !== null && isEndOf(tag, group)) return;
      field = byNumber.get(tag >>> 3);
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
  for (const rival of field.rivals) node.values[rival] = undefined;
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
    const scalar = scalarReader(plan.scalar!, plan.strict)(reader);
    return plan.closed === null || plan.closed.has(scalar as number) ? scalar : undefined;
  }
  const node = before instanceof MessageNode ? before : new MessageNode(plan.message());
  if (plan.wireType === WireType.StartGroup) readInto(reader, node, depth + 1, number);
  else inside(reader, () => readInto(reader, node, depth + 1, null));
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
    inside(reader, () => readPacked(reader, node, field, items));
  } else {
    const value = within(`[${items.length}]`, () =>
      readValue(reader, field.value, field.number, depth, undefined),
    );
    if (value === undefined) return false;
    reader.count(1);
    items.push(value);
  }
  if (items.length > 0) node.values[field.slot] = items;
  return true;
}

function readPacked(reader: WireReader, node: MessageNode, field: FieldPlan, items: SingleValue[]): void {
  const read = scalarReader(field.value.scalar!, field.value.strict);
  const { closed } = field.value;
  while (reader.pos < reader.end) {
    const start = reader.pos;
    const value = read(reader);
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
  const entry = inside(reader, () => readKeyAndValue(reader, field, depth));
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
    if (tag === ((1 << 3) | keyPlan.wireType)) key = scalarReader(keyPlan.scalar!, keyPlan.strict)(reader);
    else if (tag === ((2 << 3) | field.value.wireType)) {
      const before = value;
      value = within(`[${JSON.stringify(String(key))}]`, () =>
        readValue(reader, field.value, 2, depth, before),
      );
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

/** Runs `work` with the reader's end at the end of what a length announces. */
function inside<T>(reader: WireReader, work: () => T): T {
  const end = reader.lengthEnd();
  const outer = reader.end;
  reader.end = end;
  const result = work();
  reader.end = outer;
  return result;
}

function within<T>(segment: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof Fault ? error.within(segment) : error;
  }
}
