import type { Dialect } from '#libs/ddl';
import type { LiveTable } from '#libs/planner';
import type { BookWords } from './book-words.js';

/** What may be bound to a parameter. */
export type LiveParam = string | number | null;

/** A row by column names, as the driver gives it. */
export type LiveRow = Readonly<Record<string, unknown>>;

/** How a database is opened. */
export interface OpenOptions {
  /** True: nothing can be written. */
  readonly readOnly: boolean;
  /** How long others are waited for that hold a lock. */
  readonly lockTimeoutMs: number;
  /** How long one statement may take, where the engine can be told. Default 3 600 000. */
  readonly statementTimeoutMs?: number;
  /** How long a lock without a sign of life counts, where the engine can not see whether its holder is alive. Default 15 000. */
  readonly leaseMs?: number;
  /** Where a relative path of a file starts. Default: the working folder of the process. */
  readonly folder?: string;
}

/**
 * A connection to a database with event tables. What goes wrong is told without a word of its URL: MIGRATION_LOCKED when others
 * held a lock for too long, DATABASE_UNAVAILABLE for the rest, never with a cause, since a driver's error may hold the URL.
 */
export interface LiveDatabase {
  readonly dialect: Dialect;
  /** True when a statement of a plan and its line in the journal are one transaction; see `transaction`. */
  readonly atomic: boolean;
  /** How the tables of applying are worded. */
  readonly bookWords: BookWords;
  /** Rows of one statement; parameters are `$1`, `$2` … in the order of `params`, each used once. */
  query(sql: string, params?: readonly LiveParam[]): Promise<readonly LiveRow[]>;
  /**
   * Runs a statement of a plan. `was there` when it would add a column that the table has. **Throws** what the engine says,
   * unless it is one of the contract's failures.
   */
  run(sql: string): Promise<'done' | 'was there'>;
  /** The table as it is now; null when there is none. */
  describe(table: string): Promise<LiveTable | null>;
  /** Keeps other applying processes away while `work` runs, as far as the engine can; see the driver. */
  locked<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Commits what `work` does, or undoes it when it throws. Not within another. Where `atomic` is false a statement of a plan is
   * never undone, and the rest as far as the engine can.
   */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
