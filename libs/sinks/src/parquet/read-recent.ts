import { join } from 'node:path';
import { dialectNamed } from '#libs/ddl';
import { RegistryError } from '#libs/errors';
import type { SqliteValue } from '#libs/sqlite';
import type { LogicalType } from '#libs/table-model';
import { toJsonCell } from '../json-cell.js';
import type { RecentRow } from '../reading.js';
import type { LedgerBook } from '../tables/ledger-book.js';
import { jsonOfStored } from '../tables/stored-value.js';
import { storedOf } from './nested-columns.js';
import { ParquetFile, type ParquetReaderLibrary } from './read-file.js';
import { namesIn, tableFolder } from './table-folder.js';

const PARQUET = dialectNamed('parquet');
const ARRIVED = 'ingest_time';
type FoundRow = Readonly<Record<string, unknown>>;

/** Reads a table's files from the newest day on, until it has enough. */
export class RecentReader {
  constructor(
    private readonly library: ParquetReaderLibrary,
    private readonly root: string,
    private readonly book: LedgerBook,
  ) {}

  /** The rows that arrived last, oldest first. **Throws** TABLE_NOT_FOUND. */
  async read(table: string, limit: number): Promise<readonly RecentRow['row'][]> {
    const known = await this.book.read(table);
    if (known === null) throw new RegistryError('TABLE_NOT_FOUND', { table: table.slice(0, 200) });
    const columns = [...known.types];
    const names = columns.map(([name]) => name);
    const found: FoundRow[] = [];
    const folder = tableFolder(this.root, table);
    for (const day of (await namesIn(folder)).filter((name) => name.startsWith('day=')).toReversed()) {
      if (found.length >= limit) break;
      // A day's rows all arrived after those of the day before.
      for (const row of await this.newestOf(join(folder, day), names, limit)) found.push(row);
    }
    return found
      .sort(byArrival)
      .slice(0, Math.max(0, Math.trunc(limit)))
      .toReversed()
      .map((row) => Object.fromEntries(columns.map(([name, type]) => [name, cellOf(type, row[name])])));
  }

  private async newestOf(folder: string, names: readonly string[], limit: number): Promise<FoundRow[]> {
    const files: { path: string; most: bigint }[] = [];
    for (const name of await namesIn(folder)) {
      if (!name.endsWith('.parquet')) continue;
      const path = join(folder, name);
      const range = await ParquetFile.use(this.library, path, (file) => file.range(ARRIVED));
      if (range !== null) files.push({ path, most: BigInt(range.most) });
    }
    files.sort((one, other) => (one.most > other.most ? -1 : 1));
    let rows: FoundRow[] = [];
    for (const { path, most } of files) {
      // Nothing in this file, or in those after it, arrived later than the last row that is wanted.
      const last = rows[limit - 1];
      if (last !== undefined && arrived(last) > most) break;
      const more = await ParquetFile.use(this.library, path, (file) => file.rows(names));
      rows = [...rows, ...more].sort(byArrival).slice(0, limit);
    }
    return rows;
  }
}

const arrived = (row: FoundRow): bigint => row[ARRIVED] as bigint;

/** Latest first; then by id, as the sinks of SQL do. */
function byArrival(one: FoundRow, other: FoundRow): number {
  if (arrived(one) !== arrived(other)) return arrived(one) > arrived(other) ? -1 : 1;
  return String(one['event_id']) > String(other['event_id']) ? -1 : 1;
}

function cellOf(type: LogicalType, value: unknown): ReturnType<typeof toJsonCell> {
  const shape = PARQUET.shape(type);
  if (shape !== null) return jsonOfStored(shape, storedOf(shape, value));
  const cell = value ?? null;
  return toJsonCell(type, (typeof cell === 'boolean' ? Number(cell) : asStored(cell)) as SqliteValue);
}

/** Integers as SQLite gives them, bytes as a Buffer. */
function asStored(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  return value instanceof Uint8Array ? Buffer.from(value) : value;
}
