import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Ledger } from '#libs/table-model';
import { ledgersOf } from '#libs/testing';
import { apply, applyingSuite, planTo } from '../applying.suite.js';
import { describingSuite } from '../describing.suite.js';
import { openLiveDatabase, recordedLedger, stepsOf } from '../index.js';
import { killingSuite } from '../killing.suite.js';
import { clickhousePlace } from '../place.suite.js';

const place = await clickhousePlace();
if (place === null)
  console.warn(
    'SKIPPED libs/live-tables on ClickHouse: neither TRY_CLICKHOUSE nor chdb in the folder TRY_ENGINES',
  );
afterAll(() => place?.end());

const [first, second] = ledgersOf('1 a int32, 2 b string', '1 a int32, 2 b string, 3 c string');

if (place !== null) {
  describe('applying', () => applyingSuite(() => place, 3));

  describe('killing', () => killingSuite(() => place));

  describe('describing', () =>
    describingSuite(() => place, {
      changeType: ['ALTER TABLE event MODIFY COLUMN b Nullable(Int64)'],
      requireValue: null,
      dropKey: null,
      key: ['event_id', 'event_time'],
      hasTimeIndex: false,
      replaceByView: ['RENAME TABLE event TO other', 'CREATE VIEW event AS SELECT * FROM other'],
    }));

  describe('the time for which rows are kept', () => {
    afterEach(() => place.reset());

    it('is shortened when a run contracts, and not before', async () => {
      const database = await place.open();
      const kept = (ttlDays: number, schemaVersion: number): Ledger => ({
        ...first!,
        schemaVersion,
        layout: { ttlDays, owner: 'o' },
      });
      const days = async (): Promise<string | undefined> => {
        const [row] = await database.query(
          "SELECT engine_full AS said FROM system.tables WHERE name = 'event'",
        );
        return /toIntervalDay\((\d+)\)/.exec(String(row?.['said']))?.[1];
      };
      await apply(database, await planTo(database, kept(30, 1)));
      expect(await days()).toBe('30');
      const file = await planTo(database, kept(7, 2));
      expect(await apply(database, file)).toMatchObject({ held: 1, drift: [] });
      expect(await days()).toBe('30');
      expect((await recordedLedger(database, 'event'))?.layout).toEqual({ ttlDays: 30, owner: 'o' });
      // Planned again it is still to be done.
      const again = await planTo(database, kept(7, 2));
      expect(stepsOf(again).map(({ statement }) => statement.kind)).toContain('expire');
      expect(await apply(database, file, true)).toMatchObject({ ran: 1, held: 0, drift: [] });
      expect(await days()).toBe('7');
      expect((await recordedLedger(database, 'event'))?.layout).toEqual({ ttlDays: 7, owner: 'o' });
    });
  });

  describe('the lease', () => {
    afterEach(() => place.reset());

    it('keeps a second run out while one shows that it lives', async () => {
      const running = await place.open();
      const database = await place.open({ lockTimeoutMs: 50 });
      const file = await planTo(database, first!);
      await running.locked(async () => {
        const waiting = apply(database, file);
        await expect(waiting).rejects.toMatchObject({ code: 'MIGRATION_LOCKED' });
        await expect(waiting).rejects.toThrow('it is taken for dead after 15 s');
        expect(await database.describe('event')).toBeNull();
      });
      expect(await apply(database, file)).toMatchObject({ drift: [] });
    });

    it('is overtaken when it shows no sign of life, and the run that comes back stops', async () => {
      const [slow, quick] = [await place.open(), await place.open({ leaseMs: 1 })];
      await apply(quick, await planTo(quick, first!));
      const file = await planTo(quick, second!);
      const running = slow.locked(async () => {
        expect(await apply(quick, file)).toMatchObject({ drift: [] });
        await slow.run('ALTER TABLE event ADD COLUMN IF NOT EXISTS late String');
      });
      await expect(running).rejects.toMatchObject({ code: 'MIGRATION_LOCKED' });
      await expect(running).rejects.toThrow('another one took over');
      expect(await quick.query("SELECT 1 FROM system.columns WHERE name = 'late'")).toEqual([]);
    });

    it('leaves one table behind, however often it is taken', async () => {
      const database = await place.open();
      for (let time = 0; time < 3; time += 1) await database.locked(async () => {});
      const locks = await database.query(
        "SELECT name, comment FROM system.tables WHERE database = currentDatabase() AND name LIKE 'protokoll_lock%'",
      );
      expect(locks).toEqual([{ name: 'protokoll_lock_3', comment: '' }]);
    });
  });

  it('takes a table that keeps double rows for one without a key', async () => {
    await place.byHand('CREATE TABLE event (event_id UUID) ENGINE = MergeTree ORDER BY event_id');
    expect(await (await place.open()).describe('event')).toMatchObject({ kind: 'table', key: [] });
    await place.reset();
  });
}

describe('a URL of ClickHouse', () => {
  let server: Server;
  const seen: { readonly url: string; readonly headers: object }[] = [];
  let answer: readonly [status: number, text: string, headers?: Readonly<Record<string, string>>];
  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push({ url: request.url ?? '', headers: request.headers });
      response.writeHead(answer[0], answer[2]).end(answer[1]);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  const urlWith = (path: string): string =>
    `http://me:s3cr%40t@127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

  it('sends name and password beside the address, never in it', async () => {
    answer = [200, ''];
    await (await openLiveDatabase(urlWith('/?database=d&user=x&password=y'), OPTIONS)).close();
    expect(seen.at(-1)).toMatchObject({
      headers: { 'x-clickhouse-user': 'me', 'x-clickhouse-key': 's3cr@t' },
    });
    expect(seen.at(-1)!.url).toContain('database=d');
    expect(seen.at(-1)!.url).not.toMatch(/s3cr|user=|password=/);
  });

  it.each([
    ['another server', [404, 'not s3cr@t here'], 'what answers at its address is no ClickHouse: 404'],
    ['a wrong password', [403, 'Code: 516. DB::Exception: s3cr@t'], 'it refuses the user or the password'],
    ['no such database', [404, 'Code: 81. DB::Exception: s3cr@t'], 'it has no database of that name'],
    ['another failure', [500, 'Code: 999. DB::Exception: s3cr@t'], 'it answers with code 999'],
    ['somewhere else', [302, '', { location: 'http://s3cr@t.invalid' }], 'it does not answer'],
  ] as const)('is not repeated: %s', async (_name, given, problem) => {
    answer = given;
    await expectSecret(urlWith('/'), problem);
  });

  it('is not repeated: nobody listens', async () => {
    const gone = createServer();
    await new Promise<void>((done) => gone.listen(0, '127.0.0.1', done));
    const { port } = gone.address() as AddressInfo;
    await new Promise((done) => gone.close(done));
    await expectSecret(`http://me:s3cr@t@127.0.0.1:${port}`, 'nothing listens at its address');
  });

  it.each([
    ['a name', 'https://me:s3cr@t@s3cr-t.invalid', 'its host is not known'],
    ['no URL', 'http://me:s3cr@t@[', 'its URL is none'],
  ])('is not repeated: %s', async (_name, url, problem) => {
    await expectSecret(url, problem);
  });
});

const OPTIONS = { readOnly: true, lockTimeoutMs: 1 };

/** Opening fails, and nothing that a log could print of the failure has the secret. */
async function expectSecret(url: string, problem: string): Promise<void> {
  const error: unknown = await openLiveDatabase(url, OPTIONS).catch((failure: unknown) => failure);
  expect(error).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  const { message, stack, cause } = error as Error;
  expect(message).toContain(problem);
  expect(JSON.stringify([error, message, stack, cause ?? null])).not.toMatch(/s3cr/);
}
