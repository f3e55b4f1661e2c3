import type { ColumnShape } from '#libs/ddl';
import { ENVELOPE, type Ledger, type LogicalType } from '#libs/table-model';

/** A table as a sink knows it. */
export interface KnownTable {
  readonly ledger: Ledger;
  /** Types of all columns, the envelope's too. */
  readonly types: ReadonlyMap<string, LogicalType>;
}

/** Types of all columns that a table really has, in its order. */
export function typesOf(ledger: Ledger): ReadonlyMap<string, LogicalType> {
  const live = ledger.entries.filter(({ state }) => state !== 'dropped');
  return new Map([...ENVELOPE, ...live].map(({ name, type }) => [name, type]));
}

/** What each column of a table is made of. */
export function shapesOf(ledger: Ledger): ReadonlyMap<string, ColumnShape> {
  const envelope = ENVELOPE.map((column): [string, ColumnShape] => [
    column.name,
    { type: column.type, nullable: column.nullable, form: null },
  ]);
  const own = ledger.entries.map((entry): [string, ColumnShape] => [
    entry.name,
    { type: entry.type, form: entry.form, nullable: true },
  ]);
  return new Map([...envelope, ...own]);
}

/** True when one ledger knows of more than the other, of the table or of the schema. */
export function isNewer(one: Ledger, other: Ledger): boolean {
  if (one.tableVersion !== other.tableVersion) return one.tableVersion > other.tableVersion;
  return one.schemaVersion > other.schemaVersion;
}
