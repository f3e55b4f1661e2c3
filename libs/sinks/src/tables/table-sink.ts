import { RegistryError } from '#libs/errors';
import type { Plan } from '#libs/planner';
import type { Ledger } from '#libs/table-model';
import type { TableSink } from '../contract.js';
import type { RowBatch, RowsResult } from '../event.js';
import { problemOf } from '../problem-of.js';
import type { RecentRow } from '../reading.js';
import { applyPlan } from './apply-plan.js';
import type { LedgerBook } from './ledger-book.js';
import { readRows } from './read-rows.js';
import { SqlLedgerBook } from './sql-ledger-book.js';
import type { RowStore, TableStore } from './table-store.js';
import { writeRows } from './write-rows.js';

/** The rows of a table that arrived last, oldest first. **Throws** TABLE_NOT_FOUND. */
export type ReadRows = TableSink['readRows'];

/** What a sink of rows is made of. */
export interface RowSinkParts {
  readonly store: RowStore;
  readonly book: LedgerBook;
  readonly read: ReadRows;
  /** Milliseconds since 1970. Default: the system's clock. */
  readonly now?: (() => number) | undefined;
}

/** Makes a sink of what a driver says of its engine of SQL. **Throws** SINK_UNAVAILABLE. */
export async function openTableSink(store: TableStore, now?: () => number): Promise<TableSink> {
  const book = new SqlLedgerBook(store);
  return openRowSink({ store, book, now, read: (table, limit) => readRows(store, book, table, limit) });
}

/** Makes a sink of a store that has a book of its own; closes the store when it can not be used. **Throws** SINK_UNAVAILABLE. */
export async function openRowSink(parts: RowSinkParts): Promise<TableSink> {
  const { store, book, read, now = Date.now } = parts;
  const sink = new StoreSink(store, book, read, now);
  try {
    await sink.prepare();
    return sink;
  } catch (error) {
    await sink.close();
    throw error;
  }
}

class StoreSink implements TableSink {
  /** One call after the other: a connection has one transaction. */
  private tail: Promise<unknown> = Promise.resolve();
  private closing: Promise<void> | null = null;

  constructor(
    private readonly store: RowStore,
    private readonly book: LedgerBook,
    private readonly read: ReadRows,
    private readonly now: () => number,
  ) {}

  get dialect(): string {
    return this.store.dialect.name;
  }

  prepare(): Promise<void> {
    return this.inTransaction(async () => {
      await this.store.lock();
      await this.book.prepare();
    });
  }

  async tableVersion(table: string): Promise<number> {
    return (await this.ledger(table))?.tableVersion ?? 0;
  }

  ledger(table: string): Promise<Ledger | null> {
    return this.inTransaction(async () => (await this.book.read(table))?.ledger ?? null);
  }

  async applyPlan(plan: Plan, after: Ledger): Promise<void> {
    await this.inTransaction(() => applyPlan(this.store, this.book, { plan, after }, this.now));
  }

  writeRows(batches: readonly RowBatch[]): Promise<RowsResult> {
    const work = (): Promise<RowsResult> => writeRows(this.store, this.book, batches);
    return this.store.savesParts ? this.inTransaction(work) : this.inTurn(work);
  }

  readRows(table: string, limit: number): Promise<readonly RecentRow['row'][]> {
    return this.inTransaction(() => this.read(table, limit));
  }

  close(): Promise<void> {
    this.closing ??= this.tail.then(() => this.store.close());
    return this.closing;
  }

  private inTransaction<T>(work: () => Promise<T>): Promise<T> {
    return this.inTurn(() => this.store.transaction(work));
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.closing !== null)
      return Promise.reject(new RegistryError('SINK_UNAVAILABLE', { problem: 'it is closed' }));
    const done = this.tail.then(() => guarded(this.store.dialect.title, work));
    this.tail = done.catch(() => undefined);
    return done;
  }
}

/** Says which database it was: a worker may write to several. */
async function guarded<T>(title: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof RegistryError) throw cause;
    throw new RegistryError('SINK_UNAVAILABLE', { problem: `${title}: ${problemOf(cause)}` }, { cause });
  }
}
