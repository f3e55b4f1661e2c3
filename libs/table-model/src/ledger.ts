import type { CellForm } from '#libs/codec';
import type { ColumnSource } from './column-source.js';
import type { Relabeling } from './compare-sources.js';
import type { LogicalType } from './logical-type.js';
import type { ColumnCare, TableLayout } from './table-layout.js';

/** The name of a column's field from a version on. */
export interface LogicalName {
  readonly version: number;
  readonly name: string;
}

/** A label of a column's enum that has another name since a version. */
export interface LabelChange extends Relabeling {
  readonly version: number;
}

/** The id of something inside of a column. */
export interface NestedId {
  /** `element`, `key`, `value` and numbers of fields, joined by a dot. */
  readonly path: string;
  readonly id: number;
}

/** One physical column and its life. An entry is never removed from its ledger. */
export interface LedgerEntry extends ColumnCare {
  /** 1..n in the order of creation; the order of columns in the table. */
  readonly columnId: number;
  /** Path of field numbers that the column was made for; see `Column.key`. */
  readonly key: string;
  readonly path: readonly number[];
  /** 1.. : grows when the number path gets a meaning that its earlier columns can not hold. */
  readonly incarnation: number;
  /** Physical name. Never changes; unique in its table when case is ignored. */
  readonly name: string;
  /** What the field was called, oldest first; a new element for each rename. */
  readonly logicalNames: readonly LogicalName[];
  readonly type: LogicalType;
  readonly form: CellForm;
  readonly introducedVersion: number;
  /** Newest version that writes the column. */
  readonly lastVersion: number;
  /** `frozen` = the newest version does not write it, older writers still may; `dropped` = the column was taken away with its data. */
  readonly state: 'active' | 'frozen' | 'dropped';
  /** Newest comment seen; a version without comments does not erase it. */
  readonly comment: string | null;
  /** What else the newest version that has the field says of it. Absent in ledgers from before this was kept. */
  readonly source?: ColumnSource;
  /** Labels that were renamed, oldest first: rows of earlier versions hold the earlier names. Absent when there were none. */
  readonly relabeled?: readonly LabelChange[];
  /** Id of the column among all of the table; see `fieldIdOf`. Absent when it follows from columnId. */
  readonly fieldId?: number;
  /** Ids of what lies inside of the column, in the order in which they were given. Absent when nothing does. */
  readonly nestedIds?: readonly NestedId[];
}

/** Every column that the table of one (subject, message) ever had. Plain JSON: parse(stringify(x)) is x, to the byte. */
export interface Ledger {
  readonly subject: string;
  /** Full name of the message in the newest version. */
  readonly message: string;
  /** Physical name. Never changes. */
  readonly table: string;
  /** Grows by 1 with each advance that adds columns, or fields inside of one; 1 at first. */
  readonly tableVersion: number;
  /** Newest version of the subject that the ledger knows. */
  readonly schemaVersion: number;
  /** What the author says of the table beyond its columns. Absent for nothing. */
  readonly layout?: TableLayout;
  /** By columnId. */
  readonly entries: readonly LedgerEntry[];
}

/** What the entry's field was called in a version; null before the column existed. */
export function logicalNameAt(entry: LedgerEntry, version: number): string | null {
  return entry.logicalNames.findLast((name) => name.version <= version)?.name ?? null;
}

/** What the entry's field is called now. */
export function logicalNameOf(entry: LedgerEntry): string {
  return entry.logicalNames.at(-1)?.name ?? entry.name;
}
