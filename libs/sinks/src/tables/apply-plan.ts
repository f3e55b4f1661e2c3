import { RegistryError } from '#libs/errors';
import type { Plan } from '#libs/planner';
import type { Ledger } from '#libs/table-model';
import { isNewer, typesOf } from './known-table.js';
import type { LedgerBook } from './ledger-book.js';
import type { RowStore } from './table-store.js';

/**
 * Brings a table from one version to the next; within a transaction. Where the engine has none, statements that were run stay run:
 * the ledger is written last, and the plan, whose statements may be repeated, is applied again. **Throws** PLAN_CONFLICT.
 */
export async function applyPlan(
  store: RowStore,
  book: LedgerBook,
  change: { readonly plan: Plan; readonly after: Ledger },
  now: () => number,
): Promise<void> {
  const { plan, after } = change;
  const { name } = store.dialect;
  if (plan.dialect !== name) throw conflict(plan, `dialect ${plan.dialect}`, `dialect ${name}`);
  await store.lock();
  const before = (await book.read(after.table))?.ledger ?? null;
  if (before !== null && before.subject !== after.subject)
    throw conflict(plan, `subject '${after.subject}'`, `subject '${before.subject}'`);
  const at = before?.tableVersion ?? 0;
  if (at < plan.toTableVersion && at !== plan.fromTableVersion)
    throw conflict(plan, `version ${plan.fromTableVersion}`, `version ${at}`);
  // A version that adds no column may say other things of those that are there: such statements may be repeated.
  const saysMore = at === plan.fromTableVersion && (before === null || isNewer(after, before));
  if (at < plan.toTableVersion || saysMore) {
    for (const [step, { sql }] of plan.statements.entries()) {
      const startedMs = performance.now();
      await store.run(sql);
      const tookUs = Math.round((performance.now() - startedMs) * 1_000);
      await book.note({ plan, step, sql, atMs: now(), tookUs });
    }
  }
  await assertShape(store, plan, after);
  if (before === null || isNewer(after, before)) await book.save(after);
}

/** A table of this name that was made otherwise would refuse every row. */
async function assertShape(store: RowStore, plan: Plan, after: Ledger): Promise<void> {
  const live = new Set(await store.columns(after.table));
  for (const name of typesOf(after).keys())
    if (!live.has(store.dialect.engineName(name)))
      throw conflict(plan, `column '${name}'`, `column '${name}' missing`);
}

function conflict(plan: Plan, expected: string, actual: string): RegistryError {
  return new RegistryError('PLAN_CONFLICT', { table: plan.table, expected, actual });
}
