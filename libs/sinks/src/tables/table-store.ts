import type { Cell } from '#libs/codec';
import type { ColumnShape, Dialect } from '#libs/ddl';
import type { Ledger, LogicalType } from '#libs/table-model';
import type { RowErrorClass } from '../event.js';
import type { Taste } from './find-misfits.js';

/** Where rows go, and what is in them. */
export interface RowTarget {
  readonly table: string;
  /** The version that the table has now: what is kept for a target is of no use to the next version. */
  readonly tableVersion: number;
  /** The table as it is now. */
  readonly ledger: Ledger;
  readonly columns: readonly string[];
  /** In the order of the columns. */
  readonly shapes: readonly ColumnShape[];
  /** Place of the key among the columns. */
  readonly keyIndex: number;
  /** Other tables in which an event may be already, as they are now. */
  readonly siblings: () => Promise<readonly string[]>;
}

/** What an engine's error means. BEHIND: the table is not what the sink took it for. TRANSIENT: try again later. */
export type StoreErrorClass = RowErrorClass | 'BEHIND' | 'TRANSIENT';

/** What holds rows, whether or not it speaks SQL: what writing and plans need of it. One call at a time. */
export interface RowStore extends Taste {
  readonly dialect: Dialect;
  /** True when a part that was refused leaves its transaction as it was before; otherwise each part is committed by itself. */
  readonly savesParts: boolean;
  /** Runs one statement of a plan. */
  run(statement: string): Promise<void>;
  /** Runs the work in one transaction; in an engine without them just runs it. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  /** Keeps other migrators out until the transaction ends, as far as the engine can. */
  lock(): Promise<void>;
  /** Inserts rows whose events are nowhere yet, all or nothing; answers how many these were. No event is in them twice. */
  insert(target: RowTarget, rows: readonly (readonly Cell[])[]): Promise<number>;
  /** Names of the columns that a table really has; none when it is not there. */
  columns(table: string): Promise<readonly string[]>;
  classify(error: unknown): StoreErrorClass;
  close(): Promise<void>;
}

/** What an engine of SQL has to say so that `openTableSink` makes a sink of it: this is all that a driver writes. */
export interface TableStore extends RowStore {
  /** Follows the column list of the sink's own tables, such as ` ENGINE = …`. */
  readonly ownTableSuffix: string;
  /** Rows of a query, each value as text. */
  ask(sql: string): Promise<readonly (readonly (string | null)[])[]>;
  /**
   * Expression for a column's value as text: booleans 1 or 0, bytes hex digits, times whole microseconds; of what the dialect has
   * a shape for the JSON of a `StoredValue`.
   */
  asText(type: LogicalType, quotedColumn: string): string;
}
