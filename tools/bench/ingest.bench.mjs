// From the Event API to committed rows, in the one process of npm start: accepted events/s, and rows/s end to end.
import { randomBytes } from 'node:crypto';
import { create, toBinary } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { event } from '../../dist/libs/gen/src/index.js';
import { startServer } from './server.mjs';

const EVENTS = 60_000;
const PER_BATCH = 500;
const SENDERS = 4;
const CONTENT =
  'syntax = "proto3";\npackage bench.v1;\nmessage View {\n  string article = 1;\n  int64 position = 2;\n  double ratio = 3;\n  string referrer = 4;\n  bool paid = 5;\n}\n';

let counter = 0;
const server = await startServer('dist/apps/standalone/src/main.js', { path: '/ready' });
try {
  const fingerprint = await publish();
  const bodies = Array.from({ length: EVENTS / PER_BATCH }, () => batch(fingerprint));
  const started = performance.now();
  await Promise.all(Array.from({ length: SENDERS }, () => send(bodies)));
  const accepted = performance.now() - started;
  await drained();
  const stored = performance.now() - started;
  const rate = (ms) => Math.round(EVENTS / (ms / 1_000));
  console.log(`${EVENTS} events of 5 fields in batches of ${PER_BATCH}, ${SENDERS} senders, SQLite:`);
  console.log(`  accepted (durable) ${rate(accepted)} events/s, end to end ${rate(stored)} rows/s`);
} finally {
  await server.stop();
}

async function publish() {
  const response = await fetch(`${server.url}/api/v1/subjects/bench/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ files: [{ path: 'bench/v1/view.proto', content: CONTENT }] }),
  });
  return (await response.json()).version.fingerprint;
}

function batch(fingerprint) {
  const value = Buffer.from(fingerprint, 'hex').subarray(0, 16);
  const message = create(event.EventBatchSchema, {
    batchId: randomBytes(16),
    source: { appId: 'bench', appVersion: '1', platform: 'node' },
    schemas: [{ schema: { case: 'fingerprint', value }, type: 'bench.v1.View' }],
    events: Array.from({ length: PER_BATCH }, (_, seq) => ({
      eventId: eventId(),
      payload: payload(seq),
      seq,
      createdAtMs: 1_700_000_000_000n,
    })),
  });
  return toBinary(event.EventBatchSchema, message);
}

/** In order, as UUIDv7 are. */
function eventId() {
  const id = randomBytes(16);
  id.writeUIntBE((counter += 1), 0, 6);
  return id;
}

function payload(seq) {
  return new BinaryWriter()
    .tag(1, WireType.LengthDelimited)
    .string(`article-${seq}`)
    .tag(2, WireType.Varint)
    .int64(seq)
    .tag(3, WireType.Bit64)
    .double(seq / 7)
    .tag(4, WireType.LengthDelimited)
    .string('https://example.org/front')
    .tag(5, WireType.Varint)
    .bool(true)
    .finish();
}

async function send(bodies) {
  for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) {
    const response = await fetch(`${server.url}/v1/events`, { method: 'POST', body });
    if (!response.ok) throw new Error(await response.text());
  }
}

async function drained() {
  for (;;) {
    const stats = await (await fetch(`${server.url}/api/v1/events/stats`)).json();
    if (stats.rows + stats.dead + stats.parked === EVENTS && stats.pending === 0) return;
    if (stats.dead > 0) throw new Error(JSON.stringify(stats));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
