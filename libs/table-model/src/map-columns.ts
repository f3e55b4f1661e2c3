import type { RowColumn } from '#libs/codec';
import { logicalNameAt, type Ledger, type LedgerEntry } from './ledger.js';
import { matchEntries, type MatchPolicy } from './match-entries.js';
import type { Column, TableModel } from './table-model.js';

/** A physical column and where in a message its cells come from. */
export interface MappedColumn {
  /** Physical name. */
  readonly name: string;
  readonly column: RowColumn;
}

/**
 * The columns that a row written by one version fills, in the order of the table; the envelope is not among them. The ledger
 * may be newer than the model: old writers go on sending after the table moved on, and land in the incarnation that was made
 * for their type. A column that the ledger does not know (its version was never advanced) is left out.
 *
 * `version` is the version of the model; with it the answer is exact. Without it a number that was reused twice under one name is
 * taken for its newest incarnation, and the case of a oneof whose name moved to another oneof may be missing.
 */
export function mapColumns(ledger: Ledger, model: TableModel, version?: number): readonly MappedColumn[] {
  const matched = matchEntries(ledger.entries, model.columns, policyFor(version));
  return [...matched]
    .sort(([, one], [, other]) => one.columnId - other.columnId)
    .map(([{ path, form }, { name }]) => ({ name, column: { path, form } }));
}

function policyFor(version: number | undefined): MatchPolicy {
  if (version === undefined) return { namesOf: allNames, choose: chooseLikely };
  return {
    namesOf: (entry) => [logicalNameAt(entry, version) ?? ''],
    choose: (candidates, column) =>
      candidates.find((entry) => livedAt(entry, version) && logicalNameAt(entry, version) === column.name) ??
      chooseLikely(candidates, column),
  };
}

function livedAt(entry: LedgerEntry, version: number): boolean {
  return entry.introducedVersion <= version && version <= entry.lastVersion;
}

function allNames(entry: LedgerEntry): readonly string[] {
  return [...new Set(entry.logicalNames.map(({ name }) => name))];
}

function chooseLikely(candidates: readonly LedgerEntry[], column: Column): LedgerEntry | undefined {
  const named = candidates.filter((entry) => allNames(entry).includes(column.name));
  const likely = named.length > 0 ? named : candidates;
  return (
    likely.find((entry) => entry.state === 'active' && entry.key === column.key) ??
    likely.findLast((entry) => entry.key === column.key) ??
    likely.at(-1)
  );
}
