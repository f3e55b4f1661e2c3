import type { SchemaElement } from 'hyparquet';
import type { Cell } from '#libs/codec';
import type { InsideField } from '#libs/ddl';
import {
  readNested,
  type InnerShape,
  type MapShape,
  type NestedMap,
  type NestedShape,
  type NestedValue,
} from '#libs/table-model';
import type { StoredValue } from '../tables/stored-value.js';
import { LEAVES } from './leaf-columns.js';

/**
 * The elements of a column that holds a list, a map or a struct: its own, then those of what lies inside, each with its field id.
 * Source: https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#nested-types
 */
export function nestedElements(name: string, id: number, { shape, ids }: InsideField): SchemaElement[] {
  return elementsOf({ name, shape, field_id: id, repetition_type: 'OPTIONAL' }, '', ids);
}

interface Place extends Pick<SchemaElement, 'name' | 'field_id' | 'repetition_type'> {
  readonly shape: InnerShape;
}

function elementsOf(
  { shape, ...own }: Place,
  prefix: string,
  ids: ReadonlyMap<string, number>,
): SchemaElement[] {
  const below = (step: string, name: string, inner: InnerShape, isKey = false): SchemaElement[] => {
    const id = ids.get(prefix + step);
    const repetition = isKey ? 'REQUIRED' : 'OPTIONAL';
    const place = { name, shape: inner, repetition_type: repetition } as const;
    return elementsOf(id === undefined ? place : { ...place, field_id: id }, `${prefix}${step}.`, ids);
  };
  const repeated = (name: string, num_children: number): SchemaElement => ({
    name,
    num_children,
    repetition_type: 'REPEATED',
  });
  switch (shape.kind) {
    case 'leaf':
      return [{ ...LEAVES[shape.type.kind].type, ...own }];
    case 'list':
      return [
        { ...own, num_children: 1, converted_type: 'LIST', logical_type: { type: 'LIST' } },
        repeated('list', 1),
        ...below('element', 'element', shape.element),
      ];
    case 'map':
      return [
        { ...own, num_children: 1, converted_type: 'MAP', logical_type: { type: 'MAP' } },
        repeated('key_value', 2),
        ...below('key', 'key', shape.key, true),
        ...below('value', 'value', shape.value),
      ];
    case 'struct':
      return [
        { ...own, num_children: shape.fields.length },
        ...shape.fields.flatMap((field) => below(String(field.number), field.name, field.shape)),
      ];
  }
}

/** Gives the text of a JSON cell to the writer as what lies in it. **Throws** SyntaxError for what is not JSON. */
export function nestedCell(shape: NestedShape): (cell: NonNullable<Cell>) => unknown {
  return (cell) => writtenOf(shape, readNested(shape, String(cell)));
}

function writtenOf(shape: InnerShape, value: NestedValue): unknown {
  if (value === null) return undefined;
  switch (shape.kind) {
    case 'leaf':
      return LEAVES[shape.type.kind].value(value as NonNullable<Cell>);
    case 'list':
      return (value as readonly NestedValue[]).map((element) => writtenOf(shape.element, element));
    case 'map':
      return (value as NestedMap).entries.map(([key, one]) => ({
        key: writtenOf(shape.key, key),
        value: writtenOf(shape.value, one),
      }));
    case 'struct': {
      const parts = value as readonly NestedValue[];
      return Object.fromEntries(
        shape.fields.map((field, index) => [field.name, writtenOf(field.shape, parts[index] ?? null)]),
      );
    }
  }
}

/** What the reader found, with each single value as text. */
export function storedOf(shape: InnerShape, found: unknown): StoredValue {
  if (found === null || found === undefined) return null;
  switch (shape.kind) {
    case 'leaf':
      return leafText(found);
    case 'list':
      return (found as readonly unknown[]).map((element) => storedOf(shape.element, element));
    case 'map':
      return entriesOf(shape, found as FoundMap);
    case 'struct': {
      const fields = found as Readonly<Record<string, unknown>>;
      return shape.fields.map(({ name, shape: inner }) => storedOf(inner, fields[name]));
    }
  }
}

/** Maps are read as the groups that they are: an object of JavaScript would lose keys. */
interface FoundMap {
  readonly key_value: readonly { readonly key: unknown; readonly value: unknown }[];
}

function entriesOf({ key, value }: MapShape, { key_value }: FoundMap): StoredValue {
  return key_value.map((entry) => [storedOf(key, entry.key), storedOf(value, entry.value)]);
}

function leafText(found: unknown): string {
  if (typeof found === 'boolean') return found ? '1' : '0';
  if (found instanceof Uint8Array) return Buffer.from(found).toString('hex');
  return Object.is(found, -0) ? '-0' : String(found);
}
