import { ENVELOPE, fitIdentifier, type Ledger } from '#libs/table-model';
import type { Dialect } from './dialect.js';
import { liveEntries } from './limits.js';
import { makeView } from './make-view.js';
import type { Statement } from './statement.js';

/** How a query takes each event once: what stands before it, where it reads from, and what it keeps. */
export interface FirstCopies {
  readonly before: string;
  readonly from: string;
  readonly where: string;
}

/** The first copy that arrived of each event in `from`, for engines that only note the key. */
export function firstCopies(dialect: Dialect, ledger: Ledger, from: string): FirstCopies {
  const rank = dialect.quote(freeName(ledger, '_protokoll_copy'));
  const [key, arrived] = ['event_id', 'ingest_time'].map((name) => dialect.quote(name));
  const ranked = `SELECT *, ROW_NUMBER() OVER (PARTITION BY ${key} ORDER BY ${arrived}) AS ${rank}\n  FROM ${from}`;
  return { before: `WITH copies AS (\n  ${ranked}\n)\n`, from: 'copies', where: `\nWHERE ${rank} = 1` };
}

/** Name of the view that {@link onceView} makes. */
export function onceViewName({ table }: Ledger): string {
  const name = `${table}__once`;
  return fitIdentifier(name, name);
}

/** A view of the table with one row for each event. None where the engine enforces the key, since the table is that already, nor in dialects of documents. */
export function onceView(dialect: Dialect, ledger: Ledger): readonly Statement[] {
  const { words } = dialect;
  if (words === null || dialect.enforcesKey) return [];
  const { before, from, where } = firstCopies(dialect, ledger, dialect.quote(ledger.table));
  const names = [...ENVELOPE, ...liveEntries(ledger)].map(({ name }) => `  ${dialect.quote(name)}`);
  const select = `${before}SELECT\n${names.join(',\n')}\nFROM ${from}${where}`;
  return makeView(dialect, words, onceViewName(ledger), select);
}

function freeName(ledger: Ledger, wanted: string): string {
  const taken = new Set(liveEntries(ledger).map(({ name }) => name.toLowerCase()));
  let name = wanted;
  while (taken.has(name)) name += '_';
  return name;
}
