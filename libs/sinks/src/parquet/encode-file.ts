import type { ColumnSource } from 'hyparquet-writer';
import type { Cell } from '#libs/codec';
import { problemOf } from '../problem-of.js';
import type { RowTarget } from '../tables/table-store.js';
import { encodingSchema, parquetColumns, parquetSchema, type ParquetColumn } from './parquet-columns.js';

/** What is used of `hyparquet-writer`. */
export type ParquetWriterLibrary = Pick<typeof import('hyparquet-writer'), 'ByteWriter' | 'ParquetWriter'>;

/** Thrown when a value is none of its column's type; `code` is ERR_VALUE_REFUSED. */
export class ValueRefused extends Error {
  readonly code = 'ERR_VALUE_REFUSED';
}

/** Rows to a row group: a batch is one. */
const GROUP_ROWS = 100_000;

/**
 * Rows as the bytes of one Parquet file. It has all columns that the table has now, so that files of one version of a table are
 * alike; which version that is, is in its metadata. The same rows and ledger give the same bytes. **Throws** {@link ValueRefused}.
 */
export function encodeFile(
  library: ParquetWriterLibrary,
  target: RowTarget,
  rows: readonly (readonly Cell[])[],
): Uint8Array {
  const { ledger } = target;
  const shape = parquetColumns(ledger);
  const bytes = new library.ByteWriter();
  const writer = new library.ParquetWriter({
    writer: bytes,
    schema: encodingSchema(shape),
    createdBy: 'protokoll',
    kvMetadata: [
      { key: 'protokoll.table', value: ledger.table },
      { key: 'protokoll.subject', value: ledger.subject },
      { key: 'protokoll.message', value: ledger.message },
      { key: 'protokoll.table_version', value: String(ledger.tableVersion) },
    ],
  });
  try {
    void writer.write({ columnData: columnsOf(target, shape, rows), rowGroupSize: GROUP_ROWS });
  } catch (cause) {
    throw new ValueRefused(problemOf(cause), { cause });
  }
  writer.schema = parquetSchema(shape);
  void writer.finish();
  return bytes.getBytes();
}

function columnsOf(
  { columns }: RowTarget,
  shape: readonly ParquetColumn[],
  rows: readonly (readonly Cell[])[],
): ColumnSource[] {
  const places = new Map(columns.map((name, index) => [name, index]));
  return shape.map(({ name, value, elements }) => {
    const place = places.get(name);
    const data = place === undefined ? absent(rows.length) : columnOf(rows, place, value);
    // Bounds of documents and of what lies in lists say nothing, and would be as long as they.
    const statistics = elements.length === 1 && elements[0]!.converted_type !== 'JSON';
    // The writer's dictionaries take -0 for 0.
    const hasFloats = elements.some(({ type }) => type === 'FLOAT' || type === 'DOUBLE');
    return { name, data, statistics, ...(hasFloats ? { encoding: 'PLAIN' } : {}) };
  });
}

function absent(count: number): undefined[] {
  return Array.from({ length: count }, () => undefined);
}

function columnOf(
  rows: readonly (readonly Cell[])[],
  place: number,
  value: ParquetColumn['value'],
): unknown[] {
  const data: unknown[] = absent(rows.length);
  // Many neighbours are alike, and to make a value costs more than to compare.
  let last: Cell | undefined;
  let lastValue: unknown;
  for (let index = 0; index < rows.length; index += 1) {
    const cell = rows[index]![place] ?? null;
    if (cell === null) continue;
    if (!Object.is(cell, last)) lastValue = value(cell);
    last = cell;
    data[index] = lastValue;
  }
  return data;
}
