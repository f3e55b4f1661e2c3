import type { registry } from '#libs/gen';
import type { Plan, PlanFile } from '#libs/planner';
import { stepsOf } from '#libs/live-tables';
import { plansText } from './plan.js';

/** The plans of a file as one SQL script. */
export function planFileText(file: PlanFile): string {
  return plansText(file.tables.map(({ plan }) => planJson(plan)));
}

/** What is in a file, in a line. */
export function planFileSummary(file: PlanFile): string {
  const steps = stepsOf(file);
  const contracting = steps.filter(({ statement }) => statement.phase === 'contract').length;
  const left = contracting === 0 ? '' : `, ${contracting} of them contracting`;
  return `${countOf(steps.length, 'statement')}${left}; fingerprint ${file.fingerprint.slice(0, 16)}`;
}

/** A number with its noun. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A plan as the registry's API has it, as far as it is printed. */
export function planJson(plan: Plan): registry.TablePlanJson {
  const { message, table, dialect, fromVersion, toVersion, notes, statements } = plan;
  const steps = statements.map((statement) => ({
    sql: statement.sql,
    kind: statement.kind,
    class: statement.class,
    lock: statement.lock,
    rewrite: statement.rewrite,
    reversible: statement.reversible,
    phase: statement.phase,
    dataLoss: statement.dataLoss ?? '',
    note: statement.note ?? '',
  }));
  return { message, table, dialect, fromVersion, toVersion, notes: [...notes], steps };
}
