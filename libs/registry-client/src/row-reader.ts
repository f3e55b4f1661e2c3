import type { Cell, Decoded, RowColumn } from '#libs/codec';
import type { CodecHandle } from './codec-handle.js';

/** The table that rows of a message go into, as its subject's newest version has it. */
export interface RowTable {
  readonly name: string;
  /** Grows with every change of the table. */
  readonly version: number;
  readonly subject: string;
  /** State of the schema's version there: DRAFT, ACTIVE, DEPRECATED, SUNSET or RETIRED. */
  readonly state: string;
  /** Names of the columns that cells stand in, without those of the envelope. */
  readonly columns: readonly string[];
}

/** Reads rows of one message; made once. */
export interface RowReader {
  readonly table: RowTable;
  /** Cells stand in the order of `table.columns`. */
  read(bytes: Uint8Array): Decoded<Cell[]>;
}

/** The reader of a handle's rows; null when its message has no table. */
export function makeRowReader({ codec, table }: CodecHandle): RowReader | null {
  if (table === null) return null;
  const { columns = [] } = table;
  // A form of the future is one that the codec refuses; 'json' reads any value.
  const paths = columns.map(({ path = [], form = 'json' }) => ({ path, form: form as RowColumn['form'] }));
  return {
    table: {
      name: table.table ?? '',
      version: table.tableVersion ?? 0,
      subject: table.subject ?? '',
      state: table.state ?? '',
      columns: columns.map(({ name = '' }) => name),
    },
    read: codec.rowDecoder(paths),
  };
}
