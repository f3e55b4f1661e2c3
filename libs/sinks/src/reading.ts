import type { EventSource, ParkReason } from './event.js';

/** A value of a row as JSON: times are RFC 3339, durations seconds with an `s`, bytes base64, integers beyond 2^53 text. */
export type JsonCell = null | string | number | boolean | object;

/** A row with the name of its table. */
export interface RecentRow {
  readonly table: string;
  readonly row: Readonly<Record<string, JsonCell>>;
}

/** A part of a list and where to go on. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; null when nothing can follow. */
  readonly next: string | null;
}

/** Which rows to read. */
export interface RecentQuery {
  /** Null for all tables. */
  readonly table: string | null;
  /** Cursor of an earlier answer: rows that were written since. Null: the newest rows. */
  readonly after: string | null;
  readonly limit: number;
}

/** A table and what is known of it. */
export interface TableInfo {
  readonly table: string;
  readonly subject: string;
  readonly message: string;
  readonly tableVersion: number;
  /** Newest version of the subject that the table was made for. */
  readonly schemaVersion: number;
  readonly rows: number;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** A dead letter as it is stored. */
export interface StoredDeadLetter {
  readonly id: number;
  readonly source: EventSource;
  readonly reason: string;
  readonly message: string;
  readonly path: string | null;
  readonly deliveryCount: number;
  readonly firstSeenMs: number;
}

/** Which dead letters to read. */
export interface DeadLetterQuery {
  readonly reason: string | null;
  /** Id of the last one that is known; null starts at the newest. */
  readonly before: number | null;
  readonly limit: number;
}

/** Dead letters of one reason. */
export interface ReasonCount {
  readonly reason: string;
  readonly count: number;
  /** Message of the newest one. */
  readonly sample: string;
}

/** Who sent how much of what in one hour. */
export interface Usage {
  readonly fingerprint: string;
  readonly type: string;
  /** Empty when the schema is not known. */
  readonly subject: string;
  /** 0 when the schema is not known. */
  readonly version: number;
  readonly appId: string;
  readonly appVersion: string;
  readonly platform: string;
  /** Of acceptance, in UTC: `2026-01-01T10`. */
  readonly hour: string;
  /** Events that became rows. */
  readonly events: number;
  /** Bytes of their payloads. */
  readonly bytes: number;
  /** Events that became dead letters. */
  readonly rejected: number;
  /** Events with fields that their own schema lacks. */
  readonly drift: number;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
}

/** Which usage to read. Null takes all. */
export interface UsageQuery {
  readonly subject: string | null;
  readonly type: string | null;
  /** Hours at or after this one. */
  readonly since: string | null;
  readonly limit: number;
}

/** The ledger of what came in. `accepted = rows + duplicates + dead + parked`, always. */
export interface EventCounts {
  /** Events of batches taken from the log, each delivery of a batch but the first left out. */
  readonly accepted: number;
  readonly rows: number;
  readonly duplicates: number;
  readonly dead: number;
  readonly parked: number;
}

/** Parked events that wait for one schema. */
export interface ParkedGroup {
  readonly ref: EventSource['ref'];
  readonly count: number;
  readonly oldestMs: number;
  readonly reason: ParkReason;
}

/** Rows of one day that have one value in a column. */
export interface DailyCount {
  /** `2026-01-01`, by the sender's clock, in UTC. */
  readonly day: string;
  readonly value: JsonCell;
  readonly rows: number;
}

/** Answer of a reading statement. */
export interface QueryAnswer {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** True when there were more rows than the limit. */
  readonly truncated: boolean;
}
