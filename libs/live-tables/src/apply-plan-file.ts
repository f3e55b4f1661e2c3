import { RegistryError, isRegistryError } from '#libs/errors';
import {
  findDrift,
  fingerprintLedger,
  fingerprintLive,
  ledgerBeforeContract,
  type DriftFinding,
  type PlanFile,
  type PlannedTable,
} from '#libs/planner';
import type { LiveDatabase } from './contract.js';
import { beginJournal, expectedLive, isDone, noteStep, readJournal, stepsOf, type Step } from './journal.js';
import { makeOwnTables } from './own-tables.js';
import { recordLedger, recordedLedger } from './recorded-ledger.js';

/** What may be said of a plan's run. */
export interface ApplyOptions {
  /** True: also runs what takes something away. */
  readonly contract: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called after each statement that was committed; the next one waits for it. */
  readonly onStep?: (progress: StepProgress) => void | Promise<void>;
}

/** A statement that was run. */
export interface StepProgress {
  /** 1..count in the file. */
  readonly step: number;
  readonly count: number;
  readonly sql: string;
  readonly outcome: 'done' | 'was there';
}

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
 * journal says so: a run that was ended, by whatever, goes on with the same file where it stopped, and two runs at once share
 * the work. Before each one the table has to be what the plan or the last statement left.
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
  const { next, before, held } = await database.transaction(async () => {
    await makeOwnTables(database);
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
  const journal = await readJournal(database, file.fingerprint);
  const steps = stepsOf(file);
  for (const table of file.tables) {
    await assertRecorded(database, table);
    await assertLive(database, table, expectedLive(table, steps, journal));
  }
  const left = steps.filter(({ index }) => !isDone(journal.get(index)));
  const next = left.filter(({ statement }) => contract || statement.phase !== 'contract');
  return { next, before: steps.length - left.length, held: left.length - next.length };
}

async function runStep(
  database: LiveDatabase,
  file: PlanFile,
  step: Step,
  options: ApplyOptions,
): Promise<void> {
  const { sql } = step.statement;
  const steps = stepsOf(file);
  const startMs = options.now();
  let outcome: StepProgress['outcome'] | null;
  try {
    outcome = await database.transaction(async () => {
      const journal = await readJournal(database, file.fingerprint);
      // Another run may have done it since.
      if (isDone(journal.get(step.index))) return null;
      await assertLive(database, step.table, expectedLive(step.table, steps, journal));
      const state = await database.run(sql);
      const liveAfter = fingerprintLive(await database.describe(step.table.plan.table));
      const tookMs = options.now() - startMs;
      const end = { state, problem: null, liveAfter, at: timeOf(options), tookMs };
      await noteStep(database, file.fingerprint, step, end);
      return state;
    });
  } catch (error) {
    throw await failureOf(database, file, step, options, error);
  }
  if (outcome !== null) await options.onStep?.({ step: step.index + 1, count: steps.length, sql, outcome });
}

/** What is thrown for a statement that failed; the journal says so too, if it still can. */
async function failureOf(
  database: LiveDatabase,
  file: PlanFile,
  step: Step,
  options: ApplyOptions,
  error: unknown,
): Promise<RegistryError> {
  if (isRegistryError(error)) return error;
  const problem = error instanceof Error ? error.message : String(error);
  const end = { state: 'failed', problem, liveAfter: null, at: timeOf(options), tookMs: 0 } as const;
  try {
    await database.transaction(() => noteStep(database, file.fingerprint, step, end));
  } catch {
    // The statement's own failure is the one to report.
  }
  const params = { step: step.index + 1, count: stepsOf(file).length, table: step.table.plan.table, problem };
  return new RegistryError('STATEMENT_FAILED', params);
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

async function assertLive(database: LiveDatabase, table: PlannedTable, expected: string): Promise<void> {
  const name = table.plan.table;
  const live = await database.describe(name);
  if (fingerprintLive(live) === expected) return;
  const problem =
    live === null
      ? `table '${name}' is not there any more`
      : `table '${name}' was changed by somebody else since the plan was made or last run`;
  throw new RegistryError('PLAN_STALE', { problem });
}

function otherDialect(file: PlanFile, database: LiveDatabase): RegistryError {
  const problem = `The plan is for ${file.dialect}, and the database is ${database.dialect.title}.`;
  return new RegistryError('BAD_REQUEST', { problem });
}

function timeOf({ now }: ApplyOptions): string {
  return new Date(now()).toISOString();
}
