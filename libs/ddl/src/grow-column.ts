import { grownFields, typeGiven, type GrownStep, type Ledger, type LedgerEntry } from '#libs/table-model';
import type { Dialect } from './dialect.js';
import { makeStatement, type Statement } from './statement.js';

/**
 * Adds the fields that came to be inside of an entry's column since an earlier state of it. Rows that are there have none of them.
 * None where the engine keeps them in JSON, and in dialects of documents.
 */
export function growColumn(
  dialect: Dialect,
  ledger: Ledger,
  earlier: LedgerEntry,
  entry: LedgerEntry,
): readonly Statement[] {
  const [before, after] = [dialect.shape(earlier.type), dialect.shape(entry.type)];
  if (dialect.grow === null || before === null || after === null) return [];
  // The author's type holds whatever it holds.
  if (typeGiven(entry, dialect.name) !== null) return [];
  const grown = grownFields(before, after);
  if (grown.length === 0) return [];
  const column = dialect.quote(entry.name);
  const typeOf = ({ type, form }: LedgerEntry): string => dialect.columnType({ type, form, nullable: true });
  const statements = dialect.grow({
    table: dialect.quote(ledger.table),
    column,
    fields: grown.map(({ steps, field }) => ({
      path: [column, ...steps.map((step) => wordOf(dialect, step))].join('.'),
      type: dialect.fieldType(field.shape),
    })),
    typeBefore: typeOf(earlier),
    typeAfter: typeOf(entry),
  });
  return statements.map(({ sql, undo }) =>
    makeStatement(dialect, 'growColumn', sql, {
      undo,
      undoLoses: `What was written to the new fields inside of column '${entry.name}' since.`,
    }),
  );
}

function wordOf(dialect: Dialect, { kind, name }: GrownStep): string {
  return kind === 'field' ? dialect.quote(name) : name;
}
