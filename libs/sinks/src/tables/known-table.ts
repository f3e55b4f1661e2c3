import type { ColumnShape } from '#libs/ddl';
import { ENVELOPE, typeGiven, type Ledger, type LedgerEntry, type LogicalType } from '#libs/table-model';

/** A table as a sink knows it. */
export interface KnownTable {
  readonly ledger: Ledger;
  /** Types of all columns, the envelope's too. */
  readonly types: ReadonlyMap<string, LogicalType>;
}

/** Types of all columns that a table really has, in its order; for a dialect those that are written to its engine. */
export function typesOf(ledger: Ledger, dialect?: string): ReadonlyMap<string, LogicalType> {
  const live = ledger.entries.filter(({ state }) => state !== 'dropped');
  const own = live.map((entry) => [entry.name, writtenType(entry, dialect)] as const);
  return new Map([...ENVELOPE.map(({ name, type }) => [name, type] as const), ...own]);
}

// A type that an author gave to the column takes JSON text, whatever the engine could hold itself.
function writtenType(entry: LedgerEntry, dialect: string | undefined): LogicalType {
  const { type } = entry;
  const given = dialect === undefined ? null : typeGiven(entry, dialect);
  return given === null || type.kind !== 'json' ? type : { kind: 'json' };
}

/** What each column of a table is made of. */
export function shapesOf(ledger: Ledger, dialect?: string): ReadonlyMap<string, ColumnShape> {
  const envelope = ENVELOPE.map((column): [string, ColumnShape] => [
    column.name,
    { type: column.type, nullable: column.nullable, form: null },
  ]);
  const own = ledger.entries.map((entry): [string, ColumnShape] => [
    entry.name,
    { type: writtenType(entry, dialect), form: entry.form, nullable: true },
  ]);
  return new Map([...envelope, ...own]);
}

/** True when one ledger knows of more than the other, of the table or of the schema. */
export function isNewer(one: Ledger, other: Ledger): boolean {
  if (one.tableVersion !== other.tableVersion) return one.tableVersion > other.tableVersion;
  return one.schemaVersion > other.schemaVersion;
}
