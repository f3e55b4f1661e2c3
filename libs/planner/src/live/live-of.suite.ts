import { keyColumns, type Dialect } from '#libs/ddl';
import { ENVELOPE, type Ledger } from '#libs/table-model';
import type { LiveColumn, LiveTable } from './live-table.js';
import { liveType } from './live-type.js';

/** The live table that a ledger's plan makes, for specs that then change it. */
export function liveOf(dialect: Dialect, ledger: Ledger, change: Partial<LiveTable> = {}): LiveTable {
  const envelope = ENVELOPE.map(({ name, type, nullable }): LiveColumn => {
    const words = liveType(dialect, { type, form: null, nullable });
    return { name, type: words, nullable, hasDefault: false };
  });
  const own = ledger.entries
    .filter(({ state }) => state !== 'dropped')
    .map(({ name, type, form }): LiveColumn => {
      const words = liveType(dialect, { type, form, nullable: true });
      return { name, type: words, nullable: true, hasDefault: false };
    });
  const index = { name: 'i', unique: false, partial: false, columns: ['ingest_time'] };
  return {
    table: ledger.table,
    kind: 'table',
    columns: [...envelope, ...own],
    key: keyColumns(dialect, ledger),
    indexes: [index],
    ...change,
  };
}

/** The same table with one column changed, or taken away by null. */
export function withColumn(live: LiveTable, name: string, change: Partial<LiveColumn> | null): LiveTable {
  const columns = live.columns.flatMap((column) => {
    if (column.name !== name) return [column];
    return change === null ? [] : [{ ...column, ...change }];
  });
  return { ...live, columns };
}
