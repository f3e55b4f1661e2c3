import type { PlanFile, PlannedTable } from '#libs/planner';
import type { LiveDatabase } from './contract.js';
import { OWN } from './own-tables.js';

/** One statement of a plan file. */
export interface Step {
  /** 0.. in the whole file. */
  readonly index: number;
  readonly table: PlannedTable;
  readonly statement: PlannedTable['plan']['statements'][number];
}

/** What the journal says of a step. `done` and `was there` are committed together with what the statement did. */
export interface JournalEntry {
  readonly state: 'pending' | 'done' | 'was there' | 'failed';
  /** Fingerprint of the live table right after the statement; null before. */
  readonly liveAfter: string | null;
}

/** How a step ended. */
export interface StepEnd extends JournalEntry {
  readonly problem: string | null;
  readonly at: string;
  readonly tookMs: number;
}

const BEGIN = `
INSERT INTO ${OWN.journal} (plan, step, table_name, sql, phase, state, changed_at)
VALUES ($1, $2, $3, $4, $5, 'pending', $6)`;
const NOTE = `
UPDATE ${OWN.journal} SET state = $1, problem = $2, live_after = $3, changed_at = $4, took_ms = $5
WHERE plan = $6 AND step = $7`;

/** The steps of a plan file, in the order in which they run. */
export function stepsOf(file: PlanFile): readonly Step[] {
  const steps = file.tables.flatMap((table) =>
    table.plan.statements.map((statement) => ({ table, statement })),
  );
  return steps.map((step, index) => ({ index, ...step }));
}

/** What the journal has of a plan, by step; empty when it was never begun. */
export async function readJournal(
  database: LiveDatabase,
  plan: string,
): Promise<ReadonlyMap<number, JournalEntry>> {
  if ((await database.describe(OWN.journal)) === null) return new Map();
  const rows = await database.query(`SELECT step, state, live_after FROM ${OWN.journal} WHERE plan = $1`, [
    plan,
  ]);
  return new Map(
    rows.map((row) => [
      Number(row['step']),
      {
        state: row['state'] as JournalEntry['state'],
        liveAfter: row['live_after'] === null ? null : String(row['live_after']),
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
  for (const { index, table, statement } of steps)
    await database.query(BEGIN, [plan, index, table.plan.table, statement.sql, statement.phase, at]);
}

/** Writes down how a step ended. */
export async function noteStep(
  database: LiveDatabase,
  plan: string,
  step: Step,
  end: StepEnd,
): Promise<void> {
  const { state, problem, liveAfter, at, tookMs } = end;
  await database.query(NOTE, [state, problem, liveAfter, at, Math.round(tookMs), plan, step.index]);
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
