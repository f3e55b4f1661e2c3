import type { Ledger } from '#libs/table-model';
import type { Dialect } from '../dialect.js';
import { latestSelect } from '../latest-view.js';
import { firstCopies } from '../once-view.js';
import type { SqlWords } from '../words.js';
import { jinjaText } from './yaml-text.js';

/**
 * The newest names of a table's columns, one row for each event: engines that only note the key get the first that arrived. `from`
 * is an expression of dbt's and printed as it is.
 */
export function stagingQuery(dialect: Dialect, words: SqlWords, ledger: Ledger, from: string): string {
  // A name that no text of a query has: it becomes the expression once everything else is safe.
  const place = '\u0000source\u0000';
  if (dialect.enforcesKey) return finished(latestSelect(dialect, words, ledger, place), place, from);
  const { before, from: copies, where } = firstCopies(dialect, ledger, place);
  return finished(`${before}${latestSelect(dialect, words, ledger, copies)}${where}`, place, from);
}

function finished(sql: string, place: string, from: string): string {
  return `${jinjaText(sql).replace(place, () => from)}\n`;
}
