import { ENVELOPE, type Ledger, type LedgerEntry, type LogicalKind } from '#libs/table-model';
import type { Dialect } from './dialect.js';
import type { Statement } from './statement.js';

/**
 * Marks a statement T5 when the table would have more columns than the engine takes, or wider rows: the plan says so before the
 * engine does. `entries` are the table's columns after the statement, the envelope not among them.
 */
export function noteLimits(
  dialect: Dialect,
  entries: readonly LedgerEntry[],
  statement: Statement,
): Statement {
  const problem = columnProblem(dialect, ENVELOPE.length + entries.length) ?? rowProblem(dialect, entries);
  if (problem === null) return statement;
  return { ...statement, class: 'T5', note: `${problem} It will refuse this statement.` };
}

/** The columns of a ledger that its table really has; of these the ones up to `last`, if given. */
export function liveEntries(ledger: Ledger, last: LedgerEntry | null = null): readonly LedgerEntry[] {
  return ledger.entries.filter(
    ({ state, columnId }) => state !== 'dropped' && (last === null || columnId <= last.columnId),
  );
}

function columnProblem(dialect: Dialect, columns: number): string | null {
  const limit = dialect.limits.columns;
  if (columns <= limit) return null;
  return `${dialect.title} takes at most ${limit} columns, the table would have ${columns}.`;
}

function rowProblem(dialect: Dialect, entries: readonly LedgerEntry[]): string | null {
  const { rowSize } = dialect.limits;
  if (rowSize === undefined) return null;
  const kinds: readonly LogicalKind[] = [...ENVELOPE, ...entries].map(({ type }) => type.kind);
  const sizeBytes = Math.ceil(kinds.reduce((sum, kind) => sum + rowSize.columnBytes[kind], 0));
  if (sizeBytes <= rowSize.totalBytes) return null;
  return `${dialect.title} keeps at most ${rowSize.totalBytes} bytes of a row together, the table would need ${sizeBytes}.`;
}
