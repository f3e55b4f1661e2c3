import type { JsonObject, JsonValue } from '@bufbuild/protobuf';
import type { MessagePair } from '../pair.js';
import type { FieldShape, PlainValue } from '../shape/field-shape.js';
import type { MessageShape } from '../shape/message-shape.js';
import type { Codecs } from './codecs.js';

/** JSON text of a message's bytes as a schema reads them; a JSON string that says why when they have none. */
export function jsonText(codecs: Codecs, shape: MessageShape, bytes: Uint8Array): string {
  return JSON.stringify(jsonOf(codecs, shape, bytes));
}

/**
 * The same, with what an unset field of the pair's message reads as written out: JSON leaves it out, and the difference would
 * not show.
 */
export function jsonTextWithUnset(
  codecs: Codecs,
  shape: MessageShape,
  bytes: Uint8Array,
  pair: MessagePair,
  field: FieldShape,
): string {
  const json = jsonOf(codecs, shape, bytes);
  const holder = holderOf(json, pair);
  if (holder !== null && !Object.hasOwn(holder, jsonKey(field))) holder[jsonKey(field)] = unsetJson(field);
  return JSON.stringify(json);
}

function jsonOf(codecs: Codecs, shape: MessageShape, bytes: Uint8Array): JsonValue {
  const decoded = codecs.of(shape).toJson(bytes);
  return decoded.ok ? decoded.value : `${decoded.reason}: ${decoded.message}`;
}

/** The object of the pair's message in a root's JSON; null when it is not where the writer's names say. */
function holderOf(json: JsonValue, pair: MessagePair): JsonObject | null {
  if (pair.via === null) return isObject(json) ? json : null;
  const parent = holderOf(json, pair.via.within);
  const value = parent?.[jsonKey(pair.via.writer)];
  const inner = Array.isArray(value) ? value[0] : value;
  return inner !== undefined && isObject(inner) ? inner : null;
}

function isObject(json: JsonValue): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function jsonKey(field: FieldShape): string {
  return field.desc.kind === 'extension' ? `[${field.desc.typeName}]` : field.desc.jsonName;
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
