import { ENVELOPE, type Ledger, type LedgerEntry } from '#libs/table-model';
import { commentColumn } from './comment.js';
import { columnDefinition } from './create-table.js';
import type { Dialect } from './dialect.js';
import { noteLimits } from './limits.js';
import { makeStatement, type Statement } from './statement.js';

/** Adds the column of one entry, nullable, to the ledger's table; then its comment. Rows that are there read NULL. */
export function addColumn(dialect: Dialect, ledger: Ledger, entry: LedgerEntry): readonly Statement[] {
  const table = dialect.quote(ledger.table);
  const guard = dialect.addsIfMissing ? 'IF NOT EXISTS ' : '';
  const sql = `ALTER TABLE ${table} ADD COLUMN ${guard}${columnDefinition(dialect, entry)}`;
  const undo = `ALTER TABLE ${table} DROP COLUMN ${dialect.quote(entry.name)}`;
  const statement = makeStatement(dialect, 'addColumn', sql, undo);
  return [
    noteLimits(dialect, ENVELOPE.length + entry.columnId, statement),
    ...commentColumn(dialect, ledger, null, entry),
  ];
}
