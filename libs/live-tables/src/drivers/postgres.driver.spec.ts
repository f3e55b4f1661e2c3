import { Client } from 'pg';
import { findPostgres, ledgersOf } from '#libs/testing';
import { apply, applyingSuite, planTo } from '../applying.suite.js';
import { describingSuite } from '../describing.suite.js';
import { openLiveDatabase, stepsOf } from '../index.js';
import { killingSuite } from '../killing.suite.js';
import { postgresPlace, type Place } from '../place.suite.js';

const found = findPostgres();
if (found === null) console.warn('SKIPPED libs/live-tables postgres: no initdb on this machine');

(found === null ? describe.skip : describe)('PostgreSQL', () => {
  let place: Place;
  beforeAll(async () => {
    place = (await postgresPlace())!;
  });
  afterAll(() => place.end());

  const [first, second] = ledgersOf('1 a int32, 2 b string', '1 a int32, 2 b string, 3 c string');

  describe('applying', () => applyingSuite(() => place));

  describe('killing', () => killingSuite(() => place));

  describe('describing', () =>
    describingSuite(() => place, {
      changeType: ['ALTER TABLE event ALTER COLUMN b TYPE varchar(9)'],
      requireValue: ['ALTER TABLE event ALTER COLUMN b SET NOT NULL'],
      dropKey: ['ALTER TABLE event DROP CONSTRAINT event_pkey'],
    }));

  describe('the driver', () => {
    afterEach(() => place.reset());

    const asOther = async (work: (client: Client) => Promise<void>): Promise<void> => {
      const client = new Client({ connectionString: place.url });
      await client.connect();
      try {
        await work(client);
      } finally {
        await client.end();
      }
    };

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

    it('does not wait for a table in use, and goes on later', async () => {
      const database = await place.open({ lockTimeoutMs: 50 });
      await apply(database, await planTo(database, first!));
      const file = await planTo(database, second!);
      await asOther(async (client) => {
        await client.query('BEGIN; SELECT * FROM event');
        await expect(apply(database, file)).rejects.toMatchObject({ code: 'MIGRATION_LOCKED' });
      });
      expect(await apply(database, file)).toMatchObject({ ran: stepsOf(file).length, drift: [] });
    });

    it('makes a table that is set apart by day, changes it, and sees what it made', async () => {
      const apart = { layout: { partition: 'ingest-day' as const, ttlDays: 30 } };
      const database = await place.open();
      for (const ledger of [first!, second!]) {
        const file = await planTo(database, { ...ledger, ...apart });
        expect(await apply(database, file)).toMatchObject({ drift: [] });
      }
      expect(await database.describe('event')).toMatchObject({
        kind: 'table',
        key: ['event_id', 'ingest_time'],
      });
      const rest = await database.query(`SELECT count(*) AS rows FROM event__rest`);
      expect(rest).toEqual([{ rows: '0' }]);
    });

    it('ends a statement that takes too long, and goes on later', async () => {
      const database = await place.open({ lockTimeoutMs: 20, statementTimeoutMs: 30 });
      expect(await database.query('SHOW statement_timeout')).toEqual([{ statement_timeout: '50ms' }]);
      await expect(database.run('SELECT pg_sleep(60)')).rejects.toThrow('statement timeout');
      expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    });

    it('tells of a connection that is lost, and the next run goes on', async () => {
      const database = await place.open();
      const file = await planTo(database, first!);
      const [pid] = await database.query('SELECT pg_backend_pid() AS pid');
      await place.byHand(`SELECT pg_terminate_backend(${String(pid!['pid'])}, 5000)`);
      await expect(apply(database, file)).rejects.toMatchObject({
        code: 'DATABASE_UNAVAILABLE',
        message: 'The database can not be used: the connection was lost',
      });
      expect(await apply(await place.open(), file)).toMatchObject({ drift: [] });
    });

    it('looks at the schema that statements go to', async () => {
      await place.byHand('CREATE SCHEMA "o""ther"', 'CREATE TABLE "o""ther".event (a text)');
      const database = await place.open();
      expect(await database.describe('event')).toBeNull();
      await database.query('SET search_path TO "o""ther", public');
      expect((await database.describe('event'))?.columns).toHaveLength(1);
      await place.byHand('DROP SCHEMA "o""ther" CASCADE');
    });

    it('sees columns that are computed, counted or have defaults', async () => {
      await place.byHand(
        `CREATE TABLE t (a text NOT NULL DEFAULT '', b text GENERATED ALWAYS AS (a) STORED,
          c bigint GENERATED ALWAYS AS IDENTITY, d text NOT NULL)`,
      );
      const live = await (await place.open()).describe('t');
      expect(live?.columns.map(({ name, hasDefault }) => `${name} ${hasDefault}`)).toEqual([
        'a true',
        'b true',
        'c true',
        'd false',
      ]);
    });

    it.each([
      [
        'a database that is not there',
        'postgres://postgres:s3cr3t@localhost/nodb-s3cr3t',
        'it has no database',
      ],
      [
        'a user that it does not know',
        'postgres://us3r-s3cr3t:s3cr3t@localhost/postgres',
        'it refuses the user',
      ],
    ])('tells of %s without a word of the URL', async (_name, url, problem) => {
      const socket = new URL(place.url).searchParams.get('host') ?? '';
      await expectSecret(`${url}?host=${encodeURIComponent(socket)}`, problem);
    });
  });
});

describe('a URL that leads nowhere', () => {
  it.each([
    ['nobody listens', 'postgres://u:s3cr3t@127.0.0.1:1/s3cr3t', 'nothing listens at its address'],
    ['no socket', 'postgres://u:s3cr3t@/d?host=/s3cr3t', 'its socket is not there'],
    ['a name', 'postgresql://u:s3cr3t@s3cr3t.invalid/d', 'its host is not known'],
    [
      'no URL',
      'postgres://u:s3cr3t@[/d',
      'it does not answer, or its URL is none|connecting fails with ERR_INVALID_URL',
    ],
    [
      'no port',
      'postgres://u:s3cr3t@h:port/d',
      'it does not answer, or its URL is none|connecting fails with ERR_INVALID_URL',
    ],
  ])('is not repeated: %s', async (_name, url, problem) => {
    await expectSecret(url, problem);
  });

  it.each(['oracle://u:s3cr3t@h/d', 'ftp://s3cr3t', ''])('is refused: %p', async (url) => {
    const opening = openLiveDatabase(url, { readOnly: true, lockTimeoutMs: 1 });
    await expect(opening).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(opening).rejects.not.toThrow('s3cr3t');
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
