import {
  ENVELOPE,
  fitIdentifier,
  logicalNameOf,
  shapeOf,
  type Ledger,
  type LedgerEntry,
  type LogicalKind,
} from '#libs/table-model';
import type { Dialect } from './dialect.js';
import { makeView } from './make-view.js';
import { makeStatement, type Statement } from './statement.js';
import type { SqlWords } from './words.js';

/** Kinds that a column's values may be cast to without a change of meaning, beside their own. */
const WIDER: Readonly<Partial<Record<LogicalKind, readonly LogicalKind[]>>> = {
  int32: ['int64', 'text'],
  int64: ['text'],
  uint64: ['text'],
  float32: ['float64'],
};

/** Name of the view that {@link latestView} makes. */
export function latestViewName(ledger: Ledger): string {
  return fitIdentifier(`${ledger.table}__latest`, ledger.table);
}

/**
 * A view of the table under the names that the newest version uses: a renamed field by its new name, one with several columns
 * by the newest that has a value, labels of enums by their newest names, frozen fields left out. None in dialects of documents. Engines that can not replace a view get
 * it dropped first.
 */
export function latestView(dialect: Dialect, ledger: Ledger): readonly Statement[] {
  const { words } = dialect;
  if (words === null) return [];
  const select = latestSelect(dialect, words, ledger, dialect.quote(ledger.table));
  return makeView(dialect, words, latestViewName(ledger), select);
}

/** Drops the view, if it is there: some engines refuse to drop a column that one uses. None in dialects of documents. */
export function dropLatestView(dialect: Dialect, ledger: Ledger): readonly Statement[] {
  if (dialect.words === null) return [];
  const sql = `DROP VIEW IF EXISTS ${dialect.quote(latestViewName(ledger))}`;
  return [makeStatement(dialect, 'createView', sql, { undo: null })];
}

/** The query of {@link latestView}, from the table or whatever stands for it. */
export function latestSelect(dialect: Dialect, words: SqlWords, ledger: Ledger, from: string): string {
  const envelope = ENVELOPE.map(({ name }) => dialect.quote(name));
  const active = ledger.entries.filter(({ state }) => state === 'active');
  const columns = active.map((entry) => {
    const name = dialect.quote(logicalNameOf(entry));
    const value = valueOf(dialect, words, ledger, entry);
    return value === name ? name : `${value} AS ${name}`;
  });
  const lines = [...envelope, ...columns].map((column) => `  ${column}`).join(',\n');
  return `SELECT\n${lines}\nFROM ${from}`;
}

function valueOf(dialect: Dialect, words: SqlWords, ledger: Ledger, entry: LedgerEntry): string {
  const name = logicalNameOf(entry);
  // A number that was given another name means something else: its older columns are not the same field.
  const older = ledger.entries.filter(
    (other) => other.state === 'frozen' && logicalNameOf(other) === name && holds(entry, other),
  );
  const values = [entry, ...older.toReversed()].map((other) => {
    const quoted = relabeledValue(dialect, other);
    if (other.type.kind === entry.type.kind) return quoted;
    return words.cast(quoted, dialect.columnType({ type: entry.type, form: null, nullable: true }));
  });
  return values.length === 1 ? values[0]! : `COALESCE(${values.join(', ')})`;
}

// Rows of earlier versions hold the earlier names of labels. A name that means another number now is left alone.
function relabeledValue(dialect: Dialect, entry: LedgerEntry): string {
  const column = dialect.quote(entry.name);
  const labels = entry.source?.labels ?? [];
  const taken = new Set(labels.map(({ name }) => name));
  const current = new Map(labels.map(({ number, name }) => [number, name]));
  const earlier = new Map<string, string>();
  for (const { number, before } of entry.relabeled ?? []) {
    const now = current.get(number);
    if (now !== undefined && !taken.has(before)) earlier.set(before, now);
  }
  if (earlier.size === 0) return column;
  const cases = [...earlier].map(([before, now]) => `WHEN ${dialect.text(before)} THEN ${dialect.text(now)}`);
  return `CASE ${column} ${cases.join(' ')} ELSE ${column} END`;
}

function holds(entry: LedgerEntry, other: LedgerEntry): boolean {
  const [to, from] = [entry.type.kind, other.type.kind];
  // Lists, maps and structs of other things inside were given columns of their own because they can not be one.
  if (shapeOf(entry.type) !== undefined || shapeOf(other.type) !== undefined) return false;
  return to === from || (WIDER[from]?.includes(to) ?? false);
}
