import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, toBinary } from '@bufbuild/protobuf';
import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { event, type registry } from '#libs/gen';
import { openSqlite } from '#libs/sqlite';

/** Protokoll as `npm start` runs it: the built program in a process of its own. */
interface Running {
  readonly url: string;
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exited: Promise<number | null>;
}

const CLICK_V1 = 'syntax = "proto3";\npackage e2e.v1;\nmessage Click {\n  string target = 1;\n}\n';
const CLICK_V2 = CLICK_V1.replace('target = 1;', 'target = 1;\n  int64 position = 2;');
/** `npm run proof:kill` sets more. */
const KILL_ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 2);
const READY_WITHIN_MS = 20_000;

let folder: string;
const started: Running[] = [];

beforeAll(() => {
  const built = spawnSync(process.execPath, ['tools/build.mjs'], { encoding: 'utf8' });
  expect(built.stderr).toBe('');
}, 60_000);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'standalone-'));
});

afterEach(async () => {
  for (const running of started.splice(0)) {
    running.child.kill('SIGKILL');
    await running.exited;
  }
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

async function launch(
  env: Record<string, string> = {},
  script = 'dist/apps/standalone/src/main.js',
): Promise<Running> {
  const port = env['PORT'] ?? String(await freePort());
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, DATA_DIR: folder, HOST: '127.0.0.1', LOG_LEVEL: 'error', ...env, PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const running = { url: `http://127.0.0.1:${port}`, child, output: () => output, exited };
  started.push(running);
  return running;
}

async function ready(running: Running): Promise<Running> {
  const end = performance.now() + READY_WITHIN_MS;
  while (performance.now() < end && running.child.exitCode === null) {
    if (
      await fetch(`${running.url}/ready`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return running;
    await sleep(50);
  }
  throw new Error(`not ready: ${running.output()}`);
}

async function start(env: Record<string, string> = {}): Promise<Running> {
  return ready(await launch(env));
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function publish(url: string, subject: string, content: string): Promise<registry.VersionInfoJson> {
  const response = await fetch(`${url}/api/v1/subjects/${subject}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ files: [{ path: 'e2e/v1/click.proto', content }] }),
  });
  const body = (await response.json()) as registry.PublishResponseJson;
  expect([200, 201]).toContain(response.status);
  return body.version!;
}

/** Bytes of a Click; `position` is written from version 2 on. */
function click(target: string, position?: number): Uint8Array {
  const writer = new BinaryWriter().tag(1, 2).string(target);
  if (position !== undefined) writer.tag(2, 0).int64(position);
  return writer.finish();
}

interface TestEvent {
  readonly id: Uint8Array<ArrayBuffer>;
  readonly payload: Uint8Array;
}

function makeEvents(count: number, payloadOf: (index: number) => Uint8Array): TestEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    id: new Uint8Array(randomBytes(16)),
    payload: payloadOf(index),
  }));
}

function batchOf(
  fingerprint: string,
  events: readonly TestEvent[],
  type = 'e2e.v1.Click',
): Uint8Array<ArrayBuffer> {
  const batch = create(event.EventBatchSchema, {
    batchId: new Uint8Array(randomBytes(16)),
    sentAtMs: BigInt(Date.UTC(2026, 0, 1)),
    source: { appId: 'test', appVersion: '1.0.0', platform: 'node' },
    schemas: [
      {
        schema: {
          case: 'fingerprint',
          value: new Uint8Array(Buffer.from(fingerprint, 'hex').subarray(0, 16)),
        },
        type,
      },
    ],
    events: events.map(({ id, payload }, seq) => ({
      eventId: id,
      payload,
      seq,
      createdAtMs: BigInt(Date.UTC(2026, 0, 1)),
    })),
  });
  return new Uint8Array(toBinary(event.EventBatchSchema, batch));
}

async function post(url: string, body: Uint8Array<ArrayBuffer>): Promise<event.PublishEventsResponseJson> {
  const response = await fetch(`${url}/v1/events`, { method: 'POST', body });
  expect(response.status).toBe(200);
  return (await response.json()) as event.PublishEventsResponseJson;
}

interface Stats {
  accepted: number;
  rows: number;
  duplicates: number;
  dead: number;
  parked: number;
  pending: number;
}

/** Waits until the log is drained and every accepted event is accounted for. */
async function drained(url: string, atLeast: number): Promise<Stats> {
  let stats: Stats | null = null;
  const end = performance.now() + 20_000;
  while (performance.now() < end) {
    stats = (await (await fetch(`${url}/api/v1/events/stats`)).json()) as Stats;
    if (stats.pending === 0 && stats.rows + stats.dead + stats.parked >= atLeast) return stats;
    await sleep(50);
  }
  throw new Error(`not drained: ${JSON.stringify(stats)}`);
}

function rowsIn(table: string): Record<string, unknown>[] {
  const database = openSqlite(join(folder, 'events.db'), { readOnly: true });
  try {
    return database.prepare(`SELECT * FROM "${table}"`).all();
  } finally {
    database.close();
  }
}

describe('npm start', () => {
  it('says what is where, describes its API, and stops gracefully with exit code 0', async () => {
    const running = await start();
    for (const part of [running.url, '/docs', '/v1/events', 'events.db', 'npm run demo'])
      expect(running.output()).toContain(part);
    const { url } = running;
    const document = (await (await fetch(`${url}/docs-json`)).json()) as {
      paths: Record<string, { post?: object }>;
      components: { schemas: object };
    };
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/api/v1/subjects/{subject}/versions', '/v1/events']),
    );
    expect(Object.keys(document.components.schemas)).toContain('PublishRequest');
    expect(Object.keys(document.paths)).not.toContain('/health');
    expect(document.paths['/api/v1/subjects/{subject}/versions']?.post).toMatchObject({
      tags: ['subjects'],
      requestBody: {
        content: { 'application/json': { schema: { $ref: '#/components/schemas/PublishRequest' } } },
      },
    });
    const page = await (await fetch(`${url}/docs`)).text();
    const assets = [...page.matchAll(/"(\/docs\/assets\/[^"]+)"/g)].map(([, path]) => path);
    expect(assets).toHaveLength(3);
    for (const path of assets) {
      const asset = await fetch(`${url}${path}`);
      expect([asset.status, (await asset.arrayBuffer()).byteLength > 100]).toEqual([200, true]);
    }
    expect((await fetch(`${url}/docs/assets/%2e%2e/express/package.json`)).status).toBe(404);
    expect(await (await fetch(`${url}/docs/errors`)).text()).toContain('<dt id="schema-incompatible">');
    running.child.kill('SIGTERM');
    expect(await running.exited).toBe(0);
  }, 40_000);

  it('takes events to rows, and picks a new version up while it runs', async () => {
    const { url } = await start();
    const one = await publish(url, 'clicks', CLICK_V1);
    const first = makeEvents(100, (index) => click(`button-${index}`));
    expect(await post(url, batchOf(one.fingerprint!, first))).toMatchObject({ accepted: 100 });
    await drained(url, 100);
    const two = await publish(url, 'clicks', CLICK_V2);
    const before = performance.now();
    await post(
      url,
      batchOf(
        two.fingerprint!,
        makeEvents(10, (index) => click('new', index)),
      ),
    );
    const stats = await drained(url, 110);
    expect(performance.now() - before).toBeLessThan(5_000);
    await post(url, batchOf(one.fingerprint!, first));
    await sleep(300);
    const after = await drained(url, 110);
    expect(stats).toMatchObject({ rows: 110, dead: 0, parked: 0 });
    expect(after).toMatchObject({
      accepted: 210,
      rows: 110,
      duplicates: 100,
      dead: 0,
      parked: 0,
      pending: 0,
    });
    const rows = rowsIn('click');
    expect(rows).toHaveLength(110);
    expect(
      rows
        .filter((row) => row['schema_version'] === 2)
        .map((row) => row['position'])
        .sort(),
    ).toEqual([...Array(10).keys()]);
    expect(rows.filter((row) => row['schema_version'] === 1).every((row) => row['position'] === null)).toBe(
      true,
    );
  }, 60_000);

  it('parks what it can not read yet, keeps what it never can, and balances', async () => {
    const { url } = await start();
    const one = await publish(url, 'clicks', CLICK_V1);
    await post(
      url,
      batchOf(one.fingerprint!, [
        ...makeEvents(5, () => click('ok')),
        ...makeEvents(3, () => new Uint8Array([10, 200])),
      ]),
    );
    const unknown = createHash('sha256').update('nobody').digest('hex');
    await post(
      url,
      batchOf(
        unknown,
        makeEvents(2, () => click('later')),
      ),
    );
    const stats = await drained(url, 10);
    expect(stats).toMatchObject({ accepted: 10, rows: 5, duplicates: 0, dead: 3, parked: 2, pending: 0 });
  }, 60_000);

  it('loses nothing and doubles nothing when it is killed while it works', async () => {
    const port = String(await freePort());
    let running = await start({ PORT: port });
    const { fingerprint } = await publish(running.url, 'clicks', CLICK_V1);
    const sent: TestEvent[] = [];
    for (let round = 0; round < KILL_ROUNDS; round += 1) {
      const killAfterMs = 40 + round * 60;
      let killer: Promise<unknown> | null = null;
      for (let batch = 0; batch < 40; batch += 1) {
        const events = makeEvents(25, (index) => click(`t${round}-${batch}-${index}`));
        const accepted = await fetch(`${running.url}/v1/events`, {
          method: 'POST',
          body: batchOf(fingerprint!, events),
        }).then(
          (answer) => answer.ok,
          () => false,
        );
        if (!accepted) continue;
        sent.push(...events);
        // Counted from the first that it took, however slow the machine is.
        killer ??= sleep(killAfterMs).then(() => running.child.kill('SIGKILL'));
      }
      expect(killer).not.toBeNull();
      await killer;
      await running.exited;
      running = await start({ PORT: port });
    }
    await drained(running.url, sent.length);
    const stored = rowsIn('click').map((row) => String(row['event_id']).replaceAll('-', ''));
    expect(new Set(stored).size).toBe(stored.length);
    const ids = new Set(stored);
    expect(sent.filter(({ id }) => !ids.has(Buffer.from(id).toString('hex')))).toEqual([]);
    expect(sent.length).toBeGreaterThan(0);
  }, 120_000);

  it.each([
    [
      'a port that is taken',
      async (): Promise<Record<string, string>> => ({ PORT: new URL((await start()).url).port }),
      /Port \d+ is taken/,
    ],
    [
      'a data folder that can not be',
      async () => ({ DATA_DIR: join(folder, 'file', 'below') }),
      /data folder .* can not be written/,
    ],
    [
      'a database that is newer',
      async () => ({ DATABASE_URL: `sqlite:${join(folder, 'newer.db')}` }),
      /written by a newer Protokoll/,
    ],
    ['a setting that is wrong', async () => ({ PORT: '70000' }), /Setting 'PORT'/],
    [
      'a PostgreSQL that is not there',
      async () => ({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }),
      /database can not be used/,
    ],
  ])(
    'says in one sentence what is wrong with %s',
    async (_, environment, sentence) => {
      writeFileSync(join(folder, 'file'), '');
      const newer = openSqlite(join(folder, 'newer.db'));
      newer.exec(
        "CREATE TABLE migrations (id INTEGER PRIMARY KEY, timestamp INTEGER, name TEXT); INSERT INTO migrations VALUES (1, 1, 'FromTheFuture9999999999999')",
      );
      newer.close();
      const running = await launch(await environment());
      expect(await running.exited).not.toBe(0);
      expect(running.output()).toMatch(sentence);
      expect(running.output()).not.toContain('    at ');
    },
    60_000,
  );
});
