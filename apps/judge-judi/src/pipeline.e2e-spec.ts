import { join } from 'node:path';
import { create, toBinary } from '@bufbuild/protobuf';
import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { dialectNamed } from '#libs/ddl';
import { event } from '#libs/gen';
import { planTable } from '#libs/planner';
import { openPostgresSink, openSqliteSink } from '#libs/sinks';
import { openSqlite } from '#libs/sqlite';
import type { Ledger } from '#libs/table-model';
import { startPostgres } from '#libs/testing';
import {
  Bench,
  CLICK_V1,
  CLICK_V2,
  CLICK_V3,
  batchOf,
  buildOnce,
  call,
  click,
  clicks,
  freePort,
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
} from './pipeline.suite.js';

let registryFolder: string;
let registryPort: string;
let registry: Started;
let folder: string;
let bench: Bench;
let subject: string;
let number = 0;

async function startRegistry(): Promise<void> {
  registry = await whenReady(await startApp('registry', { DATA_DIR: registryFolder, PORT: registryPort }));
}

beforeAll(async () => {
  buildOnce();
  registryFolder = makeFolder();
  registryPort = String(await freePort());
  await startRegistry();
}, 60_000);

afterAll(async () => {
  await kill(registry);
  removeFolder(registryFolder);
});

beforeEach(() => {
  folder = makeFolder();
  number += 1;
  subject = `clicks-${number}`;
});

afterEach(async () => {
  await bench.close();
  removeFolder(folder);
});

/** The specs share a registry: a package for each keeps their messages and tables apart. */
const own = (content: string): string => content.replace('shop.v1', `shop${number}.v1`);
const type = (name = 'Click'): string => `shop${number}.v1.${name}`;
const table = (): Promise<string> =>
  bench.sink.tables().then((tables) => tables.find((one) => one.message === type())!.table);
const publishOwn = async (
  content: string,
  to = subject,
): Promise<{ version: number; fingerprint: string }> => {
  const { version = 0, fingerprint = '' } = await publish(registry.url, to, own(content));
  return { version, fingerprint };
};
const batch = (fingerprint: string, events: Parameters<typeof batchOf>[1], ofType = type()): Uint8Array =>
  batchOf(fingerprint, events, { type: ofType });
const fingerprintOf = async (content: string): Promise<{ fingerprint: string }> => {
  const files = [{ path: 'shop/v1/click.proto', content }];
  const response = await call(registry.url, 'POST', `/subjects/${subject}/check`, { files });
  return (await response.json()) as { fingerprint: string };
};
const openBench = async (options: Parameters<typeof Bench.open>[2] = {}): Promise<Bench> =>
  (bench = await (await Bench.open(folder, registry.url, options)).start());

describe('events become rows', () => {
  it('of every version, in one table, each by its own schema', async () => {
    const [v1, v2] = [await publishOwn(CLICK_V1), await publishOwn(CLICK_V2)];
    await openBench();
    const eventId = newId();
    await bench.send(
      batch(v2.fingerprint, [{ eventId, payload: click('new', 7), seq: 3 }]),
      batch(v1.fingerprint, clicks('old')),
    );
    expect(await bench.settle(2)).toMatchObject({ rows: 2 });
    const rows = await bench.rows(await table());
    expect(rows).toMatchObject([
      {
        target: 'new',
        position: 7,
        subject,
        schema_version: 2,
        fingerprint: v2.fingerprint,
        seq: 3,
        app_id: 'test',
      },
      { target: 'old', position: null, schema_version: 1, event_time: '2026-01-01T00:00:00Z' },
    ]);
    expect(String(rows[0]!['event_id']).replaceAll('-', '')).toBe(Buffer.from(eventId).toString('hex'));
  });

  it('within a second of the publication of their version', async () => {
    const v1 = await publishOwn(CLICK_V1);
    await openBench();
    await bench.send(batch(v1.fingerprint, clicks('one')));
    await bench.settle(1);
    for (const [index, content] of [CLICK_V2, CLICK_V3].entries()) {
      const { fingerprint } = await publishOwn(content);
      const startedMs = performance.now();
      await bench.send(batch(fingerprint, [{ payload: click('new', index, 'x') }]));
      await until(async () => (await bench.sink.counts()).rows === index + 2);
      expect(performance.now() - startedMs).toBeLessThan(1_000);
    }
    expect((await bench.rows(await table())).at(-1)).toMatchObject({ schema_version: 3, note: 'x' });
  });

  it('once, whether sent twice in a batch, in two batches, or by two versions', async () => {
    const [v1, v2] = [await publishOwn(CLICK_V1), await publishOwn(CLICK_V2)];
    await openBench();
    const eventId = newId();
    const one = { eventId, payload: click('a') };
    await bench.send(batch(v1.fingerprint, [one, one]), batch(v1.fingerprint, [one]));
    await bench.settle(3);
    await bench.send(batch(v2.fingerprint, [one]));
    expect(await bench.settle(4)).toMatchObject({ rows: 1, duplicates: 3 });
  });

  it('also when their schema is named by id', async () => {
    const { id } = await publish(registry.url, subject, own(CLICK_V1));
    await openBench();
    const payload = toBinary(
      event.EventBatchSchema,
      create(event.EventBatchSchema, {
        batchId: newId(),
        schemas: [{ schema: { case: 'id', value: id! }, type: type() }],
        events: [{ eventId: newId(), payload: click('by id') }],
      }),
    );
    await bench.send(payload);
    expect(await bench.settle(1)).toMatchObject({ rows: 1 });
    // Neither the app nor its clock is known.
    const [row] = await bench.rows(await table());
    expect(row).toMatchObject({ app_id: null, event_time: row!['ingest_time'] });
  });

  it('although they have fields that their schema lacks, which is counted', async () => {
    const v1 = await publishOwn(CLICK_V1);
    await openBench();
    await bench.send(batch(v1.fingerprint, [{ payload: click('a', 5) }]));
    await bench.settle(1);
    const [usage] = await bench.sink.usage({ subject, type: null, since: null, limit: 1 });
    expect(usage).toMatchObject({ events: 1, drift: 1, appId: 'test', appVersion: '1.0', version: 1 });
    expect(await bench.metrics.text()).toContain('worker_unknown_fields_total 1');
  });
});

describe('mirrors', () => {
  it('have every row that the own database has, and its table grows with it', async () => {
    const server = await startPostgres();
    if (server === null) console.warn('SKIPPED the mirror in PostgreSQL: a second SQLite file stands in');
    const mirror =
      server === null ? await openSqliteSink(join(folder, 'mirror.db')) : await openPostgresSink(server.url);
    try {
      const v1 = await publishOwn(CLICK_V1);
      bench = await Bench.open(folder, registry.url, { mirrors: [mirror] }).then((it) => it.start());
      await bench.send(batch(v1.fingerprint, clicks('a', 'b')), batch(v1.fingerprint, clicks('nul \0')));
      expect(await bench.settle(3)).toMatchObject({ rows: 2, dead: 1 });
      expect(await bench.reasons()).toEqual({ SINK_REJECTED: 1 });
      const v2 = await publishOwn(CLICK_V2);
      await bench.send(batch(v2.fingerprint, [{ payload: click('c', 7) }]));
      expect(await bench.settle(4)).toMatchObject({ rows: 3, dead: 1 });
      const rows = await mirror.readRows(await table(), 9);
      const own = await bench.rows(await table());
      expect(rows).toHaveLength(own.length);
      expect(rows).toEqual(expect.arrayContaining([...own]));
      expect(rows.map((row) => [row['target'], row['position']])).toContainEqual(['c', 7]);
      expect(await mirror.tableVersion(await table())).toBe(await bench.sink.tableVersion(await table()));
    } finally {
      await bench.close();
      await mirror.close();
      await server?.stop();
    }
  });
});

describe('bad events', () => {
  const broken = Uint8Array.of(10, 200);

  it('harm nobody: each is a dead letter with its reason and its bytes', async () => {
    const v1 = await publishOwn(CLICK_V1);
    await openBench();
    const named = { ...clicks('x')[0]!, schemaIndex: 9 };
    await bench.send(
      batch(v1.fingerprint, [...clicks('a', 'b'), { payload: broken }, ...clicks('c')]),
      batch(v1.fingerprint, [{ payload: click('no id'), eventId: Uint8Array.of(1) }, named]),
      batch(v1.fingerprint, [{ payload: new BinaryWriter().tag(1, 2).bytes(Uint8Array.of(255)).finish() }]),
      batch(v1.fingerprint, clicks('nul \0 byte')),
      Uint8Array.of(255, 255),
      batch(v1.fingerprint, clicks('d')),
    );
    expect(await bench.settle(10)).toMatchObject({ rows: 4, dead: 6, parked: 0 });
    expect(await bench.reasons()).toEqual({ BAD_ENVELOPE: 3, DECODE_ERROR: 2, SINK_REJECTED: 1 });
    const [letter] = (await bench.sink.deadLetters({ reason: 'DECODE_ERROR', before: null, limit: 2 })).slice(
      -1,
    );
    expect(Buffer.from(letter!.source.payload)).toEqual(Buffer.from(broken));
    expect(letter!.source).toMatchObject({ appId: 'test', ref: { type: type() } });
  });

  it('are told apart: no such message in the schema, no table, version retired', async () => {
    const withHelper = `${CLICK_V1.replace('target = 1;', 'target = 1;\n  Point at = 9;')}message Point {\n  int32 x = 1;\n}\n`;
    const { fingerprint } = await publishOwn(withHelper);
    const retired = await publishOwn(CLICK_V1, `${subject}-retired`);
    await call(registry.url, 'PUT', `/subjects/${subject}-retired/versions/1/state`, { state: 'RETIRED' });
    await openBench();
    await bench.send(
      batch(fingerprint, clicks('a'), type('Klick')),
      batch(fingerprint, clicks('a'), type('Point')),
      batch(retired.fingerprint, clicks('a')),
    );
    expect(await bench.settle(3)).toMatchObject({ dead: 3 });
    expect(await bench.reasons()).toEqual({ NO_TABLE: 1, RETIRED_SCHEMA: 1, UNKNOWN_TYPE: 1 });
    expect(await bench.metrics.text()).toContain('worker_rejected_total{reason="NO_TABLE"} 1');
  });

  it('are no longer taken once their version is retired', async () => {
    const v1 = await publishOwn(CLICK_V1);
    await openBench();
    await bench.send(batch(v1.fingerprint, clicks('a')));
    await bench.settle(1);
    await call(registry.url, 'PUT', `/subjects/${subject}/versions/1/state`, { state: 'RETIRED' });
    await sleep(300);
    await bench.send(batch(v1.fingerprint, clicks('b')));
    expect(await bench.settle(2)).toMatchObject({ rows: 1, dead: 1 });
  });
});

describe('good events wait', () => {
  it('for their schema, and are rows as soon as it is published', async () => {
    // What an SDK built in a branch sends: the content names the schema, so its name is known before the registry has it.
    const { fingerprint } = await fingerprintOf(own(CLICK_V1));
    await openBench();
    await bench.send(batch(fingerprint, clicks('a', 'b')));
    expect(await bench.settle(2)).toMatchObject({ rows: 0, parked: 2 });
    const [group] = await bench.sink.parkedGroups();
    expect(group).toMatchObject({ reason: 'UNKNOWN_SCHEMA', count: 2, ref: { type: type() } });
    await publishOwn(CLICK_V1);
    const startedMs = performance.now();
    await until(async () => (await bench.sink.counts()).rows === 2);
    expect(performance.now() - startedMs).toBeLessThan(1_000);
    expect(await bench.settle(2)).toMatchObject({ rows: 2, parked: 0 });
  });

  it('for their table, and are rows as soon as somebody has made it', async () => {
    const { fingerprint } = await publishOwn(CLICK_V1);
    await openBench({ migrates: false });
    await bench.send(batch(fingerprint, clicks('a', 'b')));
    expect(await bench.settle(2)).toMatchObject({ rows: 0, parked: 2 });
    expect((await bench.sink.parkedGroups())[0]).toMatchObject({ reason: 'TABLE_BEHIND' });
    const { ledgers } = (await (
      await call(registry.url, 'GET', `/subjects/${subject}/versions/1/ledger`)
    ).json()) as { ledgers: Ledger[] };
    await bench.sink.applyPlan(planTable(dialectNamed('sqlite'), null, ledgers[0]!), ledgers[0]!);
    await until(async () => (await bench.sink.counts()).rows === 2);
    expect(await bench.settle(2)).toMatchObject({ rows: 2, parked: 0 });
  });

  it('but not for ever', async () => {
    await openBench({ parkLimitMs: 50 });
    await bench.send(batch('cd'.repeat(32), clicks('a', 'b')));
    await until(async () => (await bench.sink.counts()).dead === 2);
    expect(await bench.settle(2)).toMatchObject({ rows: 0, parked: 0, dead: 2 });
    expect(await bench.reasons()).toEqual({ UNKNOWN_SCHEMA: 2 });
  });

  it('in the log when too many wait already', async () => {
    const { fingerprint } = await publishOwn(CLICK_V1);
    await openBench({ maxParked: 2 });
    await bench.send(batch('cd'.repeat(32), clicks('a', 'b')));
    await bench.settle(2);
    await bench.send(batch('cd'.repeat(32), clicks('c')), batch(fingerprint, clicks('d')));
    await sleep(300);
    expect(await bench.sink.counts()).toMatchObject({ accepted: 2, parked: 2, rows: 0 });
    expect(await bench.log.depth('events', 'judge-judi')).toMatchObject({ pendingMessages: 2 });
  });
});

describe('while the registry is down', () => {
  afterEach(async () => {
    await kill(registry);
    await startRegistry();
  }, 30_000);

  it('known schemas go on, also after a restart, and what is new waits', async () => {
    const v1 = await publishOwn(CLICK_V1);
    const v2 = await publishOwn(CLICK_V2);
    await openBench();
    await bench.send(batch(v1.fingerprint, clicks('before')));
    await bench.settle(1);
    await kill(registry);
    await bench.send(batch(v1.fingerprint, clicks('known')), batch(v2.fingerprint, clicks('new')));
    expect(await bench.settle(3)).toMatchObject({ rows: 2, parked: 1 });
    expect((await bench.sink.parkedGroups())[0]).toMatchObject({ reason: 'REGISTRY_UNREACHABLE' });
    await until(async () => (await bench.metrics.text()).includes('registry_up 0'));
    await bench.close();
    await openBench();
    await bench.send(batch(v1.fingerprint, clicks('from disk')));
    expect(await bench.settle(4)).toMatchObject({ rows: 3, parked: 1 });
    await startRegistry();
    await until(async () => (await bench.sink.counts()).parked === 0);
    expect(await bench.settle(4)).toMatchObject({ rows: 4 });
    await until(async () => (await bench.metrics.text()).includes('registry_up 1'));
  }, 60_000);
});

describe('while the database is busy', () => {
  it('nothing is lost and nothing acknowledged', async () => {
    const { fingerprint } = await publishOwn(CLICK_V1);
    await openBench({ busyTimeoutMs: 10 });
    await bench.send(batch(fingerprint, clicks('a')));
    await bench.settle(1);
    const other = openSqlite(join(folder, 'events.db'));
    other.exec('BEGIN IMMEDIATE');
    await bench.send(batch(fingerprint, clicks('b')), batch(fingerprint, clicks('c')));
    await sleep(300);
    expect(await bench.log.depth('events', 'judge-judi')).toMatchObject({ pendingMessages: 2 });
    other.exec('COMMIT');
    other.close();
    expect(await bench.settle(3)).toMatchObject({ rows: 3, duplicates: 0 });
    expect(await bench.metrics.text()).toMatch(/worker_retries_total [1-9]/);
  });
});

it('tables of messages that later versions no longer have are made too', async () => {
  const gone = `${CLICK_V1}message Scroll {\n  int32 depth = 1;\n}\n`;
  await call(registry.url, 'PUT', `/config/${subject}`, { compatibility: 'NONE' });
  const v1 = await publishOwn(gone);
  await publishOwn(CLICK_V1);
  await openBench();
  await until(async () => (await bench.sink.tables()).some((one) => one.message === type('Scroll')));
  await bench.send(batch(v1.fingerprint, [{ payload: Uint8Array.of(8, 50) }], type('Scroll')));
  expect(await bench.settle(1)).toMatchObject({ rows: 1 });
});
