import type { Ledger, LedgerEntry } from '#libs/table-model';
import { columnDefinition } from './create-table.js';
import type { Dialect } from './dialect.js';
import { makeStatement, type Statement } from './statement.js';

/**
 * Takes the column of one entry away with all that is in it. The undo makes an empty one. None in dialects of documents,
 * where `describeTable` says the whole.
 */
export function dropColumn(dialect: Dialect, ledger: Ledger, entry: LedgerEntry): readonly Statement[] {
  const { words } = dialect;
  if (words === null) return [];
  const table = dialect.quote(ledger.table);
  return [
    makeStatement(dialect, 'dropColumn', words.dropColumn(table, dialect.quote(entry.name)), {
      undo: words.addColumn(table, columnDefinition(dialect, entry)),
      dataLoss: `Every value of column '${entry.name}', written by versions ${entry.introducedVersion} to ${entry.lastVersion}.`,
      phase: 'contract',
      oldRowsReadable: false,
      oldWritersInsert: false,
    }),
  ];
}
