import type { Dialect, StatementCost, StatementKind } from './dialect.js';

/** One statement that changes a table, and what it costs. */
export interface Statement extends StatementCost {
  /** Without a closing semicolon. */
  readonly sql: string;
  /** False when nothing brings back the state before. */
  readonly reversible: boolean;
  /** SQL that undoes it; null when there is none. What was written to a new column or table since is lost. */
  readonly undo: string | null;
}

/** Puts a statement together with its cost in the dialect. */
export function makeStatement(
  dialect: Dialect,
  kind: StatementKind,
  sql: string,
  undo: string | null,
): Statement {
  const cost = dialect.costs[kind];
  return {
    sql,
    class: cost.class,
    lock: cost.lock,
    rewrite: cost.rewrite,
    reversible: undo !== null,
    undo,
    note: cost.note,
  };
}
