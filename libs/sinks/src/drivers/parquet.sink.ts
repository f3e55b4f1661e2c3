/**
 * Rows as Parquet files: `FOLDER/<table>/day=YYYY-MM-DD/<hash>.parquet` by the day of arrival in UTC, a file for each batch and
 * day. A file is written beside its place, synced and renamed, so that it is there as a whole or not at all, and never changes.
 * Its name follows from the ids of its events: a batch that comes again finds its files there. What else is there already is
 * looked for by the ids that footers name. Columns carry the field ids of the ledger; files of older versions lack the columns
 * that came later, and readers join them by name or field id. The ledger lies beside the days, in `_ledger`.
 * Two writers may at once write the same event in two different batches, since nobody orders them: give a folder one writer.
 * Source: https://parquet.apache.org/docs/file-format/, https://github.com/hyparam/hyparquet-writer
 * Known refusals: none beyond the types; NULL in a column that takes none is refused here.
 */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cell } from '#libs/codec';
import { dialectNamed } from '#libs/ddl';
import { RegistryError } from '#libs/errors';
import type { TableSink } from '../contract.js';
import { loadLibrary } from '../load-library.js';
import { encodeFile, type ParquetWriterLibrary } from '../parquet/encode-file.js';
import { EventIndex } from '../parquet/event-index.js';
import { FileLedgerBook } from '../parquet/file-ledger-book.js';
import type { ParquetReaderLibrary } from '../parquet/read-file.js';
import { RecentReader } from '../parquet/read-recent.js';
import { dayFolder, fileName, tableFolder, writeWhole } from '../parquet/table-folder.js';
import { codeOf, problemOf } from '../problem-of.js';
import { openRowSink } from '../tables/table-sink.js';
import type { RowStore, RowTarget, StoreErrorClass } from '../tables/table-store.js';

/** How the folder is opened. */
export interface ParquetSinkOptions {
  /** Milliseconds since 1970. Default: the system's clock. */
  readonly now?: () => number;
}

const DIALECT = dialectNamed('parquet');
/** The schema that files of a table are written with from now on, as the last plan says it. */
const SCHEMA = '_schema.json';
const ARRIVED = 'ingest_time';

/** Opens, or makes, a folder of tables. **Throws** SINK_UNAVAILABLE. */
export async function openParquetSink(folder: string, options: ParquetSinkOptions = {}): Promise<TableSink> {
  const writer = (await loadLibrary('Parquet', 'hyparquet-writer')) as ParquetWriterLibrary;
  const reader = (await loadLibrary('Parquet', 'hyparquet')) as ParquetReaderLibrary;
  try {
    if (!(await stat(folder)).isDirectory())
      throw new RegistryError('SINK_UNAVAILABLE', { problem: `'${folder}' is no folder` });
  } catch (cause) {
    if (cause instanceof RegistryError) throw cause;
    if (codeOf(cause) !== 'ENOENT')
      throw new RegistryError('SINK_UNAVAILABLE', { problem: problemOf(cause) }, { cause });
  }
  const now = options.now ?? Date.now;
  const book = new FileLedgerBook(folder);
  const recent = new RecentReader(reader, folder, book);
  const store = new ParquetStore(folder, writer, reader, now);
  return openRowSink({ store, book, now, read: (table, limit) => recent.read(table, limit) });
}

class ParquetStore implements RowStore {
  readonly dialect = DIALECT;
  readonly takesNul = true;
  readonly refusesNull = false;
  readonly savesParts = false;
  private readonly indexes = new Map<string, EventIndex>();

  constructor(
    private readonly root: string,
    private readonly writer: ParquetWriterLibrary,
    private readonly reader: ParquetReaderLibrary,
    private readonly now: () => number,
  ) {}

  /** A plan's statement is the schema of the files to come. */
  async run(document: string): Promise<void> {
    await writeWhole(join(tableFolder(this.root, tableOf(document)), SCHEMA), document);
  }

  transaction<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  /** Of two migrators one is first to write the ledger: see its book. */
  async lock(): Promise<void> {}

  async insert(target: RowTarget, rows: readonly (readonly Cell[])[]): Promise<number> {
    const { table } = target;
    const indexes = [table, ...(await target.siblings())].map((name) => this.indexOf(name));
    for (const index of indexes) await index.refresh();
    let inserted = 0;
    for (const [day, part] of this.byDay(target, rows)) {
      const ids = part.map((row) => String(row[target.keyIndex]));
      const name = fileName(table, ids);
      // The whole part was dealt with: what it wrote is in this file, what was there before is where it was.
      if (indexes[0]!.has(day, name)) continue;
      const fresh = await freshRows(indexes, part, ids);
      if (fresh.length === 0) continue;
      const path = join(tableFolder(this.root, table), day, name);
      await writeWhole(path, encodeFile(this.writer, target, fresh));
      indexes[0]!.add(
        day,
        name,
        fresh.map((row) => String(row[target.keyIndex])),
      );
      inserted += fresh.length;
    }
    return inserted;
  }

  async columns(table: string): Promise<readonly string[]> {
    const path = join(tableFolder(this.root, table), SCHEMA);
    return columnsOf(await readFile(path, 'utf8').catch(emptyWhenMissing));
  }

  classify(error: unknown): StoreErrorClass {
    return codeOf(error) === 'ERR_VALUE_REFUSED' ? 'UNREPRESENTABLE' : 'TRANSIENT';
  }

  async close(): Promise<void> {}

  private indexOf(table: string): EventIndex {
    let index = this.indexes.get(table);
    if (index === undefined) {
      index = new EventIndex(this.reader, tableFolder(this.root, table), this.now);
      this.indexes.set(table, index);
    }
    return index;
  }

  private byDay(
    { columns }: RowTarget,
    rows: readonly (readonly Cell[])[],
  ): ReadonlyMap<string, (readonly Cell[])[]> {
    const place = columns.indexOf(ARRIVED);
    const days = new Map<string, (readonly Cell[])[]>();
    for (const row of rows) {
      const day = dayFolder(row[place] as number | bigint);
      const part = days.get(day);
      if (part === undefined) days.set(day, [row]);
      else part.push(row);
    }
    return days;
  }
}

async function freshRows(
  indexes: readonly EventIndex[],
  rows: readonly (readonly Cell[])[],
  ids: readonly string[],
): Promise<readonly (readonly Cell[])[]> {
  const there = new Set<string>();
  for (const index of indexes) for (const id of await index.existing(ids)) there.add(id);
  return there.size === 0 ? rows : rows.filter((_, place) => !there.has(ids[place]!));
}

/** A document of the dialect, as far as it is read here. */
interface SchemaDocument {
  readonly schema: {
    readonly fields: readonly { readonly name: string }[];
    readonly metadata: readonly { readonly key: string; readonly value: string }[];
  };
}

function tableOf(document: string): string {
  const { schema } = JSON.parse(document) as SchemaDocument;
  const table = schema.metadata.find(({ key }) => key === 'protokoll.table')?.value;
  if (table === undefined) throw Object.assign(new Error('a schema without a table'), { code: 'NO_TABLE' });
  return table;
}

function columnsOf(document: string): readonly string[] {
  return document === ''
    ? []
    : (JSON.parse(document) as SchemaDocument).schema.fields.map(({ name }) => name);
}

function emptyWhenMissing(error: unknown): string {
  if (codeOf(error) === 'ENOENT') return '';
  throw error;
}
