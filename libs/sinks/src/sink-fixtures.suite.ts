/** Made-up tables, rows and batches for the suites of sinks. */
import { dialectNamed } from '#libs/ddl';
import { planTable } from '#libs/planner';
import { ENVELOPE, advanceLedger, buildTable, type Ledger } from '#libs/table-model';
import { messageOf, type FieldSpec } from '#libs/testing';
import type { TableSink } from './contract.js';
import type { EventSource, RowBatch, SinkBatch, SinkRow } from './event.js';

/** When the made-up events happen. */
export const START_MS = Date.UTC(2026, 0, 2, 10);

/** A field of the made-up message. */
export const field = (number: number, name: string, kind: FieldSpec['kind']): FieldSpec => ({
  number,
  name,
  kind,
  oneof: null,
});
/** Fields of the message at version 1. */
export const V1 = [
  field(1, 'whole', 'int64'),
  field(2, 'name', 'string'),
  field(3, 'on', 'bool'),
  field(4, 'ratio', 'double'),
  field(5, 'big', 'uint64'),
  field(6, 'at', 'timestamp'),
  field(7, 'list', 'repeated'),
  field(8, 'raw', 'bytes'),
];
/** Version 2 adds one. */
export const V2 = [...V1, field(9, 'extra', 'string')];

/** A table's ledger at each version, oldest first. */
export function ledgersOf(
  versions: readonly (readonly FieldSpec[])[],
  table: string,
  subject = 's',
): Ledger[] {
  const ledgers: Ledger[] = [];
  for (const [index, fields] of versions.entries()) {
    const model = buildTable(messageOf(fields), { table });
    ledgers.push(advanceLedger(ledgers.at(-1) ?? null, subject, model, index + 1).ledger);
  }
  return ledgers;
}

/** Brings the table to a ledger, as the migrator does. */
export async function migrate(sink: TableSink, after: Ledger): Promise<void> {
  await sink.applyPlan(planTable(dialectNamed(sink.dialect), await sink.ledger(after.table), after), after);
}

/** A made-up event; the same number gives the same event. */
export function sourceOf(number: number, more: Partial<EventSource> = {}): EventSource {
  return {
    eventId: uuid(number),
    batchId: uuid(0),
    ref: { fingerprint: 'ab'.repeat(16), id: null, type: 'h.Event' },
    appId: 'news',
    appVersion: '1.2',
    platform: 'web',
    createdAtMs: START_MS + number,
    ingestTimeMs: START_MS + number,
    seq: number,
    payload: Uint8Array.of(number % 256, 0),
    ...more,
  };
}

/** A row of such an event with the given cells, by column name. */
export function rowOf(
  ledger: Ledger,
  source: EventSource,
  cells: Readonly<Record<string, unknown>> = {},
): SinkRow {
  const envelope: Record<string, unknown> = {
    event_id: source.eventId,
    event_time: source.createdAtMs * 1_000,
    ingest_time: source.ingestTimeMs * 1_000,
    subject: ledger.subject,
    schema_version: ledger.schemaVersion,
    fingerprint: 'ab'.repeat(32),
    app_id: source.appId,
    batch_id: source.batchId,
    seq: source.seq,
  };
  const of = { ...envelope, ...cells };
  return {
    source,
    drift: false,
    cells: columnsOf(ledger).map((name) => of[name] ?? null) as SinkRow['cells'],
  };
}

/** Columns of a ledger's table, the envelope first. */
export function columnsOf(ledger: Ledger): string[] {
  return [...ENVELOPE, ...ledger.entries].map(({ name }) => name);
}

/** Rows for the table of a ledger. */
export function batchOf(ledger: Ledger, rows: readonly SinkRow[]): RowBatch {
  const { table, tableVersion, subject, schemaVersion: version } = ledger;
  const versionOf = { subject, version, fingerprint: 'ab'.repeat(32) };
  return { table, tableVersion, version: versionOf, columns: columnsOf(ledger), rows };
}

/** A batch for the log's accounting; `accepted` follows from what is in it unless it is given. */
export function sinkBatch(parts: Partial<SinkBatch>): SinkBatch {
  const { rows = [], deadLetters = [], parked = [], unparked = [], deliveries = [] } = parts;
  const events = rows.reduce((sum, batch) => sum + batch.rows.length, 0) + deadLetters.length + parked.length;
  const accepted = parts.accepted ?? events - unparked.length;
  return { rows, deadLetters, parked, unparked, deliveries, accepted };
}

/** Id of a made-up event. */
export function uuid(number: number): string {
  return `01890a5d-ac96-774b-bcce-${number.toString(16).padStart(12, '0')}`;
}
