import { ENVELOPE, fitIdentifier, type Ledger, type LedgerEntry } from '#libs/table-model';
import { columnCommentText, tableCommentText } from './comment-text.js';
import { commentColumn, commentLiteral, commentTable } from './comment.js';
import { describeTable } from './describe-table.js';
import type { Dialect } from './dialect.js';
import { entryShape } from './entry-shape.js';
import { liveEntries, noteLimits } from './limits.js';
import { isPartitioned, keyColumns, restPartition } from './partitions.js';
import { makeStatement, type Statement } from './statement.js';
import type { SqlWords } from './words.js';

/**
 * Makes the table of a ledger with every column it has, in ledger order after the envelope. Does nothing when the table is
 * there. First the table, then its index on `ingest_time`, then the comments that CREATE TABLE could not say.
 */
export function createTable(dialect: Dialect, ledger: Ledger): readonly Statement[] {
  const { words } = dialect;
  if (words === null) return describeTable(dialect, null, ledger);
  const table = dialect.quote(ledger.table);
  const entries = liveEntries(ledger);
  const inline = words.inlineComment !== null && dialect.hasComments;
  const sql = words.createTable({
    table,
    columns: [...envelopeDefinitions(dialect), ...entries.map((entry) => columnDefinition(dialect, entry))],
    comment: inline ? commentLiteral(dialect, tableCommentText(ledger)) : null,
    quote: (name) => dialect.quote(name),
    layout: ledger.layout ?? {},
    key: keyColumns(dialect, ledger),
    rest: isPartitioned(dialect, ledger) ? dialect.quote(restPartition(ledger)) : null,
  });
  const create = makeStatement(dialect, 'createTable', sql, {
    undo: words.dropTable(table),
    undoLoses: `Every row of '${ledger.table}'.`,
  });
  const comments = [
    ...commentTable(dialect, null, ledger),
    ...entries.flatMap((entry) => commentColumn(dialect, ledger, null, entry)),
  ];
  return [
    noteLimits(dialect, entries, create),
    ...createRest(dialect, words, ledger),
    ...createIngestIndex(dialect, words, ledger),
    ...(inline ? [] : comments),
  ];
}

/** Name, type and constraint of a column, as in CREATE TABLE and ADD COLUMN. Always nullable. */
export function columnDefinition(dialect: Dialect, entry: LedgerEntry): string {
  const name = dialect.quote(entry.name);
  const type = dialect.columnType(entryShape(dialect, entry));
  const comment = dialect.hasComments ? commentLiteral(dialect, columnCommentText(entry)) : null;
  const said = comment === null ? '' : (dialect.words?.inlineComment?.(comment) ?? '');
  return `${name} ${type}${dialect.constraint(name, entry.type)}${said}`;
}

function envelopeDefinitions(dialect: Dialect): readonly string[] {
  return ENVELOPE.map(
    ({ name, type, nullable }) =>
      `${dialect.quote(name)} ${dialect.columnType({ type, form: null, nullable })}`,
  );
}

function createRest(dialect: Dialect, words: SqlWords, ledger: Ledger): readonly Statement[] {
  if (words.createRest === null || !isPartitioned(dialect, ledger)) return [];
  const rest = dialect.quote(restPartition(ledger));
  const sql = words.createRest(dialect.quote(ledger.table), rest);
  const effect = { undo: words.dropTable(rest), undoLoses: 'Every row of a day that has no partition.' };
  return [makeStatement(dialect, 'createTable', sql, effect)];
}

// Reports read whole days by the time of arrival.
function createIngestIndex(dialect: Dialect, words: SqlWords, ledger: Ledger): readonly Statement[] {
  if (words.createIndex === null) return [];
  const table = dialect.quote(ledger.table);
  const index = dialect.quote(fitIdentifier(`${ledger.table}_ingest_time_idx`, ledger.table));
  const sql = words.createIndex(table, index, dialect.quote('ingest_time'));
  return [makeStatement(dialect, 'createIndex', sql, { undo: words.dropIndex(table, index) })];
}
