import { ENVELOPE, EVENT_KEY, fitIdentifier, type Ledger, type LedgerEntry } from '#libs/table-model';
import { commentColumn, commentTable } from './comment.js';
import type { Dialect } from './dialect.js';
import { noteLimits } from './limits.js';
import { makeStatement, type Statement } from './statement.js';

/**
 * Makes the table of a ledger with every column it ever had, in ledger order after the envelope. Does nothing when the table is
 * there. First the table, then its index on `ingest_time`, then comments.
 */
export function createTable(dialect: Dialect, ledger: Ledger): readonly Statement[] {
  const table = dialect.quote(ledger.table);
  const lines = [
    ...ENVELOPE.map(({ name, type, nullable }) => {
      const suffix = nullable ? '' : ' NOT NULL';
      return `  ${dialect.quote(name)} ${dialect.type(type)}${suffix}`;
    }),
    ...ledger.entries.map((entry) => `  ${columnDefinition(dialect, entry)}`),
    `  PRIMARY KEY (${dialect.quote(EVENT_KEY)})`,
  ];
  const create = `CREATE TABLE IF NOT EXISTS ${table} (\n${lines.join(',\n')}\n)${dialect.tableSuffix}`;
  const comments = ledger.entries.flatMap((entry) => commentColumn(dialect, ledger, null, entry));
  return [
    noteLimits(
      dialect,
      ENVELOPE.length + ledger.entries.length,
      makeStatement(dialect, 'createTable', create, `DROP TABLE ${table}`),
    ),
    createIngestIndex(dialect, ledger),
    ...commentTable(dialect, null, ledger),
    ...comments,
  ];
}

/** Name, type and constraint of a column, as in CREATE TABLE and ADD COLUMN. Always nullable. */
export function columnDefinition(dialect: Dialect, entry: LedgerEntry): string {
  const name = dialect.quote(entry.name);
  return `${name} ${dialect.type(entry.type)}${dialect.constraint(name, entry.type)}`;
}

// Reports read whole days by the time of arrival.
function createIngestIndex(dialect: Dialect, ledger: Ledger): Statement {
  const index = dialect.quote(fitIdentifier(`${ledger.table}_ingest_time_idx`, ledger.table));
  const on = `${dialect.quote(ledger.table)} (${dialect.quote('ingest_time')})`;
  const sql = `CREATE INDEX IF NOT EXISTS ${index} ON ${on}`;
  return makeStatement(dialect, 'createIndex', sql, `DROP INDEX ${index}`);
}
