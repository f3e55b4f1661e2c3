import type { Ledger } from '#libs/table-model';
import type { Dialect } from '../dialect.js';
import { latestSelect } from '../latest-view.js';
import { liveEntries } from '../limits.js';
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
  const rank = dialect.quote(freeName(ledger, '_protokoll_copy'));
  const [key, arrived] = ['event_id', 'ingest_time'].map((name) => dialect.quote(name));
  const ranked = `SELECT *, ROW_NUMBER() OVER (PARTITION BY ${key} ORDER BY ${arrived}) AS ${rank}\n  FROM ${place}`;
  const select = latestSelect(dialect, words, ledger, 'copies');
  return finished(`WITH copies AS (\n  ${ranked}\n)\n${select}\nWHERE ${rank} = 1`, place, from);
}

function finished(sql: string, place: string, from: string): string {
  return `${jinjaText(sql).replace(place, () => from)}\n`;
}

function freeName(ledger: Ledger, wanted: string): string {
  const taken = new Set(liveEntries(ledger).map(({ name }) => name.toLowerCase()));
  let name = wanted;
  while (taken.has(name)) name += '_';
  return name;
}
