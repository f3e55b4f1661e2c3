import type { Ledger, LedgerEntry } from './ledger.js';

/**
 * Marks columns as dropped that no version from `oldestVersion` on writes: frozen ones whose last version is older. The entries
 * stay, so their ids and names are never given again; a field that comes back gets a new column. `columnIds` narrows it to some
 * of them. The table version grows by 1 when anything is dropped; otherwise the ledger is returned as it is.
 */
export function dropFrozen(ledger: Ledger, oldestVersion: number, columnIds?: readonly number[]): Ledger {
  const wanted = columnIds === undefined ? null : new Set(columnIds);
  const goes = (entry: LedgerEntry): boolean =>
    entry.state === 'frozen' &&
    entry.lastVersion < oldestVersion &&
    (wanted === null || wanted.has(entry.columnId));
  if (!ledger.entries.some(goes)) return ledger;
  const entries = ledger.entries.map((entry): LedgerEntry =>
    goes(entry) ? { ...entry, state: 'dropped' } : entry,
  );
  return { ...ledger, tableVersion: ledger.tableVersion + 1, entries };
}
