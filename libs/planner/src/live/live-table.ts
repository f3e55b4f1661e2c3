/** A column as an engine's catalogue has it. */
export interface LiveColumn {
  readonly name: string;
  /** In the words of the dialect; see `liveType`. */
  readonly type: string;
  readonly nullable: boolean;
  /** True when an insert may leave it out though it takes no null: a default, an identity, a generated value. */
  readonly hasDefault: boolean;
}

/** An index; what follows an expression or is invalid is left out by the reader. */
export interface LiveIndex {
  readonly name: string;
  readonly unique: boolean;
  /** True when it covers some rows only. */
  readonly partial: boolean;
  /** In their order; an expression is the empty text. */
  readonly columns: readonly string[];
}

/** A table as it is in a database, the same for every reader that sees the same. */
export interface LiveTable {
  readonly table: string;
  /** `other` for a view, a foreign table and the like. */
  readonly kind: 'table' | 'other';
  /** In the order of the table. */
  readonly columns: readonly LiveColumn[];
  /** Columns of the primary key in their order; empty when it has none. */
  readonly key: readonly string[];
  /** By name; that of the key is not among them. */
  readonly indexes: readonly LiveIndex[];
}
