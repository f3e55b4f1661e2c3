import { planLiveTables } from '#libs/live-tables';
import type { PlanFile } from '#libs/planner';
import type { RegistryClient } from '#libs/registry-client';
import type { Io } from '../io.js';
import { assertDialect, withDatabase } from './database-access.js';
import { ledgersAt, someLedgersAt } from './registry-ledgers.js';

/** A plan for the tables of one database. */
export interface LivePlanWish {
  readonly subject: string;
  /** Version that the tables are at; null: what the database says. */
  readonly from: string | null;
  readonly to: string;
  readonly message: string | null;
  readonly dialect: string;
  /** Version before which columns are dropped that nobody writes since; null: none. */
  readonly dropBefore: number | null;
}

/** Plans for the tables as they are in the database, reading it only. **Throws** BAD_REQUEST, DATABASE_UNAVAILABLE, PLAN_CONFLICT. */
export async function planLive(
  io: Io,
  client: RegistryClient,
  url: string,
  wish: LivePlanWish,
): Promise<PlanFile> {
  const { subject, from, to, message, dialect, dropBefore } = wish;
  assertDialect(url, dialect);
  const after = await someLedgersAt(client, subject, to, message);
  // A message may have had another name: tables keep theirs.
  const before = from === null ? [] : await ledgersAt(client, subject, from);
  return withDatabase(io, url, { readOnly: true }, (database) =>
    planLiveTables(database, {
      subject,
      version: after[0].schemaVersion,
      tables: after.map((ledger) => ({
        after: ledger,
        before: before.find(({ table }) => table === ledger.table) ?? null,
      })),
      dropBefore,
    }),
  );
}
