import {
  addColumn,
  changeTtl,
  commentColumn,
  commentTable,
  createTable,
  describeTable,
  dropColumn,
  dropLatestView,
  growColumn,
  latestView,
  type Dialect,
  type Statement,
} from '#libs/ddl';
import { RegistryError } from '#libs/errors';
import type { Ledger } from '#libs/table-model';
import { changesBetween, isLive } from './changes.js';
import { describeChanges, describeLosses, describeStep } from './notes.js';
import { fingerprintPlan } from './fingerprint-plan.js';
import type { Plan, PlanOptions } from './plan.js';

/**
 * Plans the way from one state of a table's ledger to a later one; `before` null makes the table. First it expands: new columns
 * are nullable and stand last, nothing is renamed or rewritten, so rows and writers of every version stay valid. It contracts
 * only where `after` says that a column is dropped (see `dropFrozen`), after everything else, and its notes say what is lost.
 * When `before` is the newer one the plan is empty and its note says why; `planDown` leads back.
 *
 * **Throws** PLAN_CONFLICT when the two are not states of one table.
 */
export function planTable(
  dialect: Dialect,
  before: Ledger | null,
  after: Ledger,
  options: PlanOptions = {},
): Plan {
  if (before !== null) assertSameTable(before, after);
  const backwards = before !== null && isNewer(before, after);
  const statements = backwards ? [] : statementsFor(dialect, before, after, options);
  const notes = backwards
    ? [describeStep(before, after)]
    : [...describeChanges(dialect, before, after), ...describeLosses(statements)];
  const plan = {
    dialect: dialect.name,
    subject: after.subject,
    message: after.message,
    table: after.table,
    fromTableVersion: before?.tableVersion ?? 0,
    toTableVersion: after.tableVersion,
    fromVersion: before?.schemaVersion ?? 0,
    toVersion: after.schemaVersion,
    statements,
    changes: backwards ? [] : changesBetween(dialect, before, after),
    notes: [...notes, ...limitNotes(statements)],
  };
  return { ...plan, fingerprint: fingerprintPlan(plan) };
}

function statementsFor(
  dialect: Dialect,
  before: Ledger | null,
  after: Ledger,
  { view = false }: PlanOptions,
): readonly Statement[] {
  if (dialect.words === null) return describeTable(dialect, before, after);
  const made = before === null ? createTable(dialect, after) : expand(dialect, before, after);
  const dropped = before === null ? [] : contract(dialect, before, after);
  const kept = before === null ? [] : changeTtl(dialect, before, after);
  // To keep rows longer expands, to keep them shorter contracts.
  const [longer, shorter] = [kept.filter(isExpanding), kept.filter((one) => !isExpanding(one))];
  if (!view) return [...made, ...longer, ...dropped, ...shorter];
  // A column that a view uses can not be dropped everywhere.
  const unviewed = dropped.length > 0 ? dropLatestView(dialect, after) : [];
  return [...made, ...longer, ...unviewed, ...dropped, ...shorter, ...latestView(dialect, after)];
}

function isExpanding({ phase }: Statement): boolean {
  return phase === 'expand';
}

function expand(dialect: Dialect, before: Ledger, after: Ledger): readonly Statement[] {
  const wasLive = (index: number): boolean => {
    const earlier = before.entries[index];
    return earlier !== undefined && isLive(earlier);
  };
  const live = after.entries.filter(isLive);
  // A column that was dropped in one database only may be written again by a later version.
  const added = live.filter(({ columnId }) => !wasLive(columnId - 1));
  const known = live.filter(({ columnId }) => wasLive(columnId - 1));
  return [
    ...added.flatMap((entry) => addColumn(dialect, after, entry)),
    ...known.flatMap((entry) => growColumn(dialect, after, before.entries[entry.columnId - 1]!, entry)),
    ...commentTable(dialect, before, after),
    ...known.flatMap((entry) => commentColumn(dialect, after, before.entries[entry.columnId - 1]!, entry)),
  ];
}

function contract(dialect: Dialect, before: Ledger, after: Ledger): readonly Statement[] {
  return before.entries.flatMap((entry, index) => {
    const goes = isLive(entry) && !isLive(after.entries[index]!);
    return goes ? dropColumn(dialect, before, entry) : [];
  });
}

function isNewer(before: Ledger, after: Ledger): boolean {
  return before.tableVersion > after.tableVersion || before.schemaVersion > after.schemaVersion;
}

// A ledger only grows, so of two states of one table one begins with the columns of the other.
function assertSameTable(before: Ledger, after: Ledger): void {
  const shared = Math.min(before.entries.length, after.entries.length);
  for (let index = 0; index < shared; index += 1) {
    const one = before.entries[index]!;
    const other = after.entries[index]!;
    if (one.name !== other.name || one.type.kind !== other.type.kind) {
      throw conflict(
        after,
        `column '${one.name}' (${one.type.kind})`,
        `'${other.name}' (${other.type.kind})`,
      );
    }
  }
  const lost = before.entries.length > after.entries.length && !isNewer(before, after);
  if (lost) throw conflict(after, `${before.entries.length} columns`, `${after.entries.length} columns`);
  const place = ({ subject, table }: Ledger): string => `table '${table}' of subject '${subject}'`;
  if (place(before) !== place(after)) throw conflict(after, place(before), place(after));
}

function conflict(ledger: Ledger, expected: string, actual: string): RegistryError {
  return new RegistryError('PLAN_CONFLICT', { table: ledger.table, expected, actual });
}

function limitNotes(statements: readonly Statement[]): readonly string[] {
  const refused = statements.filter((statement) => statement.class === 'T5' && statement.note !== null);
  return refused.slice(0, 1).map((statement) => statement.note!);
}
