import { typeGiven, type LedgerEntry } from '#libs/table-model';
import type { ColumnShape, Dialect } from './dialect.js';

/** What the column of an entry is made of in a dialect: nullable, and of the type that its author gave it, if any. */
export function entryShape(dialect: Dialect, entry: LedgerEntry): ColumnShape {
  const given = typeGiven(entry, dialect.name);
  const shape = { type: entry.type, form: entry.form, nullable: true };
  return given === null ? shape : { ...shape, given };
}
