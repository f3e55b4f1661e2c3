import { base64Decode } from '@bufbuild/protobuf/wire';
import type { Cell } from '#libs/codec';
import type { InnerShape, LeafShape, MapShape, NestedShape, StructField } from './nested-shape.js';

/**
 * A value of a shape: of a leaf its cell, in the form that the leaf names; of a list its elements; of a struct its fields in the
 * shape's order, null for what is not set; of a map its entries. An array is a list or a struct, which only the shape tells.
 */
export type NestedValue = Cell | readonly NestedValue[] | NestedMap;

/** A map's entries, in the order of the text. */
export interface NestedMap {
  readonly entries: readonly (readonly [key: Cell, value: NestedValue])[];
}

/** Takes the text of a JSON cell apart by the shape of its column. Linear. **Throws** SyntaxError for what is not JSON. */
export function readNested(shape: NestedShape, text: string): NestedValue {
  return innerValue(shape, JSON.parse(text) as unknown);
}

function innerValue(shape: InnerShape, json: unknown): NestedValue {
  if (shape.kind === 'leaf') return leafValue(shape, json);
  if (json === null || json === undefined) return null;
  switch (shape.kind) {
    case 'list':
      return Array.isArray(json) ? json.map((element) => innerValue(shape.element, element)) : [];
    case 'map':
      return mapValue(shape, json);
    case 'struct':
      return shape.fields.map((field) => fieldValue(field, json as Readonly<Record<string, unknown>>));
  }
}

function mapValue({ key, value }: MapShape, json: unknown): NestedMap {
  const entries = Object.entries(json as Readonly<Record<string, unknown>>);
  return { entries: entries.map(([name, one]) => [keyValue(key, name), innerValue(value, one)] as const) };
}

function keyValue(shape: LeafShape, text: string): Cell {
  return leafValue(shape, shape.form === 'bool' ? text === 'true' : text);
}

function fieldValue(
  { keys, shape, absent }: StructField,
  json: Readonly<Record<string, unknown>>,
): NestedValue {
  for (const key of keys) if (Object.hasOwn(json, key)) return innerValue(shape, json[key]);
  if (shape.kind === 'list') return [];
  if (shape.kind === 'map') return { entries: [] };
  return absent === undefined ? null : innerValue(shape, absent);
}

function leafValue({ form }: LeafShape, json: unknown): Cell {
  // Within JSON null is a value; anywhere else it says that there is none.
  if (form === 'json') return json === undefined ? null : JSON.stringify(json);
  if (json === null || json === undefined) return null;
  switch (form) {
    case 'int':
    case 'uint64':
      return wholeOf(String(json));
    case 'float':
      return Number(json);
    case 'bool':
      return json === true;
    case 'presence':
      return true;
    case 'bytes':
      return base64Decode(String(json));
    case 'timestamp':
      return timestampOf(String(json));
    case 'duration':
      return durationOf(String(json));
    case 'text':
    case 'enum':
    case 'case':
      return String(json);
  }
}

function wholeOf(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}

// The codec writes `…Z` with 0, 3, 6 or 9 digits, and microseconds are floored.
function timestampOf(text: string): number | bigint {
  const [whole, fraction = ''] = text.slice(0, -1).split('.');
  const micros = BigInt(Date.parse(`${whole}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
  return wholeOf(micros.toString());
}

function durationOf(text: string): number | bigint {
  const negative = text.startsWith('-');
  const [whole = '0', fraction = ''] = text.slice(negative ? 1 : 0, -1).split('.');
  const nanos = BigInt(whole) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0').slice(0, 9));
  const micros = negative ? -((nanos + 999n) / 1000n) : nanos / 1000n;
  return wholeOf(micros.toString());
}
