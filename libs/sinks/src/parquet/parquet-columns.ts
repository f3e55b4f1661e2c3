import type { SchemaElement } from 'hyparquet';
import type { Cell } from '#libs/codec';
import { documentFields } from '#libs/ddl';
import type { Ledger, LogicalKind } from '#libs/table-model';

/** A column of a file, and how a codec's cell is given to the writer. */
export interface ParquetColumn {
  readonly name: string;
  readonly element: SchemaElement;
  readonly value: (cell: NonNullable<Cell>) => unknown;
}

interface Shape {
  readonly type: Partial<SchemaElement>;
  readonly value: ParquetColumn['value'];
}

const whole = (cell: NonNullable<Cell>): bigint => BigInt(cell as number | bigint);
const same = (cell: NonNullable<Cell>): Cell => cell;
const bytesOf = (cell: NonNullable<Cell>): Uint8Array => cell as Uint8Array;

/** Bytes of a UUID's text. */
function uuidBytes(cell: NonNullable<Cell>): Uint8Array {
  return Buffer.from(String(cell).replaceAll('-', ''), 'hex');
}

/** Source: https://github.com/apache/parquet-format/blob/master/LogicalTypes.md; the older annotations are for older readers. */
const SHAPES: Readonly<Record<LogicalKind, Shape>> = {
  int32: { type: { type: 'INT32' }, value: Number },
  int64: { type: { type: 'INT64' }, value: whole },
  duration: { type: { type: 'INT64' }, value: whole },
  // Without the newer annotation: the writer spells its width in 32 bits where the format has 8, and strict readers refuse the file.
  uint64: { type: { type: 'INT64', converted_type: 'UINT_64' }, value: whole },
  float32: { type: { type: 'FLOAT' }, value: same },
  float64: { type: { type: 'DOUBLE' }, value: same },
  bool: { type: { type: 'BOOLEAN' }, value: same },
  text: {
    type: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
    value: same,
  },
  bytes: { type: { type: 'BYTE_ARRAY' }, value: bytesOf },
  timestamp: {
    type: {
      type: 'INT64',
      converted_type: 'TIMESTAMP_MICROS',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
    },
    value: whole,
  },
  json: { type: { type: 'BYTE_ARRAY', converted_type: 'JSON', logical_type: { type: 'JSON' } }, value: same },
  uuid: {
    type: { type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16, logical_type: { type: 'UUID' } },
    value: uuidBytes,
  },
};

/** The columns of a table's files: the envelope, then those of the ledger that are not dropped, each with the field id that it keeps. */
export function parquetColumns(ledger: Ledger): readonly ParquetColumn[] {
  return documentFields(ledger, (name) => name).map(({ id, name, kind, required }) => {
    const { type, value } = SHAPES[kind];
    const repetition = required ? 'REQUIRED' : 'OPTIONAL';
    return { name, value, element: { ...type, name, field_id: id, repetition_type: repetition } };
  });
}

/** The schema of a file, its root first. */
export function parquetSchema(columns: readonly ParquetColumn[]): SchemaElement[] {
  return rooted(columns.map(({ element }) => element));
}

/** The schema to encode values by: the writer would take the text of JSON for a value, and quote it. */
export function encodingSchema(columns: readonly ParquetColumn[]): SchemaElement[] {
  return rooted(
    columns.map(({ element }) => {
      if (element.converted_type !== 'JSON') return element;
      const { logical_type: _, ...rest } = element;
      return { ...rest, converted_type: 'UTF8' };
    }),
  );
}

function rooted(elements: readonly SchemaElement[]): SchemaElement[] {
  return [{ name: 'schema', num_children: elements.length }, ...elements];
}
