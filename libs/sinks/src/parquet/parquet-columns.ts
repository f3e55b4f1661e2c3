import type { SchemaElement } from 'hyparquet';
import type { Cell } from '#libs/codec';
import { documentFields } from '#libs/ddl';
import type { Ledger } from '#libs/table-model';
import { LEAVES } from './leaf-columns.js';
import { nestedCell, nestedElements } from './nested-columns.js';

/** A column of a file, and how a codec's cell is given to the writer. */
export interface ParquetColumn {
  readonly name: string;
  /** Its own, then those of what lies inside, as the file has them. */
  readonly elements: readonly SchemaElement[];
  readonly value: (cell: NonNullable<Cell>) => unknown;
}

/** The columns of a table's files: the envelope, then those of the ledger that are not dropped, each with the field id that it keeps. */
export function parquetColumns(ledger: Ledger): readonly ParquetColumn[] {
  return documentFields(ledger, (name) => name).map(({ id, name, kind, required, inside }) => {
    if (inside !== null)
      return { name, elements: nestedElements(name, id, inside), value: nestedCell(inside.shape) };
    const { type, value } = LEAVES[kind];
    const repetition = required ? 'REQUIRED' : 'OPTIONAL';
    return { name, value, elements: [{ ...type, name, field_id: id, repetition_type: repetition }] };
  });
}

/** The schema of a file, its root first. */
export function parquetSchema(columns: readonly ParquetColumn[]): SchemaElement[] {
  return rooted(columns);
}

/** The schema to encode values by: the writer would take the text of JSON for a value, and quote it. */
export function encodingSchema(columns: readonly ParquetColumn[]): SchemaElement[] {
  const plain = (element: SchemaElement): SchemaElement => {
    if (element.converted_type !== 'JSON') return element;
    const { logical_type: _, ...rest } = element;
    return { ...rest, converted_type: 'UTF8' };
  };
  return rooted(columns.map((column) => ({ ...column, elements: column.elements.map(plain) })));
}

function rooted(columns: readonly ParquetColumn[]): SchemaElement[] {
  return [{ name: 'schema', num_children: columns.length }, ...columns.flatMap(({ elements }) => elements)];
}
