import type { Cell } from '#libs/codec';
import type { LogicalType, TableClass } from '#libs/table-model';

/** What a kind of statement costs in a dialect. */
export interface StatementCost {
  /** T0 nothing, T1 metadata, T2 background rewrite, T3 blocking rewrite, T4 a new column beside the old, T5 not expressible. */
  readonly class: TableClass;
  /** Strongest lock taken, in the engine's own word; `none` when nobody waits. */
  readonly lock: string;
  /** True when the engine writes existing rows again. */
  readonly rewrite: boolean;
  /** What to know before running it; null when there is nothing. */
  readonly note: string | null;
}

/** The kinds of statement that tables are changed by. */
export type StatementKind = 'createTable' | 'createIndex' | 'addColumn' | 'comment';

/** What an engine refuses beyond. */
export interface DialectLimits {
  readonly identifierBytes: number;
  readonly columns: number;
}

/** A database's way of saying things. Made by {@link defineDialect}. */
export interface Dialect {
  /** Lower-case, as in `--dialect`. */
  readonly name: string;
  /** As its makers write it. */
  readonly title: string;
  readonly limits: DialectLimits;
  /** False when the engine keeps no comments on tables and columns; then none are printed. */
  readonly hasComments: boolean;
  /** False when `ADD COLUMN` fails on a column that is there: then only a journal makes it repeatable. */
  readonly addsIfMissing: boolean;
  readonly costs: Readonly<Record<StatementKind, StatementCost>>;
  /** Follows the closing bracket of CREATE TABLE; may be empty. */
  readonly tableSuffix: string;
  /** Any text as an identifier. **Throws** UNSUPPORTED_VALUE for an empty one, U+0000 and more than the limit of bytes. */
  quote(identifier: string): string;
  /** The engine's name of a type. */
  type(type: LogicalType): string;
  /** What follows a column's type, such as a CHECK; empty for nothing. */
  constraint(quotedName: string, type: LogicalType): string;
  /** Any text as a string literal. **Throws** UNSUPPORTED_VALUE for U+0000. */
  text(value: string): string;
  /** A cell as SQL. **Throws** UNSUPPORTED_VALUE. */
  literal(type: LogicalType, cell: Cell): string;
  /** A codec's cell as the value to bind for a column of this type. */
  parameter(type: LogicalType, cell: Cell): Cell;
}
