import type { Ledger, LedgerEntry } from '#libs/table-model';
import { columnCommentText, tableCommentText } from './comment-text.js';
import type { Dialect } from './dialect.js';
import { entryShape } from './entry-shape.js';
import { makeStatement, type Statement } from './statement.js';

/** The statement that takes a column's comment from one state of its entry to another; none when nothing changes. Null: a new column. */
export function commentColumn(
  dialect: Dialect,
  ledger: Ledger,
  before: LedgerEntry | null,
  after: LedgerEntry,
): readonly Statement[] {
  const { words } = dialect;
  if (words === null) return [];
  const parts = {
    table: dialect.quote(ledger.table),
    column: dialect.quote(after.name),
    type: dialect.columnType(entryShape(dialect, after)),
  };
  return commentOn(
    dialect,
    (comment) => words.commentColumn({ ...parts, comment }),
    before === null ? null : columnCommentText(before),
    columnCommentText(after),
  );
}

/** Like {@link commentColumn}, of the table itself. */
export function commentTable(dialect: Dialect, before: Ledger | null, after: Ledger): readonly Statement[] {
  const { words } = dialect;
  if (words === null) return [];
  return commentOn(
    dialect,
    (comment) => words.commentTable(dialect.quote(after.table), comment),
    before === null ? null : tableCommentText(before),
    tableCommentText(after),
  );
}

/** A comment as a literal that the engine takes: cut to its limit, without U+0000. Null stays null. */
export function commentLiteral(dialect: Dialect, text: string | null): string | null {
  if (text === null) return null;
  // No engine takes U+0000 in text, and a comment is not worth a failure.
  const clean = text.replaceAll('\0', '');
  const { commentLength } = dialect.limits;
  if (commentLength === undefined || clean.length <= commentLength) return dialect.text(clean);
  // A cut may not leave half of a surrogate pair.
  return dialect.text(`${clean.slice(0, commentLength - 1).replace(/[\uD800-\uDBFF]$/, '')}…`);
}

function commentOn(
  dialect: Dialect,
  say: (comment: string | null) => string,
  before: string | null,
  after: string | null,
): readonly Statement[] {
  if (!dialect.hasComments || before === after) return [];
  const sql = (text: string | null): string => say(commentLiteral(dialect, text));
  return [makeStatement(dialect, 'comment', sql(after), { undo: sql(before) })];
}
