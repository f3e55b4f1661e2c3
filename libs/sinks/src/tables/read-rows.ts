import { RegistryError } from '#libs/errors';
import type { LogicalType } from '#libs/table-model';
import type { JsonCell } from '../reading.js';
import type { LedgerBook } from './ledger-book.js';
import { jsonOfStored, jsonOfText, type StoredValue } from './stored-value.js';
import type { TableStore } from './table-store.js';

/** The rows that arrived last, oldest first. **Throws** TABLE_NOT_FOUND. */
export async function readRows(
  store: TableStore,
  book: LedgerBook,
  table: string,
  limit: number,
): Promise<readonly Readonly<Record<string, JsonCell>>[]> {
  const known = await book.read(table);
  if (known === null) throw new RegistryError('TABLE_NOT_FOUND', { table: table.slice(0, 200) });
  const columns = [...known.types];
  const { dialect } = store;
  const values = columns.map(([name, type]) => store.asText(type, dialect.quote(name)));
  const order = ['ingest_time', 'event_id'].map((name) => `${dialect.quote(name)} DESC`).join(', ');
  const rows = await store.ask(
    `SELECT ${values.join(', ')} FROM ${dialect.quote(table)} ORDER BY ${order} LIMIT ${Math.trunc(limit)}`,
  );
  return rows.toReversed().map((row) => {
    const cells = columns.map(
      ([name, type], index) => [name, cellOf(store, type, row[index] ?? null)] as const,
    );
    return Object.fromEntries(cells);
  });
}

function cellOf({ dialect }: TableStore, type: LogicalType, text: string | null): JsonCell {
  const shape = dialect.shape(type);
  if (shape === null || text === null) return jsonOfText(type, text);
  return jsonOfStored(shape, JSON.parse(text) as StoredValue);
}
