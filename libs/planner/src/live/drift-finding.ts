/** In which way a live table is not what its ledger says. */
export type DriftKind =
  | 'table-missing'
  /** Something else has the table's name, such as a view. */
  | 'not-a-table'
  | 'column-missing'
  /** A column that only older versions write was taken away, without the ledger knowing. */
  | 'frozen-column-missing'
  | 'column-type'
  | 'column-nullability'
  | 'column-extra'
  /** The ledger says that the column was taken away. */
  | 'dropped-column-present'
  /** Nothing makes rows unique by their event. */
  | 'key-missing'
  | 'index-missing';

/** One difference between a live table and its ledger. */
export interface DriftFinding {
  readonly kind: DriftKind;
  readonly table: string;
  /** Null for the table itself. */
  readonly column: string | null;
  /** What the ledger says, in the words of the dialect; null for nothing. */
  readonly expected: string | null;
  /** What is there; null for nothing. */
  readonly actual: string | null;
  /** True when rows are refused or doubled because of it; else nothing stops yet. */
  readonly blocks: boolean;
  /** What differs, a sentence. */
  readonly message: string;
  /** The way out, a sentence. */
  readonly hint: string;
}
