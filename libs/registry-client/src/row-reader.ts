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

const FORMS: ReadonlySet<string> = new Set<RowColumn['form']>([
  'int',
  'uint64',
  'float',
  'bool',
  'text',
  'bytes',
  'enum',
  'timestamp',
  'duration',
  'json',
  'presence',
  'case',
]);

/** The reader of a handle's rows. Null when its message has no table; a text that says why a table of the future can not be read. */
export function makeRowReader({ codec, table }: CodecHandle): RowReader | string | null {
  if (table === null) return null;
  const { columns = [] } = table;
  const strange = columns.find(({ form = '' }) => !isForm(form));
  if (strange !== undefined)
    return `column '${strange.name ?? ''}' has the form '${strange.form ?? ''}', which this release does not read`;
  const paths = columns.flatMap(({ path = [], form = '' }) => (isForm(form) ? [{ path, form }] : []));
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

function isForm(form: string): form is RowColumn['form'] {
  return FORMS.has(form);
}
