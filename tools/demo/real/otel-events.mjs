// OpenTelemetry's example requests as events: written with one release's schema, read back from the tables.
import { fromJson, toBinary } from '@bufbuild/protobuf';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { createBatch, postBatch, uuidText } from '#libs/sdk-node';
import { MessageFactory } from '../message-factory.mjs';
import { protoJsonOfOtlp } from '../otlp-json.mjs';
import { expectedRow, plain } from './expected-row.mjs';

const EXAMPLES = { trace: 'trace.json', metrics: 'metrics.json', logs: 'logs.json' };
/** What a request holds, one by one: message name → how to get at them. */
const PARTS = {
  Span: (request) => request.resourceSpans.flatMap((it) => it.scopeSpans).flatMap((it) => it.spans),
  Metric: (request) => request.resourceMetrics.flatMap((it) => it.scopeMetrics).flatMap((it) => it.metrics),
  LogRecord: (request) => request.resourceLogs.flatMap((it) => it.scopeLogs).flatMap((it) => it.logRecords),
};

/** Events of one signal's example: the request whole, and each of its parts. `version` names the schema that writes them. */
export async function eventsOf(api, signal, version, folder) {
  const factory = await MessageFactory.of(api, signal.subject, version);
  const request = protoJsonOfOtlp(JSON.parse(readFileSync(join(folder, EXAMPLES[signal.name]), 'utf8')));
  const events = [];
  for (const type of signal.tables) {
    const partsOf = PARTS[type.split('.').at(-1)];
    const desc = factory.registry.getMessage(type);
    const codec = await api.get(`/api/v1/codecs/${factory.fingerprint}/${type}`);
    for (const json of partsOf === undefined ? [request] : partsOf(request)) {
      const message = fromJson(desc, json, { registry: factory.registry });
      events.push({
        id: idOf(`${signal.name} ${version} ${type} ${events.length}`),
        type,
        table: codec.table.table,
        payload: toBinary(desc, message),
        expected: expectedRow(desc, message, codec.table.columns ?? [], factory.registry),
      });
    }
  }
  return { fingerprint: factory.fingerprint, events };
}

/** Sends events in one batch; answers how many the Event API accepted. */
export async function sendEvents({ url }, { fingerprint, events }, now) {
  const types = [...new Set(events.map(({ type }) => type))];
  const batch = createBatch({
    batchId: idOf(`batch ${fingerprint}`),
    source: { appId: 'otel-examples', appVersion: '1', platform: 'server' },
    schemas: types.map((type) => ({ fingerprint, type })),
    events: events.map(({ id, type, payload }) => ({
      eventId: id,
      schemaIndex: types.indexOf(type),
      createdAtMs: now.getTime(),
      payload,
    })),
  });
  return (await postBatch(url, batch)).accepted;
}

/** Reads the events' rows; answers one sentence for each cell that is not what was written. */
export async function compareRows(api, events) {
  const rows = new Map();
  for (const table of new Set(events.map((it) => it.table))) {
    const { events: recent } = await api.get(`/api/v1/events/recent?table=${table}&limit=1000`);
    for (const { row } of recent) rows.set(row.event_id, row);
  }
  return events.flatMap((sent) => differencesOf(sent, rows.get(uuidText(sent.id))));
}

function differencesOf({ id, table, expected }, row) {
  if (row === undefined) return [`${table}: event ${uuidText(id)} has no row`];
  return [...expected]
    .filter(([name, value]) => !isDeepStrictEqual(plain(row[name]), value))
    .map(
      ([name, value]) =>
        `${table}.${name}: wrote ${JSON.stringify(value)}, reads ${JSON.stringify(row[name])}`,
    );
}

/** A UUID from a name, so that a second run sends the same events. */
function idOf(name) {
  const bytes = createHash('sha256').update(name).digest().subarray(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x80;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes;
}
