import type { CellForm, RowColumn } from '#libs/codec';
import type { ColumnSource } from './column-source.js';
import type { LogicalType } from './logical-type.js';
import type { TableFinding } from './table-finding.js';
import type { ColumnCare, TableLayout } from './table-layout.js';

/** A column made from a field, or from a oneof's case. Columns are nullable, always. */
export interface Column extends RowColumn, ColumnCare {
  /** Identity: the path of field numbers, `12.3`; of a oneof's case `12.3#case`, 3 being its lowest member. */
  readonly key: string;
  /** Path of field numbers from the root message; of a case, the holder's path and the lowest member's number. */
  readonly path: readonly number[];
  /** At most 63 bytes, unique in its table when case is ignored. */
  readonly name: string;
  readonly type: LogicalType;
  readonly form: CellForm;
  /** The leading comment in the source; null when there is none or the schema has no source info. */
  readonly comment: string | null;
  /** What else the schema says of the field. */
  readonly source: ColumnSource;
}

/** The table that one version of a message asks for, before any history. */
export interface TableModel {
  /** Full name of the message. */
  readonly message: string;
  readonly table: string;
  /** By field number, depth first; a oneof's case stands before its lowest member. Independent of declaration order. */
  readonly columns: readonly Column[];
  /** What the author said of it beyond the columns. Absent for nothing. */
  readonly layout?: TableLayout;
  readonly findings: readonly TableFinding[];
}

/** Settings of {@link buildTable}. */
export interface TableOptions {
  /** Name of the table. Default: the annotation, else the message's name in snake_case. */
  readonly table?: string;
  /** How many field names a column's name may join. Default: 3. */
  readonly depthBudget?: number;
  /** How many columns flattening may make, the envelope not counted. Default: 500. */
  readonly columnBudget?: number;
}

/** Identity of a column by its path of field numbers. */
export function columnKey(path: readonly number[], form: CellForm): string {
  return form === 'case' ? `${path.join('.')}#case` : path.join('.');
}
