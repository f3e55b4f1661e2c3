import type { Dialect } from './dialect.js';
import { makeStatement, type Statement } from './statement.js';
import type { SqlWords } from './words.js';

/** Makes a view, or makes it anew; engines that can not replace one get it dropped first. */
export function makeView(
  dialect: Dialect,
  words: SqlWords,
  name: string,
  select: string,
): readonly Statement[] {
  const view = dialect.quote(name);
  const drop = `DROP VIEW IF EXISTS ${view}`;
  const make = (sql: string): Statement => makeStatement(dialect, 'createView', sql, { undo: drop });
  if (words.replaceView !== null) return [make(words.replaceView(view, select))];
  return [
    makeStatement(dialect, 'createView', drop, { undo: null }),
    make(`CREATE VIEW ${view} AS\n${select}`),
  ];
}
