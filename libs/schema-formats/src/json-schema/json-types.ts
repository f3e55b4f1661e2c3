import { isArray, isObject, JsonNumber, type JsonNode } from '../text/json-node.js';
import { sortedJson, writeJson } from '../text/write-json.js';
import { followed, membersOf, within, type Place } from './place.js';

/** The types of values; an integer is also a number. */
export const JSON_TYPES = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'] as const;

/** One of {@link JSON_TYPES}. `number` here means: a number that is no integer. */
export type JsonType = (typeof JSON_TYPES)[number];

const ALL: ReadonlySet<JsonType> = new Set(JSON_TYPES);

/** Of schemas that were asked for; those being asked for have all types, which ends circles. Parsed nodes never change. */
const known = new WeakMap<object, ReadonlySet<JsonType>>();

/** Alternatives of alternatives are followed this far. */
const MAX_DEPTH = 50;

/** The types that values of the schema may have: never fewer than they do have. */
export function typesOf(place: Place, depth = 0): ReadonlySet<JsonType> {
  const found = followed(place);
  if (found === null || !isObject(found.node)) return found?.node === false ? new Set() : ALL;
  const types = known.get(found.node);
  if (types !== undefined) return types;
  if (depth > MAX_DEPTH) return ALL;
  known.set(found.node, ALL);
  const computed = computeTypes(found, depth);
  known.set(found.node, computed);
  return computed;
}

function computeTypes(place: Place, depth: number): ReadonlySet<JsonType> {
  const members = membersOf(place);
  let types = ownTypes(members.get('type'));
  const values = valuesOf(place);
  if (values !== null) types = common(types, new Set(values.map(typeOfValue).flatMap(widened)));
  for (const key of ['anyOf', 'oneOf']) {
    const parts = members.get(key);
    if (isArray(parts))
      types = common(types, new Set(parts.flatMap((part) => [...typesOf(within(place, part), depth + 1)])));
  }
  return types;
}

/** The values that `enum` or `const` allow; null when the schema has neither. */
export function valuesOf(place: Place): readonly JsonNode[] | null {
  const members = membersOf(place);
  const constant = members.get('const');
  if (constant !== undefined) return [constant];
  const values = members.get('enum');
  return isArray(values) ? values : null;
}

const keys = new WeakMap<object, string>();

/** A text that is the same for equal values; but 1 and 1.0 are equal and have two. Made once for each part of a document. */
export function valueKey(value: JsonNode): string {
  if (typeof value !== 'object' || value === null) return writeJson(value);
  const known = keys.get(value) ?? writeJson(sortedJson(value));
  keys.set(value, known);
  return known;
}

/** The types by a schema's word; all when it says none. */
export function ownTypes(type: JsonNode | undefined): ReadonlySet<JsonType> {
  if (type === undefined) return new Set(JSON_TYPES);
  const words = isArray(type) ? type : [type];
  return new Set(words.flatMap((word) => widened(JSON_TYPES.find((known) => known === word) ?? null)));
}

function widened(type: JsonType | null): readonly JsonType[] {
  if (type === null) return [];
  return type === 'number' ? ['number', 'integer'] : [type];
}

function typeOfValue(value: JsonNode): JsonType {
  if (value === null) return 'null';
  if (value instanceof JsonNumber) return value.integral ? 'integer' : 'number';
  if (isArray(value)) return 'array';
  if (isObject(value)) return 'object';
  return typeof value === 'boolean' ? 'boolean' : 'string';
}

function common(one: ReadonlySet<JsonType>, other: ReadonlySet<JsonType>): ReadonlySet<JsonType> {
  return new Set([...one].filter((type) => other.has(type)));
}
