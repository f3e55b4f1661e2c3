import { foldIdentifier } from './identifier.js';
import type { LogicalType } from './logical-type.js';

/** A column that every event table has, filled from the event's envelope rather than its payload. */
export interface EnvelopeColumn {
  readonly name: string;
  readonly type: LogicalType;
  readonly nullable: boolean;
  readonly comment: string;
}

/** The envelope in its order in every table. `event_id` is the key. Source: tables.md §3. */
export const ENVELOPE: readonly EnvelopeColumn[] = [
  column('event_id', 'uuid', false, 'Id that the sender gave the event. Rows are unique by it.'),
  column('event_time', 'timestamp', false, 'When the event happened, by the clock of the sender.'),
  column('ingest_time', 'timestamp', false, 'When the event was accepted, by the clock of the server.'),
  column('subject', 'text', false, 'Subject of the schema that the event was written with.'),
  column('schema_version', 'int32', false, 'Version of that subject.'),
  column('fingerprint', 'text', false, 'Fingerprint of the schema, in hex.'),
  column('app_id', 'text', true, 'App that sent the event.'),
  column('app_version', 'text', true, 'Version of that app.'),
  column('platform', 'text', true, 'Platform of that app.'),
  column('batch_id', 'uuid', false, 'Batch in which the event arrived.'),
  column('seq', 'int64', true, 'Place of the event in its batch or session, if the sender counts.'),
];

/** The envelope column that identifies a row. */
export const EVENT_KEY = 'event_id';

const envelopeNames = new Set(ENVELOPE.map((column) => foldIdentifier(column.name)));

// PostgreSQL refuses user columns with these names in every table, quoted or not.
const systemNames = new Set(['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid']);

/** Why a field's column may not have this name; null when it may. */
export function reservedBy(name: string): string | null {
  const folded = foldIdentifier(name);
  if (envelopeNames.has(folded)) return 'the envelope';
  return systemNames.has(folded) ? 'PostgreSQL' : null;
}

/** True for table names that an engine keeps for itself, and those of our own tables, indexes and views. */
export function isReservedTable(name: string): boolean {
  return /^(sqlite_|pg_|_?protokoll_)|(_ingest_time_idx|__latest|__once|__rest|__d\d{8}|__v\d+)$/.test(
    foldIdentifier(name),
  );
}

function column(name: string, kind: LogicalType['kind'], nullable: boolean, comment: string): EnvelopeColumn {
  return { name, type: { kind }, nullable, comment };
}
