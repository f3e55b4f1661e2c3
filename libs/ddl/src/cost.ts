import type { TableClass } from '#libs/table-model';
import type { StatementCost } from './dialect.js';

/** What {@link cost} can not tell from the class. */
export interface CostDetails {
  /** Default: true for T2 and T3. */
  readonly rewrite?: boolean;
  /** Default: false for T3 and T5. */
  readonly online?: boolean;
}

/** The cost of a kind of statement; whether rows are rewritten and others wait follows from the class unless said otherwise. */
export function cost(
  tableClass: TableClass,
  lock: string,
  note: string | null = null,
  details: CostDetails = {},
): StatementCost {
  const { rewrite = ['T2', 'T3'].includes(tableClass), online = !['T3', 'T5'].includes(tableClass) } =
    details;
  return { class: tableClass, lock, rewrite, online, note };
}
