import type { DescField, DescMessage, JsonValue } from '@bufbuild/protobuf';
import { joinPath } from '../fault.js';

/** A key that no field has. */
export interface UnknownKey {
  readonly path: string | null;
  readonly key: string;
  /** The field that may have been meant; null when none is near. */
  readonly meant: string | null;
}

const WELL_KNOWN = /^google\.protobuf\./;

/** The first key, in the order of the document, that no field has; null when there is none. Well-known types are left to the parser. */
export function findUnknownKey(
  desc: DescMessage,
  json: JsonValue,
  path: readonly string[] = [],
): UnknownKey | null {
  if (typeof json !== 'object' || json === null || Array.isArray(json) || WELL_KNOWN.test(desc.typeName))
    return null;
  for (const key of Object.keys(json)) {
    const field = desc.fields.find((one) => one.jsonName === key || one.name === key);
    if (field === undefined) {
      // An extension's key; whether it is known is the parser's to say.
      if (key.startsWith('[')) continue;
      return { path: path.length === 0 ? null : joinPath(path), key, meant: nearest(desc, key) };
    }
    const inner = findInField(field, json[key] ?? null, [...path, key]);
    if (inner !== null) return inner;
  }
  return null;
}

function findInField(field: DescField, value: JsonValue, path: readonly string[]): UnknownKey | null {
  if (field.message === undefined) return null;
  if (field.fieldKind === 'message') return findUnknownKey(field.message, value, path);
  const items = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  for (const [index, item] of items) {
    const found = findUnknownKey(field.message, item, [
      ...path,
      `[${field.fieldKind === 'list' ? index : JSON.stringify(index)}]`,
    ]);
    if (found !== null) return found;
  }
  return null;
}

function nearest(desc: DescMessage, key: string): string | null {
  const wanted = fold(key);
  let best: { name: string; distance: number } | null = null;
  for (const field of desc.fields) {
    const distance = editDistance(wanted, fold(field.name));
    if (best === null || distance < best.distance) best = { name: field.jsonName, distance };
  }
  return best !== null && best.distance <= Math.max(1, Math.floor(wanted.length / 3)) ? best.name : null;
}

/** `eventType`, `event_type` and `EventType` are one name to a person. */
function fold(name: string): string {
  return name.replaceAll('_', '').toLowerCase().slice(0, 64);
}

function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[other.length]!;
}
