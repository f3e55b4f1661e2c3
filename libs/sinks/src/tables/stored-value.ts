import type { InnerShape, LogicalType, MapShape, StructField, StructShape } from '#libs/table-model';
import { toJsonCell } from '../json-cell.js';
import type { JsonCell } from '../reading.js';

/**
 * What an engine says of a list, map or struct, each single value being text as `TableStore.asText` has it: a list's elements, a
 * map's entries as pairs, a struct's fields in the order of its shape.
 */
export type StoredValue = string | null | readonly StoredValue[];

/** A single value that was read as text, as JSON. */
export function jsonOfText(type: LogicalType, text: string | null): JsonCell {
  if (text === null) return null;
  switch (type.kind) {
    case 'bool':
      return toJsonCell(type, Number(text));
    case 'bytes':
      return toJsonCell(type, Buffer.from(text, 'hex'));
    case 'float32':
    case 'float64':
      return toJsonCell(type, floatOf(text));
    case 'int32':
    case 'int64':
    case 'timestamp':
    case 'duration':
      return toJsonCell(type, wholeOf(text));
    case 'uint64':
    case 'text':
    case 'json':
    case 'uuid':
      return toJsonCell(type, text);
  }
}

/**
 * A list, map or struct as JSON under the newest keys of its fields; what ProtoJSON would leave out is left out. Single values are
 * as in columns: integers are numbers where these hold them. Linear.
 */
export function jsonOfStored(shape: InnerShape, stored: StoredValue): JsonCell {
  if (stored === null) return null;
  if (shape.kind === 'leaf') return jsonOfText(shape.type, stored as string);
  const parts = stored as readonly StoredValue[];
  switch (shape.kind) {
    case 'list':
      return parts.map((element) => jsonOfStored(shape.element, element));
    case 'map':
      return Object.fromEntries(parts.map((entry) => entryOf(shape, entry as readonly StoredValue[])));
    case 'struct':
      return structOf(shape, parts);
  }
}

function entryOf({ key, value }: MapShape, [name, one]: readonly StoredValue[]): readonly [string, JsonCell] {
  return [String(jsonOfStored(key, name ?? null)), jsonOfStored(value, one ?? null)];
}

function structOf({ fields }: StructShape, parts: readonly StoredValue[]): JsonCell {
  const values = fields.map(
    (field, index) => [field, jsonOfStored(field.shape, parts[index] ?? null)] as const,
  );
  const said = values.filter(([field, value]) => !isLeftOut(field, value));
  return Object.fromEntries(said.map(([{ keys }, value]) => [keys.at(-1)!, value]));
}

function isLeftOut({ shape, absent }: StructField, value: JsonCell): boolean {
  if (value === null) return true;
  if (shape.kind === 'list' || shape.kind === 'map') return Object.keys(value).length === 0;
  return absent !== undefined && !Object.is(value, -0) && String(value) === String(absent);
}

/** Engines say `inf`, `Infinity`, `nan`. */
function floatOf(text: string): number {
  const word = /^(-?)(inf|nan)/i.exec(text);
  if (word === null) return Number(text);
  if (word[2]!.toLowerCase() === 'nan') return NaN;
  return word[1] === '-' ? -Infinity : Infinity;
}

function wholeOf(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}
