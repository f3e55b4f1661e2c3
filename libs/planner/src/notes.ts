import { logicalNameOf, type Ledger, type LedgerEntry } from '#libs/table-model';

/** What happened to the table's columns between two states, a sentence each, in the order of the columns. */
export function describeChanges(before: Ledger | null, after: Ledger): readonly string[] {
  const known = before?.entries ?? [];
  const notes: string[] = [];
  if (before !== null && before.message !== after.message) {
    notes.push(
      `Message ${before.message} is now ${after.message}; table '${after.table}' goes on under its name.`,
    );
  }
  for (const entry of after.entries) {
    const earlier = known[entry.columnId - 1];
    if (earlier !== undefined) notes.push(...describeKnown(earlier, entry));
    else notes.push(...describeNew(entry, after));
  }
  return notes;
}

/** Why a plan that would lead back does nothing. */
export function describeStep(before: Ledger, after: Ledger): string {
  return (
    `Table '${before.table}' is at table version ${before.tableVersion} (schema version ${before.schemaVersion}), ` +
    `newer than ${after.tableVersion} (${after.schemaVersion}). Nothing is done: the newer table takes rows of older versions.`
  );
}

function describeKnown(earlier: LedgerEntry, entry: LedgerEntry): readonly string[] {
  const notes: string[] = [];
  const name = logicalNameOf(entry);
  if (logicalNameOf(earlier) !== name) {
    notes.push(`'${logicalNameOf(earlier)}' is now '${name}'; its column stays '${entry.name}'.`);
  }
  if (earlier.state === entry.state) return notes;
  if (entry.state === 'frozen') {
    notes.push(
      `Column '${entry.name}' is frozen with its data; version ${entry.lastVersion} was the last to have '${name}' like that.`,
    );
  } else {
    notes.push(`'${name}' is back; column '${entry.name}' is written again.`);
  }
  return notes;
}

function describeNew(entry: LedgerEntry, ledger: Ledger): readonly string[] {
  const notes: string[] = [];
  const name = logicalNameOf(entry);
  if (entry.incarnation > 1) {
    const previous = ledger.entries.findLast(
      (other) => other.key === entry.key && other.incarnation < entry.incarnation,
    );
    const beside = previous === undefined ? '' : ` beside '${previous.name}'`;
    notes.push(
      `Field number ${entry.key} has another type or meaning since version ${entry.introducedVersion}: new column '${entry.name}'${beside}.`,
    );
  } else if (entry.name !== name) {
    notes.push(`Field '${name}' (${entry.key}) has column '${entry.name}'.`);
  }
  if (entry.state === 'frozen') {
    notes.push(`Column '${entry.name}' is for writers up to version ${entry.lastVersion} only.`);
  }
  return notes;
}
