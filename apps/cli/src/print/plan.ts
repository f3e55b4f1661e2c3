import type { registry } from '#libs/gen';
import { printable } from './printable.js';

/** Plans as one SQL script: what each is about in comments, then its statements. */
export function plansText(plans: readonly registry.TablePlanJson[]): string {
  return plans.map(planText).join('\n');
}

/** Table, message, dialect and versions of a plan, in one line. */
export function planTitle(plan: registry.TablePlanJson): string {
  const { message = '', table = '', dialect = '', fromVersion = 0, toVersion = 0, steps = [] } = plan;
  const span = fromVersion === 0 ? `new in version ${toVersion}` : `version ${fromVersion} to ${toVersion}`;
  const nothing = steps.length === 0 ? ', nothing to do' : '';
  return printable(`table ${table} (${message}), ${dialect}: ${span}${nothing}`);
}

function planText(plan: registry.TablePlanJson): string {
  const lines = [comment(planTitle(plan)), ...(plan.notes ?? []).map((note) => comment(`note: ${note}`))];
  let said = '';
  for (const step of plan.steps ?? []) {
    const cost = costOf(step);
    // Said once for statements that cost the same.
    if (cost !== said) lines.push(comment(cost));
    lines.push(`${printable(step.sql ?? '')};\n`);
    said = cost;
  }
  return lines.join('');
}

function costOf(step: registry.PlanStepJson): string {
  const facts = [
    step.class ?? '',
    `lock: ${step.lock ?? ''}`,
    step.rewrite === true ? 'rewrites the table' : null,
    step.reversible === true ? null : 'can not be undone',
  ];
  return facts.filter((fact) => fact !== null).join('; ');
}

/** A line that no text of others can leave. */
function comment(text: string): string {
  return `-- ${printable(text).replaceAll(/\s+/g, ' ')}\n`;
}
