import { RegistryError } from '#libs/errors';
import {
  findDrift,
  fingerprintLedger,
  fingerprintLive,
  makePlanFile,
  planTable,
  withDropped,
  type LiveTable,
  type PlanFile,
  type PlannedTable,
} from '#libs/planner';
import { dropFrozen, type Ledger } from '#libs/table-model';
import type { LiveDatabase } from './contract.js';
import { recordedLedger } from './recorded-ledger.js';

/** A table and where it should go, as the registry has it. */
export interface TableWish {
  /** The ledger of the version that the table should be at. */
  readonly after: Ledger;
  /** The ledger of the version that somebody says the table is at; null: what the database says counts. */
  readonly before: Ledger | null;
}

/** Which plan is wanted. */
export interface PlanWish {
  readonly subject: string;
  readonly version: number;
  readonly tables: readonly TableWish[];
  /** Also take away columns that no version from this one on writes; null: none. */
  readonly dropBefore: number | null;
}

/**
 * Plans for the tables as they are in one database. A table that is missing is made; one that is there is planned from the
 * version that was given, else from what the database says of itself. What already differs from the ledger is in the notes.
 * **Throws** BAD_REQUEST when nothing says which version a table is at; PLAN_CONFLICT; DATABASE_UNAVAILABLE.
 */
export async function planLiveTables(database: LiveDatabase, wish: PlanWish): Promise<PlanFile> {
  const tables: PlannedTable[] = [];
  for (const table of wish.tables) tables.push(await planLiveTable(database, table, wish.dropBefore));
  const { subject, version } = wish;
  return makePlanFile({ dialect: database.dialect.name, subject, version, tables });
}

async function planLiveTable(
  database: LiveDatabase,
  wish: TableWish,
  dropBefore: number | null,
): Promise<PlannedTable> {
  const { table } = wish.after;
  const live = await database.describe(table);
  const recorded = await recordedLedger(database, table);
  const before = beforeOf(wish, live, recorded);
  const expanded = withDropped(wish.after, live === null ? null : recorded);
  const after = dropBefore === null ? expanded : dropFrozen(expanded, dropBefore);
  const plan = planTable(database.dialect, before, after);
  const wasDropped = (id: number): boolean => before?.entries[id - 1]?.state === 'dropped';
  const gone = after.entries.filter(({ state, columnId }) => state === 'dropped' && !wasDropped(columnId));
  return {
    plan: { ...plan, notes: [...driftNotes(database, before, live), ...plan.notes] },
    after,
    drops: before === null ? [] : gone.map(({ columnId }) => columnId),
    registryLedger: fingerprintLedger(wish.after),
    recordedLedger: recorded === null ? null : fingerprintLedger(recorded),
    live: fingerprintLive(live),
  };
}

function beforeOf(
  { after, before }: TableWish,
  live: LiveTable | null,
  recorded: Ledger | null,
): Ledger | null {
  if (live === null) return null;
  if (before !== null) return withDropped(before, recorded);
  if (recorded !== null) return recorded;
  throw new RegistryError('BAD_REQUEST', {
    problem: `Table '${after.table}' is in the database, and nothing there says which version it was made for. Say it with --from.`,
  });
}

function driftNotes(
  database: LiveDatabase,
  before: Ledger | null,
  live: LiveTable | null,
): readonly string[] {
  if (before === null || live === null) return [];
  return findDrift(database.dialect, before, live).map(
    ({ kind, message, hint }) => `Drift (${kind}): ${message} ${hint}`,
  );
}
