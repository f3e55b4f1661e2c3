import type { registry } from '#libs/gen';
import { planTitle } from './plan.js';
import { printable, shortLine } from './printable.js';

const MAX_LINE_CHARACTERS = 160;

/** What plans do, statement by statement in a line each, comments counted; then the command that prints the SQL. */
export function planSummaries(plans: readonly registry.TablePlanJson[], subject: string): string {
  const [first] = plans;
  return `${plans.map(planSummary).join('')}${first === undefined ? '' : nextText(first, subject)}`;
}

function planSummary(plan: registry.TablePlanJson): string {
  const { steps = [] } = plan;
  const changes = steps.filter((step) => step.kind !== 'comment');
  const comments = steps.length - changes.length;
  return [
    planTitle(plan),
    ...changes.map(({ sql = '' }) => `  ${firstLine(sql)}`),
    ...(comments === 0 ? [] : [`  and ${comments} ${comments === 1 ? 'comment' : 'comments'}`]),
    ...(plan.notes ?? []).map((note) => `  note: ${printable(note).replaceAll(/\s+/g, ' ')}`),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function firstLine(sql: string): string {
  const line = sql.split('\n')[0] ?? '';
  return `${shortLine(line, MAX_LINE_CHARACTERS)}${line === sql ? '' : ' …'}`;
}

function nextText(
  { fromVersion = 0, toVersion = 0, dialect = '' }: registry.TablePlanJson,
  subject: string,
): string {
  const command =
    fromVersion === 0
      ? `ddl --subject ${subject}@${toVersion}`
      : `plan --subject ${subject} --from ${fromVersion} --to ${toVersion}`;
  return `\nNext: protokoll ${command} --dialect ${dialect}\n`;
}
