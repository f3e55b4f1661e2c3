import { create, setExtension, type Message, type UnknownField } from '@bufbuild/protobuf';
import { readsAs } from '../shape/reads-as.js';
import type { FieldShape, PlainValue } from '../shape/field-shape.js';
import type { MessageShape } from '../shape/message-shape.js';
import { toLocal } from './local-message.js';
import { hasRawText, rawEntryField, rawTextField } from './raw-text.js';
import { isList, isRawText, isTree, type Tree, type TreeValue } from './tree.js';

type Fields = Record<string, unknown>;

/**
 * Makes a protobuf-es message of a tree. Text that is not UTF-8, which a string can't hold, goes in as a field that is passed
 * on as it came. **Throws** when a value is not of its field's type.
 */
export function toMessage(shape: MessageShape, tree: Tree): Message {
  const message = create(shape.desc);
  for (const field of shape.fields.values()) {
    const value = tree.get(field.number);
    if (value === undefined) continue;
    const [plain, raw] = splitRaw(field, value);
    if (plain !== undefined) setField(message, field, plain);
    if (raw.length > 0) passOn(message, raw);
  }
  return message;
}

/** Adds fields that a message does not know, as if it had read them. */
export function passOn(message: Message, fields: readonly UnknownField[]): void {
  message.$unknown = [...(message.$unknown ?? []), ...fields];
}

function splitRaw(
  field: FieldShape,
  value: TreeValue,
): readonly [TreeValue | undefined, readonly UnknownField[]] {
  if (isRawText(value)) {
    // The codec wants a required field set; of two values on the wire the last counts.
    return [field.presence === 'required' ? '' : undefined, [rawTextField(field.number, value)]];
  }
  if (!isList(value)) return [value, []];
  const raw = value.flatMap((item) => {
    if (isRawText(item)) return [rawTextField(field.number, item)];
    if (!field.message?.map || !hasRawText(item)) return [];
    return [rawEntryField(field.number, field.message, item, toMessage)];
  });
  if (raw.length === 0) return [value, raw];
  return [value.filter((item) => !isRawText(item) && !hasRawText(item)), raw];
}

function setField(message: Message, field: FieldShape, value: TreeValue): void {
  const { desc } = field;
  const runtime = field.map ? mapOf(field, value) : runtimeOf(field, value);
  if (desc.kind === 'extension') setExtension(message, desc, runtime as never);
  else if (desc.oneof)
    (message as Fields & Message)[desc.oneof.localName] = { case: desc.localName, value: runtime };
  else (message as Fields & Message)[desc.localName] = runtime;
}

function runtimeOf(field: FieldShape, value: TreeValue): unknown {
  if (isList(value)) return value.map((item) => oneOf(field, item));
  return oneOf(field, value);
}

function oneOf(field: FieldShape, value: TreeValue): unknown {
  if (isTree(value)) {
    if (field.message === null) throw new TypeError(`${field.name} is no message`);
    return toLocal(field, field.message, toMessage(field.message, value));
  }
  return scalarOf(field, value as PlainValue);
}

function scalarOf(field: FieldShape, value: PlainValue): unknown {
  if (typeof value !== 'bigint') return value;
  switch (field.type) {
    case 'bool':
      return value !== 0n;
    case 'int64':
    case 'uint64':
    case 'sint64':
    case 'fixed64':
    case 'sfixed64':
      return 'longAsString' in field.desc && field.desc.longAsString ? value.toString() : value;
    default:
      return Number(value);
  }
}

function mapOf(field: FieldShape, value: TreeValue): Fields {
  const [key, item] = field.message ? [...field.message.fields.values()] : [];
  const entries: Fields = {};
  if (!key || !item || !isList(value)) return entries;
  for (const entry of value) {
    if (!isTree(entry)) continue;
    const property = String(scalarOf(key, (entry.get(key.number) ?? key.readsAs ?? '') as PlainValue));
    entries[property] = oneOf(item, entry.get(item.number) ?? zeroOf(item));
  }
  return entries;
}

function zeroOf(field: FieldShape): TreeValue {
  return readsAs(field.type, field.enumShape) ?? new Map<number, TreeValue>();
}
