import type { Ledger, LedgerEntry } from '#libs/table-model';
import { commentColumn } from './comment.js';
import { columnDefinition } from './create-table.js';
import { describeTable } from './describe-table.js';
import type { Dialect } from './dialect.js';
import { liveEntries, noteLimits } from './limits.js';
import { makeStatement, type Statement } from './statement.js';

/** Adds the column of one entry, nullable, to the ledger's table; then its comment. Rows that are there read NULL. */
export function addColumn(dialect: Dialect, ledger: Ledger, entry: LedgerEntry): readonly Statement[] {
  const { words } = dialect;
  if (words === null) {
    const others = ledger.entries.filter((other) => other !== entry);
    return describeTable(dialect, { ...ledger, entries: others }, ledger);
  }
  const table = dialect.quote(ledger.table);
  const statement = makeStatement(
    dialect,
    'addColumn',
    words.addColumn(table, columnDefinition(dialect, entry)),
    {
      undo: words.dropColumn(table, dialect.quote(entry.name)),
      undoLoses: `What was written to column '${entry.name}' since.`,
    },
  );
  return [
    noteLimits(dialect, liveEntries(ledger, entry), statement),
    ...(words.inlineComment === null ? commentColumn(dialect, ledger, null, entry) : []),
  ];
}
