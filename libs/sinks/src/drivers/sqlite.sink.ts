/**
 * Events in one SQLite file: event tables made by plans, and beside them the sink's own tables (`_protokoll_…`). One connection
 * writes, synchronous=FULL, so that a commit survives a power failure; a second, read-only one answers questions (WAL: neither
 * waits for the other). Source: https://www.sqlite.org/wal.html
 * Known refusals: text with U+0000 (see libs/sqlite); NaN is stored as NULL and -0 as 0 (see the dialect).
 */
import { RegistryError } from '#libs/errors';
import type { Plan } from '#libs/planner';
import { openSqlite, type SqliteDatabase } from '#libs/sqlite';
import type { Ledger } from '#libs/table-model';
import type { EventSink } from '../contract.js';
import type { ParkedEvent, RowBatch, RowsResult, SinkBatch, SinkResult } from '../event.js';
import type * as read from '../reading.js';
import { BatchWriter } from '../sqlite/batch-writer.js';
import { guarded } from '../sqlite/failures.js';
import { OWN, makeOwnTables } from '../sqlite/own-tables.js';
import { readParkedEvents, readParkedGroups } from '../sqlite/parked-store.js';
import { PlanApplier } from '../sqlite/plan-applier.js';
import { Reader } from '../sqlite/reader.js';
import { reviveDeadLetters } from '../sqlite/revive-dead-letters.js';
import { Statements } from '../sqlite/statements.js';
import { DIALECT, TableBook } from '../sqlite/table-book.js';

/** How the file is opened. */
export interface SqliteSinkOptions {
  /** How long another process that writes is waited for; the event loop stands still meanwhile. Default 1000. */
  readonly busyTimeoutMs?: number;
  /** Largest that the file may grow; beyond, writes fail as on a full disk. Default: no limit. */
  readonly maxSizeBytes?: number;
  /** Milliseconds since 1970. Default: the system's clock. */
  readonly now?: () => number;
}

/** Opens, or makes, an events database. **Throws** SINK_UNAVAILABLE, DATABASE_TOO_NEW. */
export async function openSqliteSink(path: string, options: SqliteSinkOptions = {}): Promise<EventSink> {
  const busyTimeoutMs = options.busyTimeoutMs ?? 1_000;
  return guarded(() => {
    const writer = openSqlite(path, { busyTimeoutMs });
    try {
      if (options.maxSizeBytes !== undefined) limitSize(writer, options.maxSizeBytes);
      makeOwnTables(writer);
      return new SqliteSink(
        writer,
        openSqlite(path, { busyTimeoutMs, readOnly: true }),
        options.now ?? Date.now,
      );
    } catch (error) {
      writer.close();
      throw error;
    }
  });
}

function limitSize(database: SqliteDatabase, maxSizeBytes: number): void {
  const pageSize = Number(database.prepare('PRAGMA page_size').get()?.['page_size']);
  database.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(maxSizeBytes / pageSize))}`);
}

class SqliteSink implements EventSink {
  readonly dialect = DIALECT.name;
  private readonly statements: Statements;
  private readonly book: TableBook;
  private readonly reader: Reader;
  private readonly plans: PlanApplier;
  private closed = false;

  constructor(
    private readonly database: SqliteDatabase,
    private readonly readDatabase: SqliteDatabase,
    private readonly now: () => number,
  ) {
    this.statements = new Statements(database);
    this.book = new TableBook(this.statements);
    this.plans = new PlanApplier(database, this.statements, this.book, now);
    this.reader = new Reader(readDatabase);
  }

  async tableVersion(table: string): Promise<number> {
    return this.run(() => this.book.read(table)?.ledger.tableVersion ?? 0);
  }

  async ledger(table: string): Promise<Ledger | null> {
    return this.run(() => this.book.read(table)?.ledger ?? null);
  }

  async applyPlan(plan: Plan, after: Ledger): Promise<void> {
    this.run(() => this.plans.apply(plan, after));
  }

  async write(batch: SinkBatch): Promise<SinkResult> {
    return this.run(() =>
      this.database.transaction(() => new BatchWriter(this.statements, this.book, this.now()).write(batch)),
    );
  }

  async writeRows(batches: readonly RowBatch[]): Promise<RowsResult> {
    const accepted = batches.reduce((sum, batch) => sum + batch.rows.length, 0);
    const nothing = { deadLetters: [], parked: [], unparked: [], deliveries: [] };
    const { rows, rejected } = await this.write({ rows: batches, accepted, ...nothing });
    return { rows, rejected, duplicates: accepted - rows - rejected.length };
  }

  async readRows(table: string, limit: number): Promise<readonly read.RecentRow['row'][]> {
    const { items } = await this.recent({ table, after: null, limit });
    return items.map(({ row }) => row);
  }

  async settled(deliveries: readonly string[]): Promise<ReadonlySet<string>> {
    return this.run(() => {
      const find = this.statements.of(`SELECT 1 FROM ${OWN.deliveries} WHERE name = ?`);
      return new Set(deliveries.filter((name) => find.get(name) !== undefined));
    });
  }

  async noteAttempt(name: string): Promise<number> {
    const sql = `INSERT INTO ${OWN.attempts} (name, attempts) VALUES (?, 1)
      ON CONFLICT (name) DO UPDATE SET attempts = attempts + 1 RETURNING attempts`;
    return this.run(() => Number(this.statements.of(sql).all(name)[0]?.['attempts']));
  }

  async parkedGroups(): Promise<readonly read.ParkedGroup[]> {
    return this.run(() => readParkedGroups(this.statements));
  }

  async parkedEvents(
    ref: read.ParkedGroup['ref'],
    options: { readonly limit: number; readonly beforeMs?: number },
  ): Promise<readonly ParkedEvent[]> {
    return this.run(() => readParkedEvents(this.statements, ref, options));
  }

  async reviveDeadLetters(choice: Parameters<EventSink['reviveDeadLetters']>[0]): Promise<number> {
    return this.run(() =>
      this.database.transaction(() => reviveDeadLetters(this.statements, choice, this.now())),
    );
  }

  async cursor(name: string): Promise<string | null> {
    const row = this.run(() =>
      this.statements.of(`SELECT value FROM ${OWN.cursors} WHERE name = ?`).get(name),
    );
    return row === undefined ? null : String(row['value']);
  }

  async saveCursor(name: string, value: string): Promise<void> {
    const sql = `INSERT INTO ${OWN.cursors} (name, value) VALUES (?, ?)
      ON CONFLICT (name) DO UPDATE SET value = excluded.value`;
    this.run(() => this.statements.of(sql).run(name, value));
  }

  async counts(): Promise<read.EventCounts> {
    return this.run(() => this.reader.counts());
  }

  async tables(): Promise<readonly read.TableInfo[]> {
    return this.run(() => this.reader.tables());
  }

  async recent(query: read.RecentQuery): Promise<read.Page<read.RecentRow>> {
    return this.run(() => this.reader.recent(query));
  }

  async deadLetters(query: read.DeadLetterQuery): Promise<readonly read.StoredDeadLetter[]> {
    return this.run(() => this.reader.deadLetters(query));
  }

  async deadReasons(): Promise<readonly read.ReasonCount[]> {
    return this.run(() => this.reader.deadReasons());
  }

  async usage(query: read.UsageQuery): Promise<readonly read.Usage[]> {
    return this.run(() => this.reader.usage(query));
  }

  async daily(table: string, column: string, limit: number): Promise<readonly read.DailyCount[]> {
    return this.run(() => this.reader.daily(table, column, limit));
  }

  async query(
    sql: string,
    params: readonly (string | number | null)[],
    limit: number,
  ): Promise<read.QueryAnswer> {
    return this.run(() => this.reader.query(sql, params, limit));
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.readDatabase.close();
    this.database.close();
  }

  private run<T>(work: () => T): T {
    if (this.closed) throw new RegistryError('SINK_UNAVAILABLE', { problem: 'it is closed' });
    return guarded(work);
  }
}
