import type { Dialect } from '#libs/ddl';
import { RegistryError } from '#libs/errors';
import { dropFrozen, type Ledger } from '#libs/table-model';
import { planTable } from '../plan-table.js';
import { findDrift } from './find-drift.js';
import type { LiveTable } from './live-table.js';
import { fingerprintLedger, fingerprintLive, type PlannedTable } from './plan-file.js';
import { withDropped } from './with-dropped.js';

/** What is known of a table before it is planned for. */
export interface LiveStart {
  /** The registry's ledger of the version that the table should be at. */
  readonly after: Ledger;
  /** The registry's ledger of the version that somebody says it is at; null: what the database says counts. */
  readonly before: Ledger | null;
  /** The table as it is; null when there is none. */
  readonly live: LiveTable | null;
  /** The ledger that the database says it was brought to; null when it says nothing. */
  readonly recorded: Ledger | null;
  /** Also take away columns that no version from this one on writes; null: none. */
  readonly dropBefore: number | null;
}

/**
 * Plans for a table as it is. One that is missing is made; one that is there is planned from the version that was given, else
 * from what its database says. What already differs from the ledger is in the notes.
 * **Throws** BAD_REQUEST when nothing says which version the table is at; PLAN_CONFLICT.
 */
export function planLiveTable(dialect: Dialect, start: LiveStart): PlannedTable {
  const { live, recorded, dropBefore } = start;
  const before = beforeOf(start);
  const expanded = withDropped(start.after, live === null ? null : recorded);
  const after = dropBefore === null ? expanded : dropFrozen(expanded, dropBefore);
  const plan = planTable(dialect, before, after);
  const wasDropped = (id: number): boolean => before?.entries[id - 1]?.state === 'dropped';
  const gone = after.entries.filter(({ state, columnId }) => state === 'dropped' && !wasDropped(columnId));
  return {
    plan: { ...plan, notes: [...driftNotes(dialect, before, live), ...plan.notes] },
    after,
    drops: before === null ? [] : gone.map(({ columnId }) => columnId),
    ...(plan.statements.some(({ kind, phase }) => kind === 'expire' && phase === 'contract')
      ? { keptBefore: before?.layout?.ttlDays ?? null }
      : {}),
    registryLedger: fingerprintLedger(start.after),
    recordedLedger: recorded === null ? null : fingerprintLedger(recorded),
    live: fingerprintLive(live),
  };
}

function beforeOf({ after, before, live, recorded }: LiveStart): Ledger | null {
  if (live === null) return null;
  if (before !== null) return withDropped(before, recorded);
  if (recorded !== null) return recorded;
  throw new RegistryError('BAD_REQUEST', {
    problem: `Table '${after.table}' is in the database, and nothing there says which version it was made for. Say by 'from' which version it is at.`,
  });
}

function driftNotes(dialect: Dialect, before: Ledger | null, live: LiveTable | null): readonly string[] {
  if (before === null || live === null) return [];
  return findDrift(dialect, before, live).map(
    ({ kind, message, hint }) => `Drift (${kind}): ${message} ${hint}`,
  );
}
