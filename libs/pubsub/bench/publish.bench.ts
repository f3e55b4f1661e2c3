// Run: node --conditions=source --import ./libs/testing/src/typescript-hooks.mjs libs/pubsub/bench/publish.bench.ts
import { mkdtemp, rm } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedLog, type OutgoingMessage, type PubSub } from '../src/index.js';

const SECONDS = Number(process.argv[2] ?? 2);
const HEADERS = { 'event-count': '100', 'batch-id': '0197a1f0-0000-7000-8000-000000000000' };

function messageOf(sizeBytes: number): OutgoingMessage {
  return { key: 'session-1', payload: Buffer.alloc(sizeBytes, 7), headers: HEADERS };
}

/** Publishes by a number of writers for some seconds; each waits for its own publish. */
async function writers(log: PubSub, count: number, messages: readonly OutgoingMessage[]): Promise<void> {
  const latencies: number[] = [];
  const started = performance.now();
  const write = async (): Promise<void> => {
    while (performance.now() - started < SECONDS * 1_000) {
      const from = performance.now();
      await log.publish('events', messages);
      latencies.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: count }, write));
  const seconds = (performance.now() - started) / 1_000;
  latencies.sort((left, right) => left - right);
  const p99 = latencies[Math.floor(latencies.length * 0.99)] ?? 0;
  const bytes = (messages[0]?.payload.byteLength ?? 0) * messages.length;
  console.log(
    `${count} writers × ${messages.length} of ${messages[0]?.payload.byteLength} B: ` +
      `${Math.round(latencies.length / seconds)} publishes/s, ${Math.round((latencies.length * messages.length) / seconds)} messages/s, ` +
      `${Math.round((latencies.length * bytes) / seconds / 1e6)} MB/s, p99 ${p99.toFixed(2)} ms`,
  );
}

async function read(log: PubSub, group: string, maxMessages: number): Promise<void> {
  const consumer = await log.subscribe('events', group);
  const started = performance.now();
  let messages = 0;
  let bytes = 0;
  let pulls = 0;
  for (;;) {
    const pulled = await consumer.pull({ maxMessages, maxBytes: 4 * 1024 * 1024, waitMs: 0 });
    if (pulled.length === 0 || performance.now() - started > SECONDS * 1_000) break;
    await consumer.ack(pulled);
    pulls += 1;
    messages += pulled.length;
    bytes += pulled.reduce((sum, { payload }) => sum + payload.byteLength, 0);
  }
  const seconds = (performance.now() - started) / 1_000;
  console.log(
    `pull ${maxMessages} + durable ack: ${Math.round(pulls / seconds)} pulls/s, ${Math.round(messages / seconds)} messages/s, ${Math.round(bytes / seconds / 1e6)} MB/s`,
  );
}

async function syncMs(directory: string): Promise<number> {
  const file = await open(join(directory, 'sync'), 'w');
  const started = performance.now();
  for (let round = 0; round < 200; round += 1) {
    await file.write(Buffer.alloc(4_096));
    await file.datasync();
  }
  await file.close();
  return (performance.now() - started) / 200;
}

const directory = await mkdtemp(join(tmpdir(), 'protokoll-bench-'));
console.log(`write + fdatasync of 4 KiB: ${(await syncMs(directory)).toFixed(3)} ms`);
const log = await openEmbeddedLog({ directory: join(directory, 'log'), maxBytes: 60 * 1024 ** 3 });
await writers(log, 1, [messageOf(250)]);
await writers(log, 64, [messageOf(250)]);
await writers(log, 64, [messageOf(25_000)]);
await writers(
  log,
  8,
  Array.from({ length: 100 }, () => messageOf(250)),
);
await read(log, 'large-pulls', 1_000);
await read(log, 'small-pulls', 1);
await log.close();
await rm(directory, { recursive: true });
