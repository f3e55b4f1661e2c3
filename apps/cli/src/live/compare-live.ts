import { recordedLedger, type LiveDatabase } from '#libs/live-tables';
import { findDrift, withDropped, type DriftFinding } from '#libs/planner';
import type { RegistryClient } from '#libs/registry-client';
import type { Ledger } from '#libs/table-model';
import { ledgersAt, someLedgersAt } from './registry-ledgers.js';

/** What to compare. */
export interface DriftWish {
  readonly subject: string;
  readonly message: string | null;
  /** Version to compare with; null: the one that the database says it was brought to, else the latest. */
  readonly at: string | null;
}

/** One table, compared with its ledger. */
export interface TableDrift {
  readonly table: string;
  /** Full name of the message. */
  readonly message: string;
  /** Version of the ledger that it was compared with. */
  readonly version: number;
  /** The newest one of the subject, or the one that was asked for. */
  readonly newestVersion: number;
  readonly findings: readonly DriftFinding[];
}

/** Compares the tables of a subject with its ledgers. Writes nothing. **Throws** what the registry refuses, DATABASE_UNAVAILABLE. */
export async function compareLive(
  client: RegistryClient,
  database: LiveDatabase,
  wish: DriftWish,
): Promise<readonly TableDrift[]> {
  const { subject, message, at } = wish;
  const ledgers = new Map<number, readonly Ledger[]>();
  const drifts: TableDrift[] = [];
  for (const newest of await someLedgersAt(client, subject, at ?? 'latest', message)) {
    const recorded = await recordedLedger(database, newest.table);
    const version = at === null && recorded !== null ? recorded.schemaVersion : newest.schemaVersion;
    const isNewest = version === newest.schemaVersion;
    const known = isNewest
      ? [newest]
      : (ledgers.get(version) ?? (await ledgersAt(client, subject, String(version))));
    if (!isNewest) ledgers.set(version, known);
    const ledger = withDropped(
      known.find(({ table }) => table === newest.table) ?? recorded ?? newest,
      recorded,
    );
    const findings = findDrift(database.dialect, ledger, await database.describe(newest.table));
    const about = { table: newest.table, message: newest.message };
    drifts.push({ ...about, version, newestVersion: newest.schemaVersion, findings });
  }
  return drifts;
}
