import type { SqliteParam, SqliteRow } from '#libs/sqlite';
import type { EventSource } from '../event.js';

/** Columns that hold an event's source, in the order of {@link sourceParams}. */
export const SOURCE_COLUMNS =
  'event_id, batch_id, fingerprint, schema_id, type, app_id, app_version, platform, created_at_ms, ingest_time_ms, seq, payload';

/** Longest text from outside that the own tables keep; whoever wants more has the payload. */
const MAX_TEXT = 1_000;

/** A source as values to bind. */
export function sourceParams(source: EventSource): SqliteParam[] {
  return [
    source.eventId,
    source.batchId,
    source.ref.fingerprint,
    source.ref.id,
    storable(source.ref.type),
    storable(source.appId),
    storable(source.appVersion),
    storable(source.platform),
    source.createdAtMs,
    source.ingestTimeMs,
    source.seq,
    source.payload,
  ];
}

/** The source in a row. */
export function sourceOf(row: SqliteRow): EventSource {
  return {
    eventId: String(row['event_id']),
    batchId: String(row['batch_id']),
    ref: {
      fingerprint: row['fingerprint'] === null ? null : String(row['fingerprint']),
      id: row['schema_id'] === null ? null : Number(row['schema_id']),
      type: String(row['type']),
    },
    appId: String(row['app_id']),
    appVersion: String(row['app_version']),
    platform: String(row['platform']),
    createdAtMs: Number(row['created_at_ms']),
    ingestTimeMs: Number(row['ingest_time_ms']),
    seq: Number(row['seq']),
    payload: row['payload'] as Buffer,
  };
}

/** Text that can always be stored: a dead letter that fails to be written would block everything behind it. */
export function storable(text: string): string {
  const short = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  return short.replaceAll('\0', '\ufffd');
}
