import { makePlanFile, planLiveTable, type LiveStart, type PlanFile, type PlannedTable } from '#libs/planner';
import type { LiveDatabase } from './contract.js';
import { recordedLedger } from './recorded-ledger.js';

/** A table and where it should go, as the registry has it. */
export type TableWish = Pick<LiveStart, 'after' | 'before'>;

/** Which plan is wanted. */
export interface PlanWish {
  readonly subject: string;
  readonly version: number;
  readonly tables: readonly TableWish[];
  /** Also take away columns that no version from this one on writes; null: none. */
  readonly dropBefore: number | null;
}

/**
 * Plans for the tables as they are in one database; see `planLiveTable`.
 * **Throws** BAD_REQUEST when nothing says which version a table is at; PLAN_CONFLICT; DATABASE_UNAVAILABLE.
 */
export async function planLiveTables(database: LiveDatabase, wish: PlanWish): Promise<PlanFile> {
  const { subject, version, dropBefore } = wish;
  const tables: PlannedTable[] = [];
  for (const { after, before } of wish.tables) {
    const live = await database.describe(after.table);
    const recorded = await recordedLedger(database, after.table);
    tables.push(planLiveTable(database.dialect, { after, before, live, recorded, dropBefore }));
  }
  return makePlanFile({ dialect: database.dialect.name, subject, version, tables });
}
