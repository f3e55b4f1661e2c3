import type { Dialect } from './dialect.js';
import type { Statement } from './statement.js';

/** Marks a statement T5 when the table would have more columns than the engine takes: the plan says so before the engine does. */
export function noteLimits(dialect: Dialect, columns: number, statement: Statement): Statement {
  const limit = dialect.limits.columns;
  if (columns <= limit) return statement;
  const note = `${dialect.title} takes at most ${limit} columns, the table would have ${columns}. It will refuse this statement.`;
  return { ...statement, class: 'T5', note };
}
