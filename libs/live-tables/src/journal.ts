import type { LiveTable, PlanFile, PlannedTable } from '#libs/planner';
import type { LiveDatabase } from './contract.js';
import { OWN, journalBook, saveRow } from './own-tables.js';

/** One statement of a plan file. */
export interface Step {
  /** 0.. in the whole file. */
  readonly index: number;
  readonly table: PlannedTable;
  readonly statement: PlannedTable['plan']['statements'][number];
}

/** What the journal says of a step. */
export interface JournalEntry {
  /**
   * `done` and `was there` are committed together with what the statement did, where the engine can. Where it can not, `running`
   * is written before: the statement may have been run, or not.
   */
  readonly state: 'pending' | 'running' | 'done' | 'was there' | 'failed';
  /** Fingerprint of the live table right after the statement; null before. */
  readonly liveAfter: string | null;
  /** Where a statement is no transaction: the live table right before it, once it was begun. Else undefined. */
  readonly liveBefore?: LiveTable | null | undefined;
}

/** How a step stands. */
export interface StepEnd extends JournalEntry {
  readonly problem: string | null;
  readonly at: string;
  readonly tookMs: number | null;
}

/** The steps of a plan file, in the order in which they run. */
export function stepsOf(file: PlanFile): readonly Step[] {
  const steps = file.tables.flatMap((table) =>
    table.plan.statements.map((statement) => ({ table, statement })),
  );
  return steps.map((step, index) => ({ index, ...step }));
}

/** Like {@link readJournal}; empty when there is no journal yet. */
export async function findJournal(
  database: LiveDatabase,
  plan: string,
): Promise<ReadonlyMap<number, JournalEntry>> {
  return (await database.describe(OWN.journal)) === null ? new Map() : readJournal(database, plan);
}

/** What the journal, which has to be there, has of a plan, by step; empty when it was never begun. */
export async function readJournal(
  database: LiveDatabase,
  plan: string,
): Promise<ReadonlyMap<number, JournalEntry>> {
  const before = database.atomic ? '' : ', live_before';
  const rows = await database.query(
    `SELECT step, state, live_after${before} FROM ${OWN.journal} WHERE plan = $1`,
    [plan],
  );
  return new Map(
    rows.map((row) => [
      Number(row['step']),
      {
        state: row['state'] as JournalEntry['state'],
        liveAfter: textOf(row['live_after']),
        liveBefore: liveOf(textOf(row['live_before'])),
      },
    ]),
  );
}

/** Writes down what is going to be run. */
export async function beginJournal(
  database: LiveDatabase,
  plan: string,
  steps: readonly Step[],
  at: string,
): Promise<void> {
  const end = { state: 'pending', problem: null, liveAfter: null, at, tookMs: null } as const;
  for (const step of steps) await noteStep(database, plan, step, end);
}

/** Writes down how a step stands. */
export async function noteStep(
  database: LiveDatabase,
  plan: string,
  step: Step,
  end: StepEnd,
): Promise<void> {
  const { state, problem, liveAfter, liveBefore, at, tookMs } = end;
  await saveRow(database, journalBook(database), {
    plan,
    step: step.index,
    table_name: step.table.plan.table,
    sql: step.statement.sql,
    phase: step.statement.phase,
    state,
    problem,
    live_after: liveAfter,
    live_before: liveBefore === undefined ? null : JSON.stringify(liveBefore),
    changed_at: at,
    took_ms: tookMs === null ? null : Math.round(tookMs),
  });
}

/** True when the step's statement need not run any more. */
export function isDone(entry: JournalEntry | undefined): boolean {
  return entry?.state === 'done' || entry?.state === 'was there';
}

/** Fingerprint that a table has to have now: what its last step left, or what the plan started from. */
export function expectedLive(
  table: PlannedTable,
  steps: readonly Step[],
  journal: ReadonlyMap<number, JournalEntry>,
): string {
  const last = steps.findLast((step) => step.table === table && isDone(journal.get(step.index)));
  const left = last === undefined ? null : journal.get(last.index)?.liveAfter;
  return left ?? table.live;
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

function liveOf(text: string | null): LiveTable | null | undefined {
  return text === null ? undefined : (JSON.parse(text) as LiveTable | null);
}
