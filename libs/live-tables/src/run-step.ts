import { RegistryError, isRegistryError } from '#libs/errors';
import { fingerprintLive, follows, type LiveTable, type PlanFile } from '#libs/planner';
import { assertLive, movedOn } from './assert-live.js';
import type { LiveDatabase } from './contract.js';
import { isDone, noteStep, readJournal, stepsOf, type Step } from './journal.js';

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

/**
 * Runs one statement of a plan file, unless the journal says that it was run. **Throws** PLAN_STALE, STATEMENT_FAILED,
 * MIGRATION_LOCKED, DATABASE_UNAVAILABLE.
 */
export async function runStep(
  database: LiveDatabase,
  file: PlanFile,
  step: Step,
  options: ApplyOptions,
): Promise<void> {
  const run = database.atomic ? runWhole : runApart;
  const before: Begun = { live: undefined };
  let outcome: StepProgress['outcome'] | null;
  try {
    outcome = await run(database, file, step, options, before);
  } catch (error) {
    throw await failureOf(database, file, step, options, before, error);
  }
  const { sql } = step.statement;
  const count = stepsOf(file).length;
  if (outcome !== null) await options.onStep?.({ step: step.index + 1, count, sql, outcome });
}

/** The table before a statement that is no transaction, as the journal was told. */
interface Begun {
  live: LiveTable | null | undefined;
}

/** The statement and its line are one transaction. */
async function runWhole(
  database: LiveDatabase,
  file: PlanFile,
  step: Step,
  options: ApplyOptions,
): Promise<StepProgress['outcome'] | null> {
  const startMs = options.now();
  return database.transaction(async () => {
    const journal = await readJournal(database, file.fingerprint);
    // Another run may have done it since.
    if (isDone(journal.get(step.index))) return null;
    await assertLive(database, step.table, stepsOf(file), journal);
    const state = await database.run(step.statement.sql);
    const liveAfter = fingerprintLive(await database.describe(step.table.plan.table));
    const tookMs = options.now() - startMs;
    const end = { state, problem: null, liveAfter, at: timeOf(options), tookMs };
    await noteStep(database, file.fingerprint, step, end);
    return state;
  });
}

/** The table before is written down, then the statement is run, then its line is written. */
async function runApart(
  database: LiveDatabase,
  file: PlanFile,
  step: Step,
  options: ApplyOptions,
  begun: Begun,
): Promise<StepProgress['outcome'] | null> {
  const startMs = options.now();
  const { statement, table } = step;
  const journal = await readJournal(database, file.fingerprint);
  const entry = journal.get(step.index);
  if (isDone(entry)) return null;
  const live = await assertLive(database, table, stepsOf(file), journal);
  const before = entry?.liveBefore === undefined ? live : entry.liveBefore;
  begun.live = before;
  let state: StepProgress['outcome'] = 'done';
  // Else a run that ended beside the statement had it run.
  if (fingerprintLive(before) === fingerprintLive(live)) {
    const start = { state: 'running', problem: null, liveAfter: null, liveBefore: before } as const;
    await noteStep(database, file.fingerprint, step, { ...start, at: timeOf(options), tookMs: null });
    state = await database.run(statement.sql);
  }
  const after = await database.describe(table.plan.table);
  const wasThere = fingerprintLive(before) === fingerprintLive(after);
  if (!wasThere && !follows(database.dialect, statement, before, after))
    throw movedOn(table.plan.table, after);
  const end = { state, problem: null, liveAfter: fingerprintLive(after), liveBefore: before };
  await noteStep(database, file.fingerprint, step, {
    ...end,
    at: timeOf(options),
    tookMs: options.now() - startMs,
  });
  return state;
}

/** What is thrown for a statement that failed; the journal says so too, if it still can. */
async function failureOf(
  database: LiveDatabase,
  file: PlanFile,
  step: Step,
  options: ApplyOptions,
  begun: Begun,
  error: unknown,
): Promise<RegistryError> {
  if (isRegistryError(error)) return error;
  const problem = error instanceof Error ? error.message : String(error);
  const end = { state: 'failed', problem, liveAfter: null, liveBefore: begun.live } as const;
  try {
    await database.transaction(() =>
      noteStep(database, file.fingerprint, step, { ...end, at: timeOf(options), tookMs: 0 }),
    );
  } catch {
    // The statement's own failure is the one to report.
  }
  const params = { step: step.index + 1, count: stepsOf(file).length, table: step.table.plan.table, problem };
  return new RegistryError('STATEMENT_FAILED', params);
}

/** The time of the run's clock, as the journal has it. */
export function timeOf({ now }: ApplyOptions): string {
  return new Date(now()).toISOString();
}
