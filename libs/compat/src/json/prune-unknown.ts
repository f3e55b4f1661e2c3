import type { JsonValue } from '@bufbuild/protobuf';
import { VALUE } from '../shape/entry.js';
import type { FieldShape } from '../shape/field-shape.js';
import type { MessageShape } from '../shape/message-shape.js';
import { wellKnownOf } from './well-known.js';

/** A document without the keys that a message, or one in it, does not know. What has another form than its field stays. */
export function pruneUnknown(json: JsonValue, shape: MessageShape): JsonValue {
  if (!isObject(json) || wellKnownOf(shape) !== null) return json;
  const known = Object.entries(json).flatMap(([key, value]): readonly [string, JsonValue][] => {
    const field = shape.fieldByKey(key);
    return field === null ? [] : [[key, pruneField(value, field)]];
  });
  return Object.fromEntries(known);
}

function pruneField(json: JsonValue, field: FieldShape): JsonValue {
  const inner = field.map ? (field.message?.field(VALUE)?.message ?? null) : field.message;
  if (inner === null) return json;
  if (!field.repeated) return pruneUnknown(json, inner);
  if (field.map && isObject(json))
    return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, pruneUnknown(value, inner)]));
  return Array.isArray(json) ? json.map((item) => pruneUnknown(item, inner)) : json;
}

function isObject(json: JsonValue): json is { [key: string]: JsonValue } {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
