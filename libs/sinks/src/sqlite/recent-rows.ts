import { RegistryError } from '#libs/errors';
import type { SqliteRow } from '#libs/sqlite';
import type { Page, RecentQuery, RecentRow } from '../reading.js';
import { toJsonCell } from '../json-cell.js';
import type { Statements } from './statements.js';
import { typesOf, type KnownTable } from '../tables/known-table.js';
import { DIALECT } from './table-book.js';

/** Name under which a row's id is read beside its columns. */
const ROW_ID = '#row id';
/** SQLite's names for it; a column of the same name hides one of them. */
const ROW_ID_NAMES = ['rowid', '_rowid_', 'oid'];

/** Row id of the last row that is known, by table. */
type Position = Map<string, number>;

interface Heap {
  readonly table: KnownTable;
  readonly rows: readonly SqliteRow[];
  taken: number;
}

/** The newest rows, or those that came since a cursor; oldest first. Of one table rows never overtake each other. */
export function readRecent(
  statements: Statements,
  tables: readonly KnownTable[],
  { after, limit }: RecentQuery,
): Page<RecentRow> {
  const position = after === null ? new Map<string, number>() : parseCursor(after);
  const newest = after === null;
  const heaps = tables.map((table): Heap => {
    const since = newest ? null : (position.get(table.ledger.table) ?? 0);
    return { table, rows: readHeap(statements, table, since, limit), taken: 0 };
  });
  const rows = merge(heaps, limit, newest ? 'newest' : 'oldest');
  for (const heap of heaps) note(position, heap, newest);
  return { items: newest ? rows.reverse() : rows, next: cursorOf(position) };
}

function readHeap(
  statements: Statements,
  table: KnownTable,
  since: number | null,
  limit: number,
): SqliteRow[] {
  const name = DIALECT.quote(table.ledger.table);
  const columns = [...table.types.keys()].map((column) => DIALECT.quote(column)).join(', ');
  const id = rowIdName(table);
  const select = `SELECT ${columns}, ${id} AS "${ROW_ID}" FROM ${name}`;
  if (since === null) return statements.of(`${select} ORDER BY ${id} DESC LIMIT ?`).all(limit);
  return statements.of(`${select} WHERE ${id} > ? ORDER BY ${id} LIMIT ?`).all(since, limit);
}

function rowIdName({ ledger, types }: KnownTable): string {
  const taken = new Set([...types.keys()].map((name) => name.toLowerCase()));
  const free = ROW_ID_NAMES.find((name) => !taken.has(name));
  if (free !== undefined) return free;
  const problem = `Table '${ledger.table}' has columns ${ROW_ID_NAMES.join(', ')}; its rows can not be listed.`;
  throw new RegistryError('BAD_REQUEST', { problem });
}

/** Takes from the heaps, each in its own order, always the head that is next by ingest time. */
function merge(heaps: readonly Heap[], limit: number, order: 'newest' | 'oldest'): RecentRow[] {
  const rows: RecentRow[] = [];
  const sign = order === 'newest' ? -1 : 1;
  while (rows.length < limit) {
    let best: Heap | null = null;
    for (const heap of heaps) {
      if (heap.taken === heap.rows.length) continue;
      if (best === null || sign * (ingestOf(heap) - ingestOf(best)) < 0) best = heap;
    }
    if (best === null) break;
    rows.push(toRecentRow(best.table, best.rows[best.taken]!));
    best.taken += 1;
  }
  return rows;
}

function ingestOf(heap: Heap): number {
  return Number(heap.rows[heap.taken]?.['ingest_time'] ?? 0);
}

function toRecentRow({ ledger, types }: KnownTable, row: SqliteRow): RecentRow {
  const cells = [...types].map(([name, type]) => [name, toJsonCell(type, row[name] ?? null)]);
  return { table: ledger.table, row: Object.fromEntries(cells) };
}

/** Where to go on: after the newest row there is, or after the last one that was taken. */
function note(position: Position, heap: Heap, newest: boolean): void {
  const last = newest ? heap.rows[0] : heap.rows[heap.taken - 1];
  if (last !== undefined) position.set(heap.table.ledger.table, Number(last[ROW_ID]));
}

function cursorOf(position: Position): string {
  return Buffer.from(JSON.stringify([...position])).toString('base64url');
}

function parseCursor(cursor: string): Position {
  try {
    const entries: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(entries) && entries.every(isEntry)) return new Map(entries);
  } catch {
    // Answered below like every other text that is no cursor.
  }
  throw new RegistryError('BAD_CURSOR', { cursor: cursor.slice(0, 80) });
}

function isEntry(entry: unknown): entry is [string, number] {
  return Array.isArray(entry) && typeof entry[0] === 'string' && Number.isSafeInteger(entry[1]);
}

/** The tables that a query is about. **Throws** TABLE_NOT_FOUND. */
export function chosenTables(
  tables: ReadonlyMap<string, KnownTable>,
  name: string | null,
): readonly KnownTable[] {
  if (name === null) return [...tables.values()];
  const table = tables.get(name);
  if (table === undefined) throw new RegistryError('TABLE_NOT_FOUND', { table: name.slice(0, 200) });
  return [table];
}

/** A ledger as the readers need it. */
export function knownTable(ledger: KnownTable['ledger']): KnownTable {
  return { ledger, types: typesOf(ledger) };
}
