import type { Ledger, LedgerEntry } from '#libs/table-model';

/**
 * A ledger as it is for a database in which columns were dropped: those that `recorded`, the ledger that the database was last
 * brought to, says are dropped are dropped here too, unless a newer version writes them again. The table version counts on from
 * the recorded one. `recorded` null, or one that dropped nothing: the ledger as it is.
 */
export function withDropped(ledger: Ledger, recorded: Ledger | null): Ledger {
  if (recorded === null) return ledger;
  const gone = new Map(
    recorded.entries.filter(({ state }) => state === 'dropped').map((entry) => [entry.columnId, entry]),
  );
  if (gone.size === 0) return ledger;
  const entries = ledger.entries.map((entry): LedgerEntry => {
    const dropped = gone.get(entry.columnId);
    const stays = dropped === undefined || dropped.name !== entry.name || writtenSince(entry, dropped);
    return stays ? entry : { ...entry, state: 'dropped' };
  });
  const grows = ledger.entries.some(
    (entry, index) =>
      index >= recorded.entries.length || (gone.has(entry.columnId) && entries[index] === entry),
  );
  return { ...ledger, entries, tableVersion: recorded.tableVersion + (grows ? 1 : 0) };
}

function writtenSince(entry: LedgerEntry, dropped: LedgerEntry): boolean {
  return entry.lastVersion > dropped.lastVersion;
}
