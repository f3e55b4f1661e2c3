import { RegistryError } from '#libs/errors';
import type { LogicalType } from '#libs/table-model';
import { toJsonCell } from '../json-cell.js';
import type { JsonCell } from '../reading.js';
import type { LedgerBook } from './ledger-book.js';
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
    const cells = columns.map(([name, type], index) => [name, cellOf(type, row[index] ?? null)] as const);
    return Object.fromEntries(cells);
  });
}

function cellOf(type: LogicalType, text: string | null): JsonCell {
  if (text === null) return null;
  switch (type.kind) {
    case 'bool':
      return toJsonCell(type, Number(text));
    case 'bytes':
      return toJsonCell(type, Buffer.from(text, 'hex'));
    case 'float32':
    case 'float64':
      return toJsonCell(type, floatOf(text));
    case 'int32':
    case 'int64':
    case 'timestamp':
    case 'duration':
      return toJsonCell(type, wholeOf(text));
    case 'uint64':
    case 'text':
    case 'json':
    case 'uuid':
      return toJsonCell(type, text);
  }
}

/** Engines say `inf`, `Infinity`, `nan`. */
function floatOf(text: string): number {
  const word = /^(-?)(inf|nan)/i.exec(text);
  if (word === null) return Number(text);
  if (word[2]!.toLowerCase() === 'nan') return NaN;
  return word[1] === '-' ? -Infinity : Infinity;
}

function wholeOf(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}
