import type { registry } from '#libs/gen';
import { printable } from './printable.js';

/** Plans as one SQL script: what each is about in comments, then its statements. */
export function plansText(plans: readonly registry.TablePlanJson[]): string {
  return plans.map(planText).join('\n');
}

function planText(plan: registry.TablePlanJson): string {
  const {
    message = '',
    table = '',
    dialect = '',
    fromVersion = 0,
    toVersion = 0,
    steps = [],
    notes = [],
  } = plan;
  const span = fromVersion === 0 ? `new in version ${toVersion}` : `version ${fromVersion} to ${toVersion}`;
  const head = comment(
    `table ${table} (${message}), ${dialect}: ${span}${steps.length === 0 ? ', nothing to do' : ''}`,
  );
  return [head, ...notes.map((note) => comment(`note: ${note}`)), ...steps.map(stepText)].join('');
}

function stepText(step: registry.PlanStepJson): string {
  const facts = [
    step.class ?? '',
    `lock: ${step.lock ?? ''}`,
    step.rewrite === true ? 'rewrites the table' : null,
    step.reversible === true ? null : 'can not be undone',
  ].filter((fact) => fact !== null);
  return `${comment(facts.join('; '))}${printable(step.sql ?? '')};\n`;
}

/** A line that no text of others can leave. */
function comment(text: string): string {
  return `-- ${printable(text).replaceAll(/\s+/g, ' ')}\n`;
}
