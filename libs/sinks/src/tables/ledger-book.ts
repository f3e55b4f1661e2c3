import type { Plan } from '#libs/planner';
import type { Ledger } from '#libs/table-model';
import type { KnownTable } from './known-table.js';

/** A statement of a plan that was run. */
export interface JournalEntry {
  readonly plan: Plan;
  readonly step: number;
  readonly sql: string;
  readonly atMs: number;
  readonly tookUs: number;
}

/** The ledgers of a sink's tables; the newest of a table counts. */
export interface LedgerBook {
  /** Makes what the book itself needs where it is missing. */
  prepare(): Promise<void>;
  /** The table in at least this version, or in the one that is stored; null when there is none. */
  find(table: string, atLeast: number): Promise<KnownTable | null>;
  /** The table as it is stored now. */
  read(table: string): Promise<KnownTable | null>;
  /** What is kept in memory may be wrong: a transaction failed, or somebody changed the table by hand. */
  forget(table: string): void;
  /** Stores a ledger; within a transaction. */
  save(ledger: Ledger): Promise<void>;
  /** Notes a statement that was run; within a transaction. */
  note(entry: JournalEntry): Promise<void>;
  /** Other tables of the same message: an event that is in one of them must not come into this one. */
  siblings(ledger: Ledger): Promise<readonly string[]>;
}
