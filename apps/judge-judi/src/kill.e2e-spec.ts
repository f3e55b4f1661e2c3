import { join } from 'node:path';
import { openEmbeddedLog } from '#libs/pubsub';
import { openPostgresSink, openSqliteSink, type EventCounts } from '#libs/sinks';
import { openSqlite } from '#libs/sqlite';
import { startPostgres } from '#libs/testing';
import {
  CLICK_V1,
  batchOf,
  buildOnce,
  call,
  click,
  kill,
  makeFolder,
  newId,
  publish,
  removeFolder,
  sleep,
  startApp,
  until,
  whenReady,
  type Started,
  type TestEvent,
} from './pipeline.suite.js';
import { TOPIC, WORKER_GROUP } from './tokens.js';

let registryFolder: string;
let registry: Started;
let fingerprint: string;
let folder: string;
const workers: Started[] = [];

/** Kills at random moments, and at each named point: few by default, since each costs a start; `npm run proof:kill` asks for many. */
const KILLS = Number(process.env['KILLS'] ?? 2);
const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 1);

beforeAll(async () => {
  buildOnce();
  registryFolder = makeFolder();
  registry = await whenReady(await startApp('registry', { DATA_DIR: registryFolder }));
  fingerprint = (await publish(registry.url, 'clicks', CLICK_V1)).fingerprint!;
}, 60_000);

afterAll(async () => {
  await kill(registry);
  removeFolder(registryFolder);
});

beforeEach(() => {
  folder = makeFolder();
});

afterEach(async () => {
  for (const worker of workers.splice(0)) await kill(worker);
  removeFolder(folder);
});

async function startWorker(env: Record<string, string> = {}): Promise<Started> {
  const worker = await startApp(
    'judge-judi',
    { DATA_DIR: folder, REGISTRY_URL: registry.url, ...env },
    'WORKER_PORT',
  );
  workers.push(worker);
  return worker;
}

interface Sent {
  readonly ids: ReadonlySet<string>;
  readonly events: number;
}

/** Fills the log with batches: good events, a bad one and an unknown schema now and then, some events twice. */
async function fillLog(
  batches: number,
  eventsPerBatch: number,
): Promise<Sent & { dead: number; parked: number }> {
  const log = await openEmbeddedLog({ directory: join(folder, 'log') });
  const ids = new Set<string>();
  const sent = { events: 0, dead: 0, parked: 0 };
  let last: TestEvent[] = [];
  for (let number = 0; number < batches; number += 1) {
    const good = Array.from({ length: eventsPerBatch }, (_, seq): TestEvent => {
      const eventId = newId();
      ids.add(Buffer.from(eventId).toString('hex'));
      return { eventId, seq, payload: click(`t${number}`) };
    });
    const bad = number % 7 === 3 ? [{ payload: Uint8Array.of(10, 200) }] : [];
    const again = number % 5 === 4 ? last.slice(0, 3) : [];
    const isUnknown = number % 11 === 6;
    const payloads = [batchOf(fingerprint, [...good, ...bad, ...again])];
    if (isUnknown) payloads.push(batchOf('cd'.repeat(32), [{ payload: click('later') }]));
    await log.publish(
      TOPIC,
      payloads.map((payload) => ({ key: 'k', payload, headers: { 'ingest-time-ms': String(Date.now()) } })),
    );
    sent.events += good.length + bad.length + again.length + Number(isUnknown);
    sent.dead += bad.length;
    sent.parked += Number(isUnknown);
    last = good;
  }
  await log.close();
  return { ids, ...sent };
}

async function isDrained(): Promise<boolean> {
  const log = await openEmbeddedLog({ directory: join(folder, 'log') });
  const { pendingMessages } = await log.depth(TOPIC, WORKER_GROUP);
  await log.close();
  return pendingMessages === 0;
}

async function statsOf(worker: Started): Promise<EventCounts & { pending: number; inFlight: number }> {
  return (await (await fetch(`${worker.url}/api/v1/events/stats`)).json()) as EventCounts & {
    pending: number;
    inFlight: number;
  };
}

function storedIds(): string[] {
  const database = openSqlite(join(folder, 'events.db'), { readOnly: true });
  try {
    const rows = database.prepare('SELECT event_id FROM click').all();
    return rows.map((row) => String(row['event_id']).replaceAll('-', ''));
  } finally {
    database.close();
  }
}

async function finish(env: Record<string, string> = {}): Promise<EventCounts> {
  const worker = await whenReady(await startWorker(env));
  await until(async () => {
    const { pending, inFlight } = await statsOf(worker);
    return pending === 0 && inFlight === 0;
  }, 30_000);
  const stats = await statsOf(worker);
  await kill(worker);
  return stats;
}

function expectExact(sent: Awaited<ReturnType<typeof fillLog>>, counts: EventCounts): void {
  const stored = storedIds();
  const distinct = new Set(stored);
  expect(distinct.size).toBe(stored.length);
  expect([...sent.ids].filter((id) => !distinct.has(id)).length).toBe(0);
  expect(stored.length).toBe(sent.ids.size);
  const { rows, dead, parked } = { rows: sent.ids.size, dead: sent.dead, parked: sent.parked };
  expect(counts).toMatchObject({ accepted: sent.events, rows, dead, parked });
  expect(counts.rows + counts.duplicates + counts.dead + counts.parked).toBe(counts.accepted);
}

describe('a worker that is killed', () => {
  it(
    'at random moments, again and again, loses nothing, doubles nothing, and its account balances',
    async () => {
      const sent = await fillLog(100 * KILLS, 100);
      let kills = 0;
      let acceptedBefore = -1;
      // A fixed sequence of waits that look random, so that a failure can be tried again.
      let chance = 7;
      while (kills < KILLS && !(await isDrained())) {
        const worker = await startWorker();
        await until(async () => (await statsOf(worker)).accepted > acceptedBefore);
        chance = (chance * 48_271) % 2_147_483_647;
        await sleep(chance % 60);
        await kill(worker);
        kills += 1;
        const sink = await openSqliteSink(join(folder, 'events.db'));
        const { accepted, rows, duplicates, dead, parked } = await sink.counts();
        await sink.close();
        expect(rows + duplicates + dead + parked).toBe(accepted);
        acceptedBefore = accepted;
      }
      expect(kills).toBeGreaterThan(KILLS / 2);
      expectExact(sent, await finish());
    },
    60_000 + KILLS * 10_000,
  );

  it.each(['before-write', 'after-write', 'after-ack'])(
    'at %s has nothing to regret',
    async (failpoint) => {
      // A worker that finds the log empty never comes to the point.
      const sent = await fillLog(20 + 10 * ROUNDS, 100);
      for (let round = 0; round < ROUNDS; round += 1) {
        const worker = await startWorker({ PROTOKOLL_FAILPOINT: failpoint });
        await worker.exited;
        expect(worker.child.signalCode).toBe('SIGKILL');
      }
      expectExact(sent, await finish());
    },
    30_000 + ROUNDS * 15_000,
  );

  it('between a mirror and its own database, has doubled nothing in either', async () => {
    const server = await startPostgres();
    if (server === null) return console.warn('SKIPPED the mirror that is killed: no PostgreSQL here');
    const env = { EVENT_MIRRORS: server.url };
    try {
      const sent = await fillLog(30, 100);
      for (let round = 0; round < ROUNDS; round += 1) {
        const worker = await startWorker({ ...env, PROTOKOLL_FAILPOINT: 'after-mirrors' });
        await worker.exited;
        expect(worker.child.signalCode).toBe('SIGKILL');
      }
      expectExact(sent, await finish(env));
      const mirror = await openPostgresSink(server.url);
      const rows = await mirror.readRows('click', 10_000);
      await mirror.close();
      expect(rows.map((row) => String(row['event_id']).replaceAll('-', '')).sort()).toEqual(
        storedIds().sort(),
      );
    } finally {
      await server.stop();
    }
  }, 60_000);

  it('by an event, again and again, finds out which one it is and goes on', async () => {
    const log = await openEmbeddedLog({ directory: join(folder, 'log') });
    const killer = newId();
    const hex = Buffer.from(killer).toString('hex');
    const uuid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    const events = [
      { payload: click('a') },
      { eventId: killer, payload: click('x') },
      { payload: click('b') },
    ];
    await log.publish(TOPIC, [{ key: 'k', payload: batchOf(fingerprint, events), headers: {} }]);
    await log.publish(TOPIC, [
      { key: 'k', payload: batchOf(fingerprint, [{ payload: click('c') }]), headers: {} },
    ]);
    await log.close();
    const env = { MAX_DELIVERIES: '2', PROTOKOLL_FAILPOINT: `judge:${uuid}` };
    let deaths = 0;
    let survivor: Started | null = null;
    while (survivor === null && deaths < 10) {
      const worker = await startWorker(env);
      const pending = async (): Promise<boolean> => (await statsOf(worker)).pending === 0;
      await until(async () => worker.child.signalCode !== null || (await pending()));
      if (worker.child.signalCode === null) survivor = worker;
      else deaths += 1;
    }
    // Twice among others, twice with its batch, three times alone.
    expect(deaths).toBe(2 + 2 + 3);
    expect(await statsOf(survivor!)).toMatchObject({
      accepted: 4,
      rows: 3,
      dead: 1,
      parked: 0,
      duplicates: 0,
    });
    const { events: letters } = (await (await fetch(`${survivor!.url}/api/v1/events/dead`)).json()) as {
      events: { reason: string; eventId: string }[];
    };
    expect(letters).toMatchObject([{ reason: 'QUARANTINED', eventId: uuid }]);
  }, 120_000);

  it('by an event that waited for its schema, finds that one out too', async () => {
    const subject = 'later';
    const content = CLICK_V1.replace('shop.v1', 'later.v1');
    const check = await call(registry.url, 'POST', `/subjects/${subject}/check`, {
      files: [{ path: 'shop/v1/click.proto', content }],
    });
    const later = ((await check.json()) as { fingerprint: string }).fingerprint;
    const killer = newId();
    const hex = Buffer.from(killer).toString('hex');
    const uuid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    const events = [
      { payload: click('a') },
      { eventId: killer, payload: click('x') },
      { payload: click('b') },
    ];
    const log = await openEmbeddedLog({ directory: join(folder, 'log') });
    const payload = batchOf(later, events, { type: 'later.v1.Click' });
    await log.publish(TOPIC, [{ key: 'k', payload, headers: {} }]);
    await log.close();
    const env = { PROTOKOLL_FAILPOINT: `judge:${uuid}` };
    const first = await whenReady(await startWorker(env));
    await until(async () => (await statsOf(first)).parked === 3);
    await publish(registry.url, subject, content);
    await first.exited;
    let survivor: Started | null = null;
    for (let deaths = 1; survivor === null && deaths < 10; deaths += 1) {
      const worker = await startWorker(env);
      const released = async (): Promise<boolean> => (await statsOf(worker)).parked === 0;
      await until(async () => worker.child.signalCode !== null || (await released()));
      if (worker.child.signalCode === null) survivor = worker;
    }
    expect(await statsOf(survivor!)).toMatchObject({ accepted: 3, rows: 2, dead: 1, parked: 0 });
  }, 120_000);

  it('politely, finishes what it has in hand', async () => {
    const sent = await fillLog(200, 50);
    const worker = await whenReady(await startWorker());
    worker.child.kill('SIGTERM');
    await worker.exited;
    expect(worker.child.exitCode).toBe(0);
    expectExact(sent, await finish());
  }, 60_000);
});

describe('its API', () => {
  interface Answer {
    readonly [key: string]: unknown;
  }

  it('answers what was asked', async () => {
    await fillLog(12, 10);
    const worker = await whenReady(await startWorker());
    await until(async () => (await statsOf(worker)).pending === 0);
    const get = async (path: string): Promise<Answer> =>
      (await (await fetch(`${worker.url}/api/v1/events/${path}`)).json()) as Answer;
    const stats = await get('stats');
    expect(stats).toMatchObject({ rows: 120, dead: 2, parked: 1, duplicates: 6, accepted: 129, inFlight: 0 });
    expect(stats['reasons']).toMatchObject([{ reason: 'DECODE_ERROR', count: 2 }]);
    const recent = (await get('recent?table=click&limit=2')) as { events: Answer[]; next: string };
    expect(recent.events).toHaveLength(2);
    expect(recent.events[1]).toMatchObject({ table: 'click', row: { target: 't11', schema_version: 1 } });
    expect((await get(`recent?after=${recent.next}`))['events']).toEqual([]);
    const tables = (await get('tables'))['tables'] as Answer[];
    const table = tables.find((one) => one['table'] === 'click');
    expect(table).toMatchObject({ rows: 120, subject: 'clicks', message: 'shop.v1.Click' });
    expect((await get('usage'))['usage']).toMatchObject([
      { type: 'shop.v1.Click', events: 120, appId: 'test' },
    ]);
    expect((await get('parked'))['groups']).toMatchObject([{ count: 1, reason: 'UNKNOWN_SCHEMA' }]);
    const days = (await get('reports/daily?table=click&by=target&limit=3'))['days'];
    expect(days).toMatchObject([{ day: '2026-01-01', rows: 10 }, { rows: 10 }, { rows: 10 }]);
    const dead = (await get('dead?limit=1&reason=DECODE_ERROR')) as { events: Answer[]; next: string };
    expect(dead.events).toMatchObject([{ reason: 'DECODE_ERROR', payload: '0ac8', appId: 'test' }]);
    expect((await get(`dead?after=${dead.next}`))['events']).toHaveLength(1);
  }, 60_000);

  it('judges dead letters again when it is told to', async () => {
    const content = CLICK_V1.replace('shop.v1', 'replay.v1');
    const files = [{ path: 'shop/v1/click.proto', content }];
    const check = await call(registry.url, 'POST', '/subjects/replay/check', { files });
    const { fingerprint: late } = (await check.json()) as { fingerprint: string };
    const log = await openEmbeddedLog({ directory: join(folder, 'log') });
    const events = [{ payload: click('a') }, { payload: click('b') }];
    await log.publish(TOPIC, [
      { key: 'k', payload: batchOf(late, events, { type: 'replay.v1.Click' }), headers: {} },
      { key: 'k', payload: batchOf(fingerprint, [{ payload: Uint8Array.of(10, 200) }]), headers: {} },
    ]);
    await log.close();
    const worker = await whenReady(await startWorker({ PARK_LIMIT_HOURS: '0' }));
    await until(async () => (await statsOf(worker)).dead === 3);
    await publish(registry.url, 'replay', content);
    // With a limit of 0 what is tried before the worker heard of it is given up at once.
    await until(async () =>
      (await (await call(worker.url, 'GET', '/events/tables')).text()).includes('replay.v1'),
    );
    await sleep(100);
    const replay = (body: unknown): Promise<Response> =>
      call(worker.url, 'POST', '/events/dead/replay', body);
    expect(await (await replay({ reason: 'UNKNOWN_SCHEMA' })).json()).toEqual({ replayed: 2 });
    expect(await (await replay({ reason: 'DECODE_ERROR', limit: 5 })).json()).toEqual({ replayed: 1 });
    await until(async () => (await statsOf(worker)).parked === 0);
    expect(await statsOf(worker)).toMatchObject({ accepted: 3, rows: 2, dead: 1, duplicates: 0 });
    await expect(replay({})).rejects.toThrow('BAD_REQUEST');
    await expect(replay({ reason: 'BAD_ENVELOPE' })).rejects.toThrow('can not be judged again');
  }, 60_000);

  it('refuses what it does not understand', async () => {
    const worker = await whenReady(await startWorker());
    const codeOf = async (path: string): Promise<unknown> =>
      ((await (await fetch(`${worker.url}/api/v1/events/${path}`)).json()) as Answer)['code'];
    expect(await codeOf('recent?limit=0')).toBe('BAD_REQUEST');
    expect(await codeOf('recent?limit=1001')).toBe('BAD_REQUEST');
    expect(await codeOf('recent?after=x')).toBe('BAD_CURSOR');
    expect(await codeOf('recent?table=nope')).toBe('TABLE_NOT_FOUND');
    expect(await codeOf('dead?after=x')).toBe('BAD_CURSOR');
    expect(await codeOf('reports/daily?table=click')).toBe('BAD_REQUEST');
    expect(await codeOf('reports/daily?table=nope&by=x')).toBe('TABLE_NOT_FOUND');
  }, 60_000);
});
