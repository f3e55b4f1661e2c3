import type { Dialect, Statement } from '#libs/ddl';
import type { LiveColumn, LiveTable } from './live-table.js';
import { fingerprintLive } from './plan-file.js';

/**
 * True when `after` is what this one statement makes of `before`, and nothing else happened to the table: for engines that can
 * not say whether a statement was run when a process ended beside it. Statements that change nothing a catalogue shows, such as
 * comments, follow from every table to itself.
 */
export function follows(
  dialect: Dialect,
  { kind, sql }: Pick<Statement, 'kind' | 'sql'>,
  before: LiveTable | null,
  after: LiveTable | null,
): boolean {
  if (kind === 'createTable') return before === null && after?.kind === 'table';
  if (before === null || after === null) return before === after;
  const names = (name: string): boolean => sql.includes(dialect.quote(name));
  switch (kind) {
    case 'addColumn':
      return isOneMore(names, before, after);
    case 'dropColumn':
      return isOneMore(names, after, before);
    case 'changeType':
    case 'growColumn':
      return isOneOther(names, before, after);
    case 'createIndex':
      return after.indexes.length === before.indexes.length + 1 && same(before, after, ['indexes']);
    default:
      return same(before, after, []);
  }
}

type Names = (name: string) => boolean;

function isOneMore(names: Names, less: LiveTable, more: LiveTable): boolean {
  const known = new Set(less.columns.map(({ name }) => name));
  const [added, ...others] = more.columns.filter(({ name }) => !known.has(name));
  if (added === undefined || others.length > 0 || !names(added.name)) return false;
  const columns = more.columns.filter((column) => column !== added);
  return same(less, { ...more, columns }, []);
}

function isOneOther(names: Names, before: LiveTable, after: LiveTable): boolean {
  const changed = before.columns.findIndex(({ type }, place) => type !== after.columns[place]?.type);
  const [old, now] = [before.columns[changed], after.columns[changed]];
  if (old === undefined || now?.name !== old.name || !names(old.name)) return false;
  const columns = after.columns.map((column, place): LiveColumn => (place === changed ? old : column));
  return same(before, { ...after, columns }, []);
}

function same(one: LiveTable, other: LiveTable, apart: readonly (keyof LiveTable)[]): boolean {
  const rest = (table: LiveTable): LiveTable =>
    apart.reduce((left, member) => ({ ...left, [member]: [] }), table);
  return fingerprintLive(rest(one)) === fingerprintLive(rest(other));
}
