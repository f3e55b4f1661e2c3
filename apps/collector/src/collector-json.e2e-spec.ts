import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { BinaryReader } from '@bufbuild/protobuf/wire';
import type { event } from '#libs/gen';
import { exitOf, spawnTypeScript } from '#libs/testing';
import { TestCollector, type JsonAnswer } from './collector.suite.js';

const V1 =
  'syntax = "proto3";\npackage shop.v1;\nmessage Click {\n  string target = 1;\n  int32 event_type = 2;\n}\n';
const V2 = V1.replace('}\n', '  string note = 3;\n}\n');

let folder: string;
let registry: ReturnType<typeof spawnTypeScript>;
let registryUrl: string;
let collector: TestCollector;
let fingerprints: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'protokoll-collector-json-'));
  const port = await freePort();
  registryUrl = `http://127.0.0.1:${port}`;
  registry = spawnTypeScript(new URL('../../registry/src/main.ts', import.meta.url), {
    env: { PORT: String(port), HOST: '127.0.0.1', DATA_DIR: folder, LOG_LEVEL: 'error' },
  });
  await untilReady();
  fingerprints = [await publish(V1), await publish(V2)];
  collector = await TestCollector.start({ REGISTRY_URL: registryUrl });
}, 90_000);

afterAll(async () => {
  await collector?.stop();
  registry?.kill('SIGKILL');
  if (registry !== undefined) await exitOf(registry);
  rmSync(folder, { recursive: true, force: true });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function untilReady(): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const ready = await fetch(`${registryUrl}/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    await sleep(100);
  }
  throw new Error('the registry did not start');
}

async function publish(content: string): Promise<string> {
  const answer = await fetch(`${registryUrl}/api/v1/subjects/shop/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ files: [{ path: 'shop/v1/click.proto', content }] }),
  });
  const { version } = (await answer.json()) as { version: { fingerprint: string } };
  return version.fingerprint;
}

const CLICK = { type: 'shop.v1.Click', data: { target: 'a' } };

async function post(
  ...events: unknown[]
): Promise<JsonAnswer & { readonly batch: event.EventBatch | undefined }> {
  const answer = await collector.postJson({ source: { appId: 'hook', appVersion: '2' }, events });
  expect(answer.status).toBe(200);
  const [batch] = await collector.batches();
  return { ...((await answer.json()) as JsonAnswer), batch };
}

const hexOf = (ref: event.SchemaRef | undefined): string =>
  ref?.schema.case === 'fingerprint' ? Buffer.from(ref.schema.value).toString('hex') : '';

describe('POST /v1/events.json', () => {
  it('becomes the bytes that an SDK sends, by the newest version that has the type', async () => {
    const { accepted, batch } = await post({
      ...CLICK,
      id: '0197a1f0-0000-7000-8000-000000000007',
      createdAt: '2026-01-01T01:00:00+01:00',
      sessionKey: 'session',
    });
    expect(accepted).toBe(1);
    expect(batch?.source).toMatchObject({ appId: 'hook', appVersion: '2', sdk: 'json' });
    expect(batch?.schemas).toHaveLength(1);
    expect(hexOf(batch?.schemas[0])).toBe(fingerprints[1]?.slice(0, 32));
    const [one] = batch?.events ?? [];
    expect(Buffer.from(one?.eventId ?? []).toString('hex')).toBe('0197a1f0000070008000000000000007');
    expect(one).toMatchObject({
      createdAtMs: 1_767_225_600_000n,
      sessionKey: new Uint8Array(Buffer.from('session')),
    });
    const reader = new BinaryReader(one?.payload ?? new Uint8Array());
    expect([reader.tag(), reader.string()]).toEqual([[1, 2], 'a']);
  });

  it('takes the version that is asked for', async () => {
    const old = await post({ ...CLICK, subject: 'shop', version: 1 });
    expect(hexOf(old.batch?.schemas[0])).toBe(fingerprints[0]?.slice(0, 32));
    const latest = await post({ ...CLICK, subject: 'shop' });
    expect(hexOf(latest.batch?.schemas[0])).toBe(fingerprints[1]?.slice(0, 32));
    const both = await post(
      { ...CLICK, fingerprint: fingerprints[0] },
      { ...CLICK, fingerprint: fingerprints[1]?.slice(0, 32) },
      CLICK,
    );
    expect(both.batch?.schemas.map(hexOf)).toEqual(fingerprints.map((one) => one.slice(0, 32)));
    expect(both.batch?.events.map(({ schemaIndex }) => schemaIndex)).toEqual([0, 1, 1]);
  });

  it('refuses what is wrong, each alone, and says what was probably meant', async () => {
    const { accepted, rejected, batch } = await post(
      CLICK,
      { type: 'shop.v1.Klick', data: {} },
      { type: 'shop.v1.Click', data: { eventTyp: 1 } },
      { event_type: 'shop.v1.Click', data: {} },
      { ...CLICK, data: { event_type: 'text' } },
      { ...CLICK, subject: 'shop', version: 9 },
      { ...CLICK, subject: 'nobody' },
      { ...CLICK, fingerprint: 'ab'.repeat(32) },
      { ...CLICK, data: JSON.parse('{"__proto__":1}') as object },
      { type: 'Purchase', data: {} },
      CLICK,
    );
    expect(accepted).toBe(2);
    expect(batch?.events.map(({ seq }) => seq)).toEqual([0, 10]);
    expect(rejected.map(({ index, reason }) => [index, reason])).toEqual([
      [1, 'UNKNOWN_TYPE'],
      [2, 'UNKNOWN_FIELD'],
      [3, 'BAD_EVENT'],
      [4, 'BAD_JSON'],
      [5, 'UNKNOWN_SCHEMA'],
      [6, 'UNKNOWN_SCHEMA'],
      [7, 'UNKNOWN_SCHEMA'],
      [8, 'UNKNOWN_FIELD'],
      [9, 'UNKNOWN_TYPE'],
    ]);
    const messages = rejected.map(({ message }) => message);
    expect(messages[0]).toContain("Did you mean 'shop.v1.Click'?");
    expect(messages[1]).toMatch(/event_?type/i);
    expect(messages[2]).toContain("Did you mean 'type'?");
    expect(messages[8]).toContain('Known: shop.v1.Click');
  });

  it('reads gzip, and any content type', async () => {
    const body = gzipSync(JSON.stringify({ events: [CLICK] }));
    const headers = { 'content-encoding': 'gzip', 'content-type': 'application/json' };
    expect((await collector.send('/v1/events.json', body, headers)).status).toBe(200);
    const curl = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await collector.postJson({ events: [CLICK] }, curl)).status).toBe(200);
    expect(await collector.batches()).toHaveLength(2);
  });

  it('keeps to the size of a payload, although JSON hides it', async () => {
    const { accepted, rejected } = await post(CLICK, { ...CLICK, data: { target: 'x'.repeat(256 * 1024) } });
    expect(accepted).toBe(1);
    expect(rejected).toMatchObject([{ index: 1, reason: 'TOO_LARGE' }]);
  });

  it('notices a new version within seconds', async () => {
    const third = await publish(V2.replace('note = 3;', 'note = 3;\n  string more = 4;'));
    for (let attempt = 0; attempt < 50; attempt += 1) {
      const { batch } = await post(CLICK);
      if (hexOf(batch?.schemas[0]) === third.slice(0, 32)) return;
      await sleep(100);
    }
    throw new Error('the new version was not noticed');
  });

  it('does not ask the registry for each event of a type that nobody knows', async () => {
    const events = Array.from({ length: 2_000 }, (_, index) => ({ type: `no.Type${index % 700}`, data: {} }));
    const { accepted, rejected } = await post(...events);
    expect(accepted).toBe(0);
    expect(rejected).toHaveLength(2_000);
    expect(rejected.at(-1)?.message).toContain('256 schemas');
  });

  it('answers 503 when the registry is gone, and goes on for bytes', async () => {
    registry.kill('SIGKILL');
    await exitOf(registry);
    const answer = await collector.postJson({ events: [{ type: 'shop.v1.Never', data: {} }] });
    expect([answer.status, answer.headers.get('retry-after')]).not.toContain(null);
    expect(answer.status).toBe(503);
    expect(await collector.batches()).toEqual([]);
  });
});
