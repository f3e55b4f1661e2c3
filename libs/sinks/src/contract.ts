import type { Plan } from '#libs/planner';
import type { Ledger } from '#libs/table-model';
import type { ParkedEvent, RowBatch, RowsResult, SinkBatch, SinkResult } from './event.js';
import type {
  DailyCount,
  DeadLetterQuery,
  EventCounts,
  Page,
  ParkedGroup,
  QueryAnswer,
  ReasonCount,
  RecentQuery,
  RecentRow,
  StoredDeadLetter,
  TableInfo,
  Usage,
  UsageQuery,
} from './reading.js';

/**
 * Tables of rows in an engine: what every sink is at least. Several processes may hold a sink of the same database; one of them
 * changes tables at a time.
 */
export interface TableSink {
  /** Name of the SQL dialect that plans for this sink are made in. */
  readonly dialect: string;
  /** Version of a table; 0 when there is none. */
  tableVersion(table: string): Promise<number>;
  /** The ledger that a table was last brought to; null when there is no such table. */
  ledger(table: string): Promise<Ledger | null>;
  /**
   * Brings a table to `after`, the ledger that the plan was made for, and writes every statement to a journal. All or nothing; in
   * an engine without transactions a plan that broke off is simply applied again. One at a time however many processes try; a table
   * that is there already stays as it is.
   * **Throws** PLAN_CONFLICT when the table is neither at the plan's start nor at or past its end; SINK_UNAVAILABLE.
   */
  applyPlan(plan: Plan, after: Ledger): Promise<void>;
  /**
   * Writes rows, unique by `event_id` in their table and across the tables of one message. Idempotent: what is there already counts
   * as a duplicate. A row that the engine refuses is told of and takes no other with it. All or nothing; in an engine without
   * transactions a call that broke off is simply made again. **Throws** TABLE_BEHIND before anything is written; SINK_UNAVAILABLE.
   */
  writeRows(batches: readonly RowBatch[]): Promise<RowsResult>;
  /** The rows that arrived last, oldest first. **Throws** TABLE_NOT_FOUND. */
  readRows(table: string, limit: number): Promise<readonly RecentRow['row'][]>;
  close(): Promise<void>;
}

/** Where events end up: tables of rows, and beside them dead letters, parked events, usage and counts. */
export interface EventSink extends TableSink, EventReads {
  /**
   * Writes a batch in one transaction. Idempotent: what is there already counts as a duplicate. Rows that the database refuses
   * become dead letters. **Throws** TABLE_BEHIND, SINK_UNAVAILABLE; nothing is written then.
   */
  write(batch: SinkBatch): Promise<SinkResult>;
  /** Those of the named deliveries whose batch was written. The newest 100,000 names are remembered. */
  settled(deliveries: readonly string[]): Promise<ReadonlySet<string>>;
  /** Notes that something is about to be tried, durably, and answers how often it was tried. Forgotten when settled. */
  noteAttempt(name: string): Promise<number>;
  /** What waits, by schema. */
  parkedGroups(): Promise<readonly ParkedGroup[]>;
  /** The longest waiting events of a group; with `beforeMs` only those that began to wait before. */
  parkedEvents(
    ref: ParkedGroup['ref'],
    options: { readonly limit: number; readonly beforeMs?: number },
  ): Promise<readonly ParkedEvent[]>;
  /** Makes parked events of dead letters, oldest first, so that they are judged again; answers how many. */
  reviveDeadLetters(choice: {
    readonly reason: string;
    /** Full name of the message; null for all. */
    readonly type: string | null;
    readonly limit: number;
  }): Promise<number>;
  /** A place in a feed, kept beside the data that was made from it; null at first. */
  cursor(name: string): Promise<string | null>;
  saveCursor(name: string, value: string): Promise<void>;
}

/** What may be asked of a sink. Reads see what is committed and never wait for the writer. */
export interface EventReads {
  counts(): Promise<EventCounts>;
  tables(): Promise<readonly TableInfo[]>;
  /** Oldest first. **Throws** TABLE_NOT_FOUND, BAD_CURSOR. */
  recent(query: RecentQuery): Promise<Page<RecentRow>>;
  /** Newest first. */
  deadLetters(query: DeadLetterQuery): Promise<readonly StoredDeadLetter[]>;
  /** Most frequent first. */
  deadReasons(): Promise<readonly ReasonCount[]>;
  /** Newest hour first. */
  usage(query: UsageQuery): Promise<readonly Usage[]>;
  /** Rows for each day and value of a column, newest day first. **Throws** TABLE_NOT_FOUND, BAD_REQUEST for no such column. */
  daily(table: string, column: string, limit: number): Promise<readonly DailyCount[]>;
  /** One reading statement in the sink's dialect, for reports. **Throws** BAD_REQUEST when it is wrong or would write. */
  query(sql: string, params: readonly (string | number | null)[], limit: number): Promise<QueryAnswer>;
}
