import type { Ledger, LedgerEntry } from '#libs/table-model';
import { columnCommentText, tableCommentText } from './comment-text.js';
import type { Dialect } from './dialect.js';
import { makeStatement, type Statement } from './statement.js';

/** The statement that takes a column's comment from one state of its entry to another; none when nothing changes. Null: a new column. */
export function commentColumn(
  dialect: Dialect,
  ledger: Ledger,
  before: LedgerEntry | null,
  after: LedgerEntry,
): readonly Statement[] {
  const target = `COLUMN ${dialect.quote(ledger.table)}.${dialect.quote(after.name)}`;
  return commentOn(
    dialect,
    target,
    before === null ? null : columnCommentText(before),
    columnCommentText(after),
  );
}

/** Like {@link commentColumn}, of the table itself. */
export function commentTable(dialect: Dialect, before: Ledger | null, after: Ledger): readonly Statement[] {
  const target = `TABLE ${dialect.quote(after.table)}`;
  return commentOn(
    dialect,
    target,
    before === null ? null : tableCommentText(before),
    tableCommentText(after),
  );
}

function commentOn(
  dialect: Dialect,
  target: string,
  before: string | null,
  after: string | null,
): readonly Statement[] {
  if (!dialect.hasComments || before === after) return [];
  // No engine takes U+0000 in text, and a comment is not worth a failure.
  const say = (text: string | null): string =>
    `COMMENT ON ${target} IS ${text === null ? 'NULL' : dialect.text(text.replaceAll('\0', ''))}`;
  return [makeStatement(dialect, 'comment', say(after), say(before))];
}
