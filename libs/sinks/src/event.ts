import type { Cell } from '#libs/codec';

/** How an event says by which schema it was written. */
export interface EventSchemaRef {
  /** 32 or 64 hex digits; null when the event names its schema by id. */
  readonly fingerprint: string | null;
  /** Schema id in the registry's default context; null when the event names its schema by fingerprint. */
  readonly id: number | null;
  /** Full name of the message, as the sender wrote it. */
  readonly type: string;
}

/** What is known of an event before its payload is opened, and the payload: enough to judge it again. */
export interface EventSource {
  /** Lower-case UUID text. */
  readonly eventId: string;
  /** Lower-case UUID text. */
  readonly batchId: string;
  readonly ref: EventSchemaRef;
  readonly appId: string;
  readonly appVersion: string;
  readonly platform: string;
  /** By the sender's clock; 0 when it gave none. */
  readonly createdAtMs: number;
  /** When it was accepted, by the server's clock. */
  readonly ingestTimeMs: number;
  /** The sender's own count. */
  readonly seq: number;
  /** The bytes as they were sent. */
  readonly payload: Uint8Array;
}

/** The version that an event was judged by; usage is kept for each. */
export interface EventVersion {
  readonly subject: string;
  readonly version: number;
  /** Whole, in hex. */
  readonly fingerprint: string;
}

/** A row to write and the event that it was made of, should the database refuse it. */
export interface SinkRow {
  /** In the order of the batch's columns, as the codec delivers them. */
  readonly cells: readonly Cell[];
  readonly source: EventSource;
  /** True when the payload had fields that its own schema lacks. */
  readonly drift: boolean;
}

/** Rows of one table and version. */
export interface RowBatch {
  readonly table: string;
  /** Least version of the table that has all the columns. */
  readonly tableVersion: number;
  readonly version: EventVersion;
  /** Physical names, `event_id` first. */
  readonly columns: readonly string[];
  readonly rows: readonly SinkRow[];
}

/** An event that can not become a row, and why. Kept once for each (event id, reason). */
export interface DeadLetter {
  readonly source: EventSource;
  /** Stable, such as DECODE_ERROR. */
  readonly reason: string;
  /** A sentence for people. */
  readonly message: string;
  /** Path of the field that is at fault; null when no single one is. */
  readonly path: string | null;
  /** Null when the schema is not known. */
  readonly version: EventVersion | null;
  /** How often its batch had been delivered, this time included. */
  readonly deliveryCount: number;
}

/** Why a good event waits. REPLAYED: it was a dead letter and is to be judged again. */
export type ParkReason =
  'UNKNOWN_SCHEMA' | 'REGISTRY_UNREACHABLE' | 'TABLE_BEHIND' | 'SCHEMA_INVALID' | 'REPLAYED';

/** An event whose schema or table is not ready yet. Kept once for each event id. */
export interface ParkedEvent {
  readonly source: EventSource;
  readonly reason: ParkReason;
  /** When it began to wait. */
  readonly parkedAtMs: number;
}

/** Everything that one transaction writes. */
export interface SinkBatch {
  readonly rows: readonly RowBatch[];
  readonly deadLetters: readonly DeadLetter[];
  readonly parked: readonly ParkedEvent[];
  /** Ids of parked events that are resolved by this batch's rows and dead letters. */
  readonly unparked: readonly string[];
  /** Events that come from the log for the first time; parked ones that are judged again do not count. */
  readonly accepted: number;
  /** Names of the deliveries that are dealt with by this batch: see {@link EventSink.settled}. */
  readonly deliveries: readonly string[];
}

/** What came of a batch, duplicates told apart. rows + duplicates + deadLetters + parked is the number of events given. */
export interface SinkResult {
  readonly rows: number;
  /** Events that were there already, as a row, dead letter or parked event. */
  readonly duplicates: number;
  /** New dead letters, rejected rows included. */
  readonly deadLetters: number;
  readonly parked: number;
  /** Rows that the database refused. They are dead letters with reason SINK_REJECTED, written by the same transaction. */
  readonly rejected: readonly RejectedRow[];
}

/** What came of rows that were written without a batch around them. rows + duplicates + rejected is the number given. */
export interface RowsResult {
  readonly rows: number;
  /** Rows whose event was there already. */
  readonly duplicates: number;
  readonly rejected: readonly RejectedRow[];
}

/**
 * Whose fault a refused row is. UNREPRESENTABLE: a value that a column can not hold, such as an integer beyond its range, U+0000 or
 * a year past 9999; CONSTRAINT: a rule of the table. Trying again gives the same answer for both. What passes by itself is thrown
 * instead: TABLE_BEHIND until the plan was applied, SINK_UNAVAILABLE until the database is well. What can not be decoded, or whose
 * schema is not known, never comes to a sink.
 */
export type RowErrorClass = 'UNREPRESENTABLE' | 'CONSTRAINT';

/** A row that the database refused. */
export interface RejectedRow {
  readonly eventId: string;
  readonly errorClass: RowErrorClass;
  /** Column that is at fault; null when it is not known. */
  readonly column: string | null;
  readonly message: string;
}
