import type { Dialect, StatementCost, StatementKind } from './dialect.js';

/** One statement that changes a table, and what it costs. */
export interface Statement extends StatementCost {
  readonly kind: StatementKind | 'changeType' | 'expire';
  /** Without a closing semicolon. A document in dialects that have no SQL. */
  readonly sql: string;
  /** `expand` keeps every row and writer valid; `contract` takes something away and runs when nobody needs it any more. */
  readonly phase: 'expand' | 'contract';
  /** False when nothing brings back the state before. */
  readonly reversible: boolean;
  /** SQL that undoes it; null when there is none. What was written to a new column or table since is lost. */
  readonly undo: string | null;
  /** What running it loses, a sentence; null for nothing. */
  readonly dataLoss: string | null;
  /** What running `undo` loses, a sentence; null for nothing. */
  readonly undoLoses: string | null;
  /** True when rows that are there can be read afterwards as before. */
  readonly oldRowsReadable: boolean;
  /** True when workers that know the table from before can still insert. */
  readonly oldWritersInsert: boolean;
}

/** What a statement does beside its cost; what is absent is as an expanding statement has it. */
export interface StatementEffect {
  readonly undo: string | null;
  readonly undoLoses?: string;
  readonly dataLoss?: string;
  readonly phase?: 'contract';
  readonly oldRowsReadable?: false;
  readonly oldWritersInsert?: false;
}

/** Puts a statement together with its cost in the dialect. */
export function makeStatement(
  dialect: Dialect,
  kind: StatementKind,
  sql: string,
  effect: StatementEffect,
): Statement {
  return costedStatement(kind, dialect.costs[kind], sql, effect);
}

/** Like {@link makeStatement}, with a cost of its own. */
export function costedStatement(
  kind: Statement['kind'],
  cost: StatementCost,
  sql: string,
  effect: StatementEffect,
): Statement {
  const { undo, undoLoses = null, dataLoss = null } = effect;
  return {
    kind,
    sql,
    phase: effect.phase ?? 'expand',
    class: cost.class,
    lock: cost.lock,
    rewrite: cost.rewrite,
    online: cost.online,
    reversible: undo !== null && dataLoss === null,
    undo,
    dataLoss,
    undoLoses,
    oldRowsReadable: effect.oldRowsReadable ?? true,
    oldWritersInsert: effect.oldWritersInsert ?? true,
    note: cost.note,
  };
}
