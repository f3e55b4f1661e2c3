import type { LedgerEntry } from './ledger.js';
import { sameClass } from './logical-type.js';
import type { Column } from './table-model.js';

/** How {@link matchEntries} decides. */
export interface MatchPolicy {
  /** Names under which a oneof's case may be found. */
  readonly namesOf: (entry: LedgerEntry) => readonly string[];
  /** Picks one of the unused entries of the column's class, which come in order of creation; undefined for none. */
  readonly choose: (candidates: readonly LedgerEntry[], column: Column) => LedgerEntry | undefined;
}

/**
 * Pairs columns with the entries that hold them; no entry is used twice, and a dropped one never. A field's column is looked up by its number path and
 * class. A oneof has no number: its case is looked up by holder and name, then by holder and lowest member, because the
 * lowest member changes when a member comes or goes. Linear in columns and entries.
 */
export function matchEntries(
  entries: readonly LedgerEntry[],
  columns: readonly Column[],
  policy: MatchPolicy,
): ReadonlyMap<Column, LedgerEntry> {
  const matched = new Map<Column, LedgerEntry>();
  const used = new Set<LedgerEntry>();
  const attempt = (column: Column, candidates: readonly LedgerEntry[] = []): void => {
    const free = candidates.filter((entry) => !used.has(entry) && sameClass(column, entry));
    const entry = free.length === 0 ? undefined : policy.choose(free, column);
    if (entry === undefined) return;
    matched.set(column, entry);
    used.add(entry);
  };
  const live = entries.filter(({ state }) => state !== 'dropped');
  const byOneof = indexBy(live, (entry) => oneofKeys(entry, policy));
  for (const column of columns) {
    if (column.form === 'case') attempt(column, byOneof.get(oneofKey(column.path, column.name)));
  }
  const byKey = indexBy(live, (entry) => [entry.key]);
  for (const column of columns) {
    if (!matched.has(column)) attempt(column, byKey.get(column.key));
  }
  return matched;
}

function oneofKeys(entry: LedgerEntry, policy: MatchPolicy): readonly string[] {
  if (entry.form !== 'case') return [];
  return policy.namesOf(entry).map((name) => oneofKey(entry.path, name));
}

function oneofKey(path: readonly number[], name: string): string {
  return `${path.slice(0, -1).join('.')} ${name}`;
}

function indexBy(
  entries: readonly LedgerEntry[],
  keysOf: (entry: LedgerEntry) => readonly string[],
): ReadonlyMap<string, readonly LedgerEntry[]> {
  const index = new Map<string, LedgerEntry[]>();
  for (const entry of entries) {
    for (const key of keysOf(entry)) {
      const found = index.get(key);
      if (found === undefined) index.set(key, [entry]);
      else found.push(entry);
    }
  }
  return index;
}
