import type { Ledger } from '#libs/table-model';
import type { Plan } from '../plan.js';
import { fingerprintValue } from './fingerprint-value.js';
import type { LiveTable } from './live-table.js';

/** What a plan file begins with; another layout gets another one. */
export const PLAN_FILE_FORMAT = 'protokoll-plan/1';

/** One table of a plan file: what to do and from where. Fingerprints are SHA-256 in hex. */
export interface PlannedTable {
  readonly plan: Plan;
  /** The ledger that the table is brought to. */
  readonly after: Ledger;
  /** Ids of the columns that its contracting statements take away. */
  readonly drops: readonly number[];
  /** Days for which rows are kept until the contracting statements are run, null for ever. Absent when these change nothing of it. */
  readonly keptBefore?: number | null;
  /** Fingerprint of the registry's ledger that `after` was made of. */
  readonly registryLedger: string;
  /** Fingerprint of the ledger that the database says it was last brought to; null when it says nothing. */
  readonly recordedLedger: string | null;
  /** Fingerprint of the live table that the plan starts from; see {@link fingerprintLive}. */
  readonly live: string;
}

/** A plan for one database, to be read by a person and applied later. Plain JSON. */
export interface PlanFile {
  readonly format: typeof PLAN_FILE_FORMAT;
  readonly dialect: string;
  readonly subject: string;
  /** Version that the tables are brought to. */
  readonly version: number;
  readonly tables: readonly PlannedTable[];
  /** Of all that is above it: ledgers, live tables and SQL. */
  readonly fingerprint: string;
}

/** A plan file of its tables, with its fingerprint. */
export function makePlanFile(
  content: Pick<PlanFile, 'dialect' | 'subject' | 'version' | 'tables'>,
): PlanFile {
  const { dialect, subject, version, tables } = content;
  const whole = { format: PLAN_FILE_FORMAT, dialect, subject, version, tables } as const;
  return { ...whole, fingerprint: fingerprintValue(whole) };
}

/** Fingerprint of a live table; of none too. */
export function fingerprintLive(live: LiveTable | null): string {
  return fingerprintValue(live);
}

/** Fingerprint of a ledger; null stays null. */
export function fingerprintLedger(ledger: Ledger): string {
  return fingerprintValue(ledger);
}

/** The ledger that a table is at while the plan's contracting statements are held back. */
export function ledgerBeforeContract({ after, drops, keptBefore }: PlannedTable): Ledger {
  const kept = keptBefore === undefined ? after : withTtl(after, keptBefore);
  if (drops.length === 0) return kept;
  const back = new Set(drops);
  const entries = after.entries.map((entry) =>
    back.has(entry.columnId) ? { ...entry, state: 'frozen' as const } : entry,
  );
  return { ...kept, entries, tableVersion: after.tableVersion - 1 };
}

function withTtl(ledger: Ledger, days: number | null): Ledger {
  const { layout = {}, ...bare } = ledger;
  const { ttlDays: _now, ...rest } = layout;
  const then = days === null ? rest : { ...rest, ttlDays: days };
  return Object.keys(then).length === 0 ? bare : { ...bare, layout: then };
}
