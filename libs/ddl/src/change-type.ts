import type { Ledger, LedgerEntry, LogicalType } from '#libs/table-model';
import { columnCommentText } from './comment-text.js';
import { commentLiteral } from './comment.js';
import type { Dialect, StatementCost } from './dialect.js';
import { costedStatement, type Statement } from './statement.js';

/**
 * What it costs to take a column to another type in place; null when the engine can not, or the values would mean something
 * else: labels, JSON and points in time are never read as anything but what they are.
 */
export function typeChangeCost(
  dialect: Dialect,
  before: LogicalType,
  after: LogicalType,
): StatementCost | null {
  return dialect.typeChanges[`${before.kind}>${after.kind}`] ?? null;
}

/**
 * The statement that takes an entry's column to another type in place; null when the engine can not. Plans never contain it:
 * a new column beside the old one costs nobody anything. It is for those who prefer the wait.
 */
export function changeType(
  dialect: Dialect,
  ledger: Ledger,
  entry: LedgerEntry,
  type: LogicalType,
): Statement | null {
  const cost = typeChangeCost(dialect, entry.type, type);
  const { words } = dialect;
  if (cost === null || words === null) return null;
  const parts = {
    table: dialect.quote(ledger.table),
    column: dialect.quote(entry.name),
    type: dialect.columnType({ type, form: null, nullable: true }),
    comment: dialect.hasComments ? commentLiteral(dialect, columnCommentText(entry)) : null,
  };
  // Values written meanwhile may not fit the narrower type, so there is no way back.
  return costedStatement('changeType', cost, words.changeType(parts, dialect.type(type)), { undo: null });
}
