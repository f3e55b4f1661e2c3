import { RegistryError } from '#libs/errors';
import {
  findDrift,
  fingerprintLedger,
  ledgerBeforeContract,
  type DriftFinding,
  type PlanFile,
  type PlannedTable,
} from '#libs/planner';
import type { LiveDatabase } from './contract.js';
import { assertLive } from './assert-live.js';
import { beginJournal, findJournal, isDone, readJournal, stepsOf, type Step } from './journal.js';
import { makeOwnTables } from './own-tables.js';
import { recordLedger, recordedLedger } from './recorded-ledger.js';
import { runStep, timeOf, type ApplyOptions } from './run-step.js';

/** What a run of a plan file came to. */
export interface ApplyResult {
  /** Statements that this run ran. */
  readonly ran: number;
  /** Statements that an earlier run had done. */
  readonly before: number;
  /** Contracting statements that were left for later. */
  readonly held: number;
  /** What still differs from the ledgers. */
  readonly drift: readonly DriftFinding[];
}

/** What a run would do. */
export interface ApplyOutlook {
  readonly next: readonly Step[];
  readonly before: number;
  readonly held: number;
}

/**
 * Runs a plan file. Each statement is one transaction with its line in the journal, so that it was run if and only if the
 * journal says so; where the engine can not, the table as it was before is written down first, and tells afterwards. So a run
 * that was ended, by whatever, goes on with the same file where it stopped, and two runs at once share the work. Before each
 * statement the table has to be what the plan or the last statement left.
 *
 * **Throws** BAD_REQUEST for a file of another dialect; PLAN_STALE when a table or its recorded ledger moved; STATEMENT_FAILED;
 * MIGRATION_LOCKED; DATABASE_UNAVAILABLE.
 */
export async function applyPlanFile(
  database: LiveDatabase,
  file: PlanFile,
  options: ApplyOptions,
): Promise<ApplyResult> {
  return database.locked(() => applyLocked(database, file, options));
}

async function applyLocked(
  database: LiveDatabase,
  file: PlanFile,
  options: ApplyOptions,
): Promise<ApplyResult> {
  // Refused before anything is made.
  await outlookOf(database, file, options.contract);
  await database.transaction(() => makeOwnTables(database));
  const { next, before, held } = await database.transaction(async () => {
    const outlook = await outlookOf(database, file, options.contract);
    const isNew = (await readJournal(database, file.fingerprint)).size === 0;
    if (isNew) await beginJournal(database, file.fingerprint, stepsOf(file), timeOf(options));
    return outlook;
  });
  const drift: DriftFinding[] = [];
  for (const table of file.tables) {
    for (const step of next.filter((one) => one.table === table))
      await runStep(database, file, step, options);
    drift.push(...(await finishTable(database, file, table, options)));
  }
  return { ran: next.length, before, held, drift };
}

/** What a run would do, after the checks that it would make. Writes nothing. **Throws** as {@link applyPlanFile}. */
export async function outlookOf(
  database: LiveDatabase,
  file: PlanFile,
  contract: boolean,
): Promise<ApplyOutlook> {
  if (file.dialect !== database.dialect.name) throw otherDialect(file, database);
  const journal = await findJournal(database, file.fingerprint);
  const steps = stepsOf(file);
  for (const table of file.tables) {
    await assertRecorded(database, table);
    await assertLive(database, table, steps, journal);
  }
  const left = steps.filter(({ index }) => !isDone(journal.get(index)));
  const next = left.filter(({ statement }) => contract || statement.phase !== 'contract');
  return { next, before: steps.length - left.length, held: left.length - next.length };
}

/** Records the ledger that the table is at now, and answers what still differs from it. */
async function finishTable(
  database: LiveDatabase,
  file: PlanFile,
  table: PlannedTable,
  options: ApplyOptions,
): Promise<readonly DriftFinding[]> {
  const { plan, after } = table;
  return database.transaction(async () => {
    const journal = await readJournal(database, file.fingerprint);
    const left = stepsOf(file).filter((step) => step.table === table && !isDone(journal.get(step.index)));
    const ledger = left.length === 0 ? after : ledgerBeforeContract(table);
    // A plan that leads back does nothing, and the table stays what it is.
    if (plan.fromVersion <= plan.toVersion)
      await recordLedger(database, ledger, file.fingerprint, timeOf(options));
    const live = await database.describe(plan.table);
    return plan.fromVersion <= plan.toVersion ? findDrift(database.dialect, ledger, live) : [];
  });
}

async function assertRecorded(database: LiveDatabase, table: PlannedTable): Promise<void> {
  const recorded = await recordedLedger(database, table.plan.table);
  const found = recorded === null ? null : fingerprintLedger(recorded);
  const own = [table.after, ledgerBeforeContract(table)].map(fingerprintLedger);
  if (found === table.recordedLedger || (found !== null && own.includes(found))) return;
  const at = recorded === null ? 'nothing' : `version ${recorded.schemaVersion}`;
  throw new RegistryError('PLAN_STALE', {
    problem: `the database says that table '${table.plan.table}' was brought to ${at} since`,
  });
}

function otherDialect(file: PlanFile, database: LiveDatabase): RegistryError {
  const problem = `The plan is for ${file.dialect}, and the database is ${database.dialect.title}.`;
  return new RegistryError('BAD_REQUEST', { problem });
}
