import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { dayStatements } from '#libs/ddl';
import { findMariadb, ledgersOf } from '#libs/testing';
import { apply, applyingSuite, planTo } from '../applying.suite.js';
import { describingSuite } from '../describing.suite.js';
import { openLiveDatabase, stepsOf } from '../index.js';
import { killingSuite } from '../killing.suite.js';
import { mariadbPlace, type Place } from '../place.suite.js';

const found = findMariadb();
if (found === null) console.warn('SKIPPED libs/live-tables mariadb: no mariadbd on PATH or in MARIADB_BIN');

(found === null ? describe.skip : describe)('MariaDB', () => {
  let place: Place;
  beforeAll(async () => {
    place = (await mariadbPlace())!;
  });
  afterAll(() => place.end());

  const [first, second] = ledgersOf('1 a int32, 2 b string', '1 a int32, 2 b string, 3 c string');

  describe('applying', () => applyingSuite(() => place));

  describe('killing', () => killingSuite(() => place));

  describe('describing', () =>
    describingSuite(() => place, {
      changeType: ['ALTER TABLE event MODIFY COLUMN b VARCHAR(9)'],
      requireValue: ['ALTER TABLE event MODIFY COLUMN b LONGTEXT NOT NULL'],
      dropKey: ['ALTER TABLE event DROP PRIMARY KEY'],
      hasPartialIndexes: false,
    }));

  describe('the driver', () => {
    afterEach(() => place.reset());

    it('keeps a second run out while one holds the lock', async () => {
      const running = await place.open();
      const database = await place.open({ lockTimeoutMs: 50 });
      const file = await planTo(database, first!);
      await running.locked(async () => {
        await expect(apply(database, file)).rejects.toMatchObject({ code: 'MIGRATION_LOCKED' });
        expect(await database.describe('event')).toBeNull();
      });
      expect(await apply(database, file)).toMatchObject({ drift: [] });
    });

    it('makes a table that is set apart by day, its days ahead, and changes it', async () => {
      const apart = { layout: { partition: 'ingest-day' as const } };
      const database = await place.open();
      for (const ledger of [first!, second!]) {
        const file = await planTo(database, { ...ledger, ...apart });
        expect(await apply(database, file)).toMatchObject({ drift: [] });
        for (const day of ['2026-01-30', '2026-01-31'])
          if (ledger === first)
            await database.run(dayStatements(place.dialect, { ...ledger, ...apart }, day)!.make);
      }
      expect(await database.describe('event')).toMatchObject({
        kind: 'table',
        key: ['event_id', 'ingest_time'],
      });
      const days = async (): Promise<unknown> =>
        (
          await database.query(
            "SELECT partition_name AS name FROM information_schema.partitions WHERE table_name = 'event' ORDER BY partition_ordinal_position",
          )
        ).map((row) => row['name']);
      expect(await days()).toEqual(['event__d20260130', 'event__d20260131', 'event__rest']);
      await database.run(dayStatements(place.dialect, { ...first!, ...apart }, '2026-01-30')!.drop);
      expect(await days()).toEqual(['event__d20260131', 'event__rest']);
    });

    it('waits for a table in use only so long, and goes on later', async () => {
      const database = await place.open({ lockTimeoutMs: 50 });
      await apply(database, await planTo(database, first!));
      const file = await planTo(database, second!);
      await place.byHand('START TRANSACTION', 'SELECT * FROM event');
      await expect(apply(database, file)).rejects.toMatchObject({ code: 'MIGRATION_LOCKED' });
      await place.byHand('COMMIT');
      expect(await apply(database, file)).toMatchObject({ ran: stepsOf(file).length, drift: [] });
    });

    it('tells of a connection that is lost, and the next run goes on', async () => {
      const database = await place.open();
      const file = await planTo(database, first!);
      const [row] = await database.query('SELECT connection_id() AS id');
      await place.byHand(`KILL ${String(row!['id'])}`);
      await expect(apply(database, file)).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
      expect(await apply(await place.open(), file)).toMatchObject({ drift: [] });
    });

    it('sees columns that are computed, counted or have defaults', async () => {
      await place.byHand(
        'CREATE TABLE t (a INT NOT NULL DEFAULT 1, b INT AS (a) STORED, c INT AUTO_INCREMENT KEY, d INT UNSIGNED NOT NULL, e INT, f TEXT, INDEX p (f(3)))',
      );
      const live = await (await place.open()).describe('t');
      expect(live?.columns.map(({ name, hasDefault }) => `${name} ${hasDefault}`)).toEqual([
        'a true',
        'b true',
        'c true',
        'd false',
        'e false',
        'f false',
      ]);
      expect(live?.columns.map(({ type }) => type)).toContain('INT UNSIGNED');
      expect(live?.indexes).toEqual([{ name: 'p', unique: false, partial: false, columns: [''] }]);
    });

    it('tells a database that is not there without a word of the URL', async () => {
      await expectSecret(
        place.url.replace('root', 'root:s3cr3t').replace('/live', '/no-s3cr3t'),
        'no database',
      );
    });
  });
});

describe('a URL of MariaDB that leads nowhere', () => {
  let server: Server;
  beforeAll(async () => {
    server = createServer((socket) => socket.end());
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterAll(() => new Promise((done) => server.close(done)));

  it.each([
    ['nobody listens', 'mysql://u:s3cr3t@127.0.0.1:1/s3cr3t', 'nothing listens at its address'],
    ['no socket', 'mariadb://u:s3cr3t@x/d?socket=/s3cr3t', 'its socket is not there'],
    ['a name', 'mariadb://u:s3cr3t@s3cr3t.invalid/d', 'its host is not known'],
    ['no database', 'mariadb://u:s3cr3t@h', 'its URL names no database'],
    ['no URL', 'mariadb://u:s3cr3t@[/d', 'its URL is none'],
  ])('is not repeated: %s', async (_name, url, problem) => {
    await expectSecret(url, problem);
  });

  it('is not repeated: what answers is no MariaDB', async () => {
    const { port } = server.address() as AddressInfo;
    await expectSecret(`mariadb://u:s3cr3t@127.0.0.1:${port}/s3cr3t`, 'connecting fails with|not answer');
  });
});

/** Opening fails, and nothing that a log could print of the failure has the secret. */
async function expectSecret(url: string, problem: string): Promise<void> {
  const error: unknown = await openLiveDatabase(url, { readOnly: true, lockTimeoutMs: 1 }).catch(
    (failure: unknown) => failure,
  );
  expect(error).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  const { message, stack, cause } = error as Error;
  expect(message).toMatch(new RegExp(problem));
  expect(JSON.stringify([error, message, stack, cause ?? null])).not.toContain('s3cr3t');
}
