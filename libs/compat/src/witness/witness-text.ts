import type { JsonObject, JsonValue } from '@bufbuild/protobuf';
import type { EncodingDefinition, End } from '../encodings/define-encoding.js';
import { writeJsonText } from '../json/json-text.js';
import { keyOf } from '../json/keys.js';
import type { MessagePair } from '../pair.js';
import type { FieldShape, PlainValue } from '../shape/field-shape.js';

/** JSON text of what a schema reads; a JSON string that says why when there is none. */
export function jsonText(encoding: EncodingDefinition, reader: End, bytes: Uint8Array): string {
  return writeJsonText(jsonOf(encoding, reader, bytes));
}

/**
 * The same, with what an unset field of the pair's message reads as written out: JSON leaves it out, and the difference would
 * not show.
 */
export function jsonTextWithUnset(
  encoding: EncodingDefinition,
  reader: End,
  bytes: Uint8Array,
  pair: MessagePair,
  field: FieldShape,
): string {
  const json = jsonOf(encoding, reader, bytes);
  const holder = holderOf(json, pair);
  if (holder !== null && !Object.hasOwn(holder, keyOf(field))) holder[keyOf(field)] = unsetJson(field);
  return writeJsonText(json);
}

function jsonOf(encoding: EncodingDefinition, reader: End, bytes: Uint8Array): JsonValue {
  const printed = encoding.print(reader, bytes);
  return printed.ok ? printed.json : printed.problem;
}

/** The object of the pair's message in a root's JSON; null when it is not where the writer's names say. */
function holderOf(json: JsonValue, pair: MessagePair): JsonObject | null {
  if (pair.via === null) return isObject(json) ? json : null;
  const parent = holderOf(json, pair.via.within);
  const value = parent?.[keyOf(pair.via.writer)];
  const inner = Array.isArray(value) ? value[0] : value;
  return inner !== undefined && isObject(inner) ? inner : null;
}

function isObject(json: JsonValue): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function unsetJson(field: FieldShape): JsonValue {
  if (field.repeated) return [];
  const value = field.readsAs;
  return value === null ? null : plainJson(field, value);
}

function plainJson(field: FieldShape, value: PlainValue): JsonValue {
  if (field.type === 'bool') return value !== 0n;
  if (field.enumShape && typeof value === 'bigint') {
    return field.enumShape.namesOf(Number(value))[0] ?? Number(value);
  }
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
