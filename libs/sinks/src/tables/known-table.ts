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

/** True when one ledger knows of more than the other, of the table or of the schema. */
export function isNewer(one: Ledger, other: Ledger): boolean {
  if (one.tableVersion !== other.tableVersion) return one.tableVersion > other.tableVersion;
  return one.schemaVersion > other.schemaVersion;
}
