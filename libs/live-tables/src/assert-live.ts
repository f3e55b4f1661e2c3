import { RegistryError } from '#libs/errors';
import { fingerprintLive, follows, type LiveTable, type PlannedTable } from '#libs/planner';
import type { LiveDatabase } from './contract.js';
import { expectedLive, isDone, type JournalEntry, type Step } from './journal.js';

/**
 * Checks that a table is what the plan, or its last statement, left, or what a statement left beside which a process ended.
 * Answers it. **Throws** PLAN_STALE.
 */
export async function assertLive(
  database: LiveDatabase,
  table: PlannedTable,
  steps: readonly Step[],
  journal: ReadonlyMap<number, JournalEntry>,
): Promise<LiveTable | null> {
  const name = table.plan.table;
  const live = await database.describe(name);
  const expected = expectedLive(table, steps, journal);
  if (fingerprintLive(live) === expected) return live;
  const begun = steps.find((step) => step.table === table && !isDone(journal.get(step.index)));
  const before = begun === undefined ? undefined : journal.get(begun.index)?.liveBefore;
  if (
    begun !== undefined &&
    before !== undefined &&
    fingerprintLive(before) === expected &&
    follows(database.dialect, begun.statement, before, live)
  )
    return live;
  throw movedOn(name, live);
}

/** What is thrown of a table that is not what it should be. */
export function movedOn(name: string, live: LiveTable | null): RegistryError {
  const problem =
    live === null
      ? `table '${name}' is not there any more`
      : `table '${name}' was changed by somebody else since the plan was made or last run`;
  return new RegistryError('PLAN_STALE', { problem });
}
