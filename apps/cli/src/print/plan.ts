import type { registry } from '#libs/gen';
import { DIALECTS, scriptHead, type Dialect } from '#libs/ddl';
import { printable } from './printable.js';

/**
 * Plans as one SQL script: what its session is told, then of each plan what it is about in comments and its statements.
 * Documents, which have no comments, stand alone.
 */
export function plansText(plans: readonly registry.TablePlanJson[]): string {
  const texts = plans.map((plan) => (isDocument(plan) ? documentText(plan) : planText(plan)));
  return [...headText(plans), ...texts].join('\n');
}

function isDocument(plan: registry.TablePlanJson): boolean {
  return dialectOf(plan)?.words === null;
}

function dialectOf({ dialect = '' }: registry.TablePlanJson): Dialect | undefined {
  return DIALECTS.find(({ name }) => name === dialect);
}

function headText(plans: readonly registry.TablePlanJson[]): readonly string[] {
  const dialect = plans.map(dialectOf)[0];
  if (dialect === undefined) return [];
  const steps = plans.flatMap((plan) => plan.steps ?? []);
  const head = scriptHead(
    dialect,
    steps.map(({ kind = '', sql = '' }) => ({ kind, sql })),
  );
  return head.length === 0 ? [] : [head.map((line) => `${line}\n`).join('')];
}

function documentText({ steps = [] }: registry.TablePlanJson): string {
  return steps.map(({ sql = '' }) => `${printable(sql)}\n`).join('\n');
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
    if (cost !== said) lines.push(...cost.split('\n').map(comment));
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
  const warnings = [
    step.phase === 'contract' ? 'contract: run it when nobody needs what it takes away' : '',
    step.dataLoss ?? '',
    step.note ?? '',
  ];
  return [facts.filter((fact) => fact !== null).join('; '), ...warnings.filter((text) => text !== '')].join(
    '\n',
  );
}

/** A line that no text of others can leave. */
function comment(text: string): string {
  return `-- ${printable(text).replaceAll(/\s+/g, ' ')}\n`;
}
