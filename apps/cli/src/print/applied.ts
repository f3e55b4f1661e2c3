import type { ApplyOutlook, ApplyResult, StepProgress } from '#libs/live-tables';
import type { PlanFile } from '#libs/planner';
import { findingLines } from './drift.js';
import type { Paint } from './paint.js';
import { countOf, planJson } from './plan-file.js';
import { planTitle, plansText } from './plan.js';
import { printable, shortLine } from './printable.js';

const MAX_SQL_CHARACTERS = 120;

/** A statement that was run, in a line. */
export function progressText({ step, count, sql, outcome }: StepProgress): string {
  return `protokoll: ${step}/${count} ${outcome}  ${shortLine(sql, MAX_SQL_CHARACTERS)}\n`;
}

/** What a run came to, and what comes next. `path` is that of the plan file. */
export function appliedText(paint: Paint, file: PlanFile, path: string, result: ApplyResult): string {
  const { ran, before, held, drift } = result;
  const done = before === 0 ? '' : `, ${before} done before`;
  const lines = [
    ...file.tables.map(({ plan }) => planTitle(planJson(plan)).replace(', nothing to do', '')),
    `${drift.length === 0 ? paint.green('applied') : paint.yellow('applied')}: ${countOf(ran, 'statement')} run${done}`,
    ...(held === 0 ? [] : [`held back: ${countOf(held, 'contracting statement')}`]),
    ...(drift.length === 0 ? [] : [`${countOf(drift.length, 'difference')} from the ledger left:`]),
    ...findingLines(paint, drift),
    `Next: ${held === 0 ? driftCommand(file) : contractCommand(path)}`,
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** What a run would do, as a script. */
export function outlookText(file: PlanFile, { next, before, held }: ApplyOutlook): string {
  const steps = new Set(next.map(({ statement }) => statement));
  const plans = file.tables.map(({ plan }) =>
    planJson({ ...plan, statements: plan.statements.filter((statement) => steps.has(statement)) }),
  );
  const counts = `${countOf(next.length, 'statement')} to run, ${before} done before, ${held} held back`;
  return `${plansText(plans)}\n-- ${counts}; nothing was run\n`;
}

function driftCommand({ subject, dialect }: PlanFile): string {
  return `protokoll drift --subject ${printable(subject)} --dialect ${dialect}`;
}

function contractCommand(path: string): string {
  return `protokoll apply ${printable(path)} --contract, when nobody needs any more what it takes away`;
}
