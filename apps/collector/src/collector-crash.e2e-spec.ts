import { createServer } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { StringValueSchema } from '@bufbuild/protobuf/wkt';
import { event } from '#libs/gen';
import { openEmbeddedLog } from '#libs/pubsub';
import { EventSender, eventType, uuidText, type SendProblem } from '#libs/sdk-node';
import { exitOf, linesOf, spawnTypeScript } from '#libs/testing';

const CHILD = new URL('../test/child.ts', import.meta.url);
const TYPE = eventType(StringValueSchema, { id: 1 });
const TIMEOUT_MS = 120_000;

let folder: string;
let port: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'protokoll-collector-crash-'));
  port = await freePort();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function startChild(fatalAppend: number): Promise<ReturnType<typeof spawnTypeScript>> {
  const child = spawnTypeScript(CHILD, {
    args: [String(port), String(fatalAppend)],
    env: { DATA_DIR: folder },
  });
  let problem = '';
  child.stderr?.on('data', (chunk: Buffer) => (problem += String(chunk)));
  for await (const line of linesOf(child)) {
    expect(line).toContain(String(port));
    return child;
  }
  throw new Error(`the child did not start: ${problem}`);
}

/** Texts of all events in the log by event id; each id has one text. */
async function eventsInLog(): Promise<{ ids: Map<string, string>; total: number }> {
  const log = await openEmbeddedLog({ directory: join(folder, 'log') });
  const consumer = await log.subscribe('events', 'reader');
  const messages = await consumer.pull({ maxMessages: 100_000, maxBytes: 1e9, waitMs: 0 });
  await log.close();
  const ids = new Map<string, string>();
  let total = 0;
  for (const { payload } of messages) {
    for (const one of fromBinary(event.EventBatchSchema, payload).events) {
      const text = fromBinary(StringValueSchema, one.payload).value;
      const id = uuidText(one.eventId);
      expect(ids.get(id) ?? text).toBe(text);
      ids.set(id, text);
      total += 1;
    }
  }
  return { ids, total };
}

it(
  'loses nothing when it dies between append and answer, again and again, and repeats only ids that it has',
  async () => {
    const problems: SendProblem[] = [];
    const sender = new EventSender({
      url: `http://127.0.0.1:${port}`,
      source: { appId: 'crash' },
      maxBatchEvents: 10,
      flushIntervalMs: 1,
      backoff: { firstMs: 20, maxMs: 200 },
      onError: (problem) => problems.push(problem),
    });
    for (let number = 0; number < 300; number += 1) sender.send(TYPE, { value: String(number) });
    const flushing = sender.flush();
    let deaths = 0;
    for (const fatalAppend of [1, 4, 7, 0]) {
      const child = await startChild(fatalAppend);
      if (fatalAppend === 0) {
        await flushing;
        child.kill('SIGTERM');
      } else deaths += 1;
      await exitOf(child);
    }
    await sender.close();
    const { ids, total } = await eventsInLog();
    expect(problems).toEqual([]);
    expect(new Set(ids.values()).size).toBe(300);
    expect(ids.size).toBe(300);
    // Each death came after an append that nobody heard of, so that batch is there twice, with the same ids.
    expect(total).toBe(300 + deaths * 10);
  },
  TIMEOUT_MS,
);
