import { columnCommentText, typeChangeCost, type Dialect } from '#libs/ddl';
import {
  compareSources,
  grownFields,
  logicalNameOf,
  type Ledger,
  type LedgerEntry,
  type SourceChange,
} from '#libs/table-model';
import type { ChangeKind, PlannedChange } from './plan.js';

/** What happens between two states of a ledger, in the order of the columns, the table first; null before makes the table. */
export function changesBetween(
  dialect: Dialect,
  before: Ledger | null,
  after: Ledger,
): readonly PlannedChange[] {
  if (before === null) return after.entries.filter(isLive).map((entry) => added(dialect, entry));
  const changes: PlannedChange[] = [];
  if (before.message !== after.message) changes.push(change('moved', null, 'T0'));
  if (before.layout?.ttlDays !== after.layout?.ttlDays)
    changes.push(change('expires', null, dialect.expiry?.cost.class ?? 'T0'));
  for (const entry of after.entries) {
    const earlier = before.entries[entry.columnId - 1];
    if (earlier !== undefined) changes.push(...changesOfKnown(dialect, earlier, entry));
    else if (isLive(entry)) changes.push(newColumn(dialect, entry, after));
  }
  return changes;
}

/** True unless the column was taken away. */
export function isLive(entry: LedgerEntry): boolean {
  return entry.state !== 'dropped';
}

/** The column that a new one takes the place of: the newest earlier one of its field number. */
export function replacedBy(entry: LedgerEntry, ledger: Ledger): LedgerEntry | null {
  if (entry.incarnation === 1) return null;
  return (
    ledger.entries.findLast((other) => other.key === entry.key && other.incarnation < entry.incarnation) ??
    null
  );
}

/** What it would cost to take the replaced column to the new one's type; null when the engine can not or the meaning differs. */
export function inPlaceCost(dialect: Dialect, entry: LedgerEntry, ledger: Ledger): PlannedChange['inPlace'] {
  const replaced = replacedBy(entry, ledger);
  // Labels, JSON and cases are text of another meaning.
  const plain = (one: LedgerEntry): boolean => !['enum', 'json', 'case'].includes(one.form);
  if (replaced === null || !isLive(replaced) || !plain(replaced) || !plain(entry)) return null;
  if (logicalNameOf(replaced) !== logicalNameOf(entry)) return null;
  return typeChangeCost(dialect, replaced.type, entry.type);
}

/** What changed about a field without a change of its column; null when a ledger is too old to tell. */
export function sourceChange(earlier: LedgerEntry, entry: LedgerEntry): SourceChange | null {
  if (earlier.source === undefined || entry.source === undefined) return null;
  return compareSources(earlier.source, entry.source);
}

/** Names of the fields that came to be inside of a column, as far as the engine holds it as list, map or struct. */
export function grownInside(dialect: Dialect, earlier: LedgerEntry, entry: LedgerEntry): readonly string[] {
  const [before, after] = [dialect.shape(earlier.type), dialect.shape(entry.type)];
  return before === null || after === null ? [] : grownFields(before, after).map(({ field }) => field.name);
}

function changesOfKnown(
  dialect: Dialect,
  earlier: LedgerEntry,
  entry: LedgerEntry,
): readonly PlannedChange[] {
  const changes: PlannedChange[] = [];
  if (logicalNameOf(earlier) !== logicalNameOf(entry)) changes.push(change('renamed', entry.name, 'T0'));
  if (earlier.state !== entry.state) {
    if (entry.state === 'dropped')
      changes.push(change('dropped', entry.name, dialect.costs.dropColumn.class));
    else changes.push(change(entry.state === 'frozen' ? 'frozen' : 'reactivated', entry.name, 'T0'));
  }
  if (grownInside(dialect, earlier, entry).length > 0)
    changes.push(change('grew', entry.name, dialect.costs.growColumn.class));
  changes.push(...changesOfSource(sourceChange(earlier, entry), entry));
  if (changes.length === 0 && columnCommentText(earlier) !== columnCommentText(entry)) {
    changes.push(change('commented', entry.name, dialect.hasComments ? dialect.costs.comment.class : 'T0'));
  }
  return changes;
}

function changesOfSource(source: SourceChange | null, entry: LedgerEntry): readonly PlannedChange[] {
  if (source === null) return [];
  const happened: readonly (readonly [ChangeKind, boolean])[] = [
    ['redeclared', source.redeclared],
    ['presence', source.presence],
    ['relabeled', source.relabeled.length > 0],
    ['rekeyed', source.keys.length > 0],
  ];
  return happened.filter(([, did]) => did).map(([kind]) => change(kind, entry.name, 'T0'));
}

function newColumn(dialect: Dialect, entry: LedgerEntry, ledger: Ledger): PlannedChange {
  if (entry.incarnation === 1) return added(dialect, entry);
  return { kind: 'replaced', column: entry.name, class: 'T4', inPlace: inPlaceCost(dialect, entry, ledger) };
}

function added(dialect: Dialect, entry: LedgerEntry): PlannedChange {
  return change('added', entry.name, dialect.costs.addColumn.class);
}

function change(kind: ChangeKind, column: string | null, tableClass: PlannedChange['class']): PlannedChange {
  return { kind, column, class: tableClass, inPlace: null };
}
