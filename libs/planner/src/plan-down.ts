import type { Dialect, Statement, StatementKind } from '#libs/ddl';
import type { Ledger } from '#libs/table-model';
import { fingerprintPlan } from './fingerprint-plan.js';
import { describeLosses } from './notes.js';
import { planTable } from './plan-table.js';
import type { Plan, PlanOptions } from './plan.js';

/** What undoes a kind of statement. */
const OPPOSITE: Readonly<Partial<Record<Statement['kind'], StatementKind>>> = {
  addColumn: 'dropColumn',
  dropColumn: 'addColumn',
};

/**
 * Plans the way back: undoes `planTable(dialect, before, after)` statement by statement, last first; `before` null takes the
 * table away. Every loss is said, in the statements and in the notes. Nobody needs it to go on: the newer table takes rows of
 * every older version.
 *
 * **Throws** PLAN_CONFLICT when the two are not states of one table.
 */
export function planDown(
  dialect: Dialect,
  before: Ledger | null,
  after: Ledger,
  options: PlanOptions = {},
): Plan {
  const up = planTable(dialect, before, after, options);
  const statements = up.statements.toReversed().flatMap((statement) => undoing(dialect, statement));
  const left = up.statements.filter(({ undo }) => undo === null).length;
  const plan = {
    ...up,
    fromTableVersion: up.toTableVersion,
    toTableVersion: up.fromTableVersion,
    fromVersion: up.toVersion,
    toVersion: up.fromVersion,
    statements,
    changes: [],
    notes: [
      'Leads back. It is not needed for older writers: the newer table takes their rows.',
      ...describeLosses(statements),
      ...emptied(up.statements),
      ...(left === 0
        ? []
        : [`${left} of ${up.statements.length} statements can not be undone and are left out.`]),
    ],
  };
  return { ...plan, fingerprint: fingerprintPlan(plan) };
}

function undoing(dialect: Dialect, statement: Statement): readonly Statement[] {
  if (statement.undo === null) return [];
  const kind = OPPOSITE[statement.kind] ?? statement.kind;
  const cost = kind === 'changeType' || kind === 'expire' ? statement : dialect.costs[kind];
  const loses = statement.undoLoses;
  return [
    {
      kind,
      sql: statement.undo,
      phase: loses === null ? 'expand' : 'contract',
      class: cost.class,
      lock: cost.lock,
      rewrite: cost.rewrite,
      online: cost.online,
      reversible: loses === null,
      undo: statement.sql,
      dataLoss: loses,
      undoLoses: statement.dataLoss,
      oldRowsReadable: loses === null,
      oldWritersInsert: loses === null,
      note: kind === statement.kind ? statement.note : cost.note,
    },
  ];
}

function emptied(statements: readonly Statement[]): readonly string[] {
  const dropped = statements.filter(({ kind, dataLoss }) => kind === 'dropColumn' && dataLoss !== null);
  return dropped.length === 0 ? [] : [`${dropped.length} dropped columns come back without their values.`];
}
