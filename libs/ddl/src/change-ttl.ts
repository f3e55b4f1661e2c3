import { isShorter, type Ledger } from '#libs/table-model';
import type { Dialect } from './dialect.js';
import { costedStatement, type Statement } from './statement.js';

/**
 * The statement that has the engine keep rows for as long as the newer ledger says; none when nothing changes, or when the engine
 * removes nothing by itself. To keep them for a shorter time takes away what is older: it contracts.
 */
export function changeTtl(dialect: Dialect, before: Ledger, after: Ledger): readonly Statement[] {
  const { expiry } = dialect;
  const [earlier, now] = [before.layout ?? {}, after.layout ?? {}];
  if (expiry === null || earlier.ttlDays === now.ttlDays) return [];
  const sql = (ledger: Ledger): string =>
    expiry.sql(dialect.quote(after.table), ledger.layout?.ttlDays ?? null, (name) => dialect.quote(name));
  const lost = (days: number | undefined): string => `Every row that arrived more than ${days} days ago.`;
  const effect = isShorter(earlier, now)
    ? ({ dataLoss: lost(now.ttlDays), phase: 'contract', oldRowsReadable: false } as const)
    : { undoLoses: lost(earlier.ttlDays) };
  return [costedStatement('expire', expiry.cost, sql(after), { undo: sql(before), ...effect })];
}
