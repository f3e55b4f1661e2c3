// One line for each release, and the statements that its tables need.
import { block, dim, green, red, say } from '../print.mjs';

const MOST_STATEMENTS = 4;

/** Prints the verdict on a release and what became of it. */
export function printOutcome(name, outcome) {
  const { verdict, version, isNew } = outcome;
  const colour = verdict === 'compatible' ? green : red;
  const place = version === 0 ? '' : isNew ? `version ${version}` : `same as version ${version}`;
  say(
    `${name.padEnd(15)} ${colour(verdict.padEnd(12))} ${place.padEnd(18)} ${dim(noteOf(outcome))}`.trimEnd(),
  );
}

/** Prints the first line of the first statements of plans. */
export function printStatements(plans) {
  const statements = plans.flatMap(({ steps = [] }) => steps.map(({ sql }) => firstLine(sql)));
  const more = statements.length - MOST_STATEMENTS;
  const shown = statements.slice(0, MOST_STATEMENTS);
  if (statements.length > 0) block([...shown, ...(more > 0 ? [dim(`… ${more} more`)] : [])].join('\n'));
}

function noteOf({ verdict, problem, refused }) {
  if (verdict === 'invalid') return problem;
  if (refused.length === 0) return '';
  const rules = [...new Set(refused.map((finding) => finding.ruleId))].join(', ');
  return `${refused.length} findings: ${rules}; waived, since it was released`;
}

function firstLine(sql) {
  const [line] = sql.split('\n');
  return line === sql ? line : `${line} …`;
}
