import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { planTable } from '#libs/planner';
import { openSqliteSink } from '#libs/sinks';
import { openSqlite } from '#libs/sqlite';
import type { Ledger } from '#libs/table-model';
import { ledgersOf } from '#libs/testing';
import { apply, applyingSuite, planTo } from '../applying.suite.js';
import { describingSuite } from '../describing.suite.js';
import { openLiveDatabase, recordedLedger } from '../index.js';
import { killingSuite } from '../killing.suite.js';
import { sqlitePlace, type Place } from '../place.suite.js';

let place: Place;
beforeAll(() => {
  place = sqlitePlace();
});
afterAll(() => place.end());

const OPTIONS = { readOnly: false, lockTimeoutMs: 50 };
const [first, second, third] = ledgersOf(
  '1 a int32, 2 b string',
  '1 a int32, 2 b string, 3 c string',
  '1 a int32, 2 b string, 3 c string, 4 d bool',
);

describe('applying', () => applyingSuite(() => place));

describe('killing', () => killingSuite(() => place));

describe('describing', () =>
  describingSuite(() => place, {
    changeType: ['ALTER TABLE event DROP COLUMN b', 'ALTER TABLE event ADD COLUMN b BLOB'],
    // The engine has no ALTER COLUMN … SET NOT NULL before 3.53.
    requireValue: null,
    dropKey: [
      'CREATE TABLE copy AS SELECT * FROM event',
      'DROP TABLE event',
      'ALTER TABLE copy RENAME TO event',
    ],
  }));

describe('the SQLite driver', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'live-sqlite-'));
  });
  afterEach(async () => {
    await place.reset();
    rmSync(folder, { recursive: true });
  });

  it('waits for another writer only so long, and leaves everything as it was', async () => {
    const file = await planTo(await place.open(), first!);
    const other = openSqlite(place.url);
    other.exec('BEGIN IMMEDIATE');
    const database = await place.open({ lockTimeoutMs: 50 });
    const running = apply(database, file);
    await expect(running).rejects.toMatchObject({ code: 'MIGRATION_LOCKED' });
    await expect(running).rejects.toThrow('not free within 0.05 s: another process writes to the file');
    other.exec('ROLLBACK');
    other.close();
    expect(await apply(database, file)).toMatchObject({ drift: [] });
  });

  it('takes a path, sqlite: and file: for the same', async () => {
    const path = join(folder, 'a.db');
    writeFileSync(path, '');
    for (const url of [path, `sqlite:${path}`, `sqlite://${path}`, pathToFileURL(path).href]) {
      const database = await openLiveDatabase(url, OPTIONS);
      await database.run(`CREATE TABLE IF NOT EXISTS t (a TEXT)`);
      expect(await database.describe('t')).not.toBeNull();
      await database.close();
    }
  });

  it('starts a relative path in the folder that is given', async () => {
    writeFileSync(join(folder, 'b.db'), '');
    for (const url of ['b.db', 'sqlite:b.db', 'sqlite:./b.db'])
      await (await openLiveDatabase(url, { ...OPTIONS, folder })).close();
    await expect(openLiveDatabase('b.db', OPTIONS)).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  });

  it('does not make a file of a name that is wrong', async () => {
    const path = join(folder, 'secret-name.db');
    for (const url of [path, `sqlite:${path}`, 'file://elsewhere/secret-name.db']) {
      const opening = openLiveDatabase(url, OPTIONS);
      await expect(opening).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
      await expect(opening).rejects.not.toThrow('secret-name');
    }
  });

  it('refuses what is no database', async () => {
    const path = join(folder, 'a.txt');
    writeFileSync(path, 'text'.repeat(1000));
    mkdirSync(join(folder, 'b'));
    for (const url of [path, join(folder, 'b')])
      await expect(openLiveDatabase(url, OPTIONS)).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  });

  it('sees columns that are computed or have defaults', async () => {
    await place.byHand('CREATE TABLE t (a TEXT NOT NULL DEFAULT 1, b TEXT AS (a) NOT NULL, c TEXT NOT NULL)');
    const live = await (await place.open()).describe('t');
    expect(live?.columns.map(({ name, hasDefault }) => `${name} ${hasDefault}`)).toEqual([
      'a true',
      'b true',
      'c false',
    ]);
  });

  it('and the sink of a worker bring one table along', async () => {
    const sink = await openSqliteSink(place.url);
    const byWorker = (before: Ledger | null, after: Ledger): Promise<void> =>
      sink.applyPlan(planTable(place.dialect, before, after), after);
    await byWorker(null, first!);
    const database = await place.open();
    expect(await recordedLedger(database, 'event')).toEqual(first);
    expect(await apply(database, await planTo(database, second!))).toMatchObject({ ran: 1, drift: [] });
    await byWorker(first!, second!);
    expect(await sink.tableVersion('event')).toBe(second!.tableVersion);
    expect(await recordedLedger(database, 'event')).toEqual(second);
    const later = await planTo(database, third!);
    await byWorker(second!, third!);
    await expect(apply(database, later)).rejects.toMatchObject({ code: 'PLAN_STALE' });
    expect(await apply(database, await planTo(database, third!))).toMatchObject({ ran: 0, drift: [] });
    await sink.close();
  });

  it('believes a worker that brought the table further', async () => {
    const database = await place.open();
    await apply(database, await planTo(database, first!));
    await place.byHand('CREATE TABLE _protokoll_tables (name TEXT, ledger TEXT)');
    expect(await recordedLedger(database, 'event')).toEqual(first);
    const save = 'INSERT INTO _protokoll_tables VALUES ($1, $2)';
    await database.query(save, ['event', JSON.stringify(second)]);
    expect(await recordedLedger(database, 'event')).toEqual(second);
    const gone = { ...first!, entries: first!.entries.map((entry) => ({ ...entry, state: 'dropped' })) };
    await database.query('UPDATE protokoll_table SET ledger = $1', [JSON.stringify(gone)]);
    const states = (await recordedLedger(database, 'event'))?.entries.map(({ state }) => state);
    expect(states).toEqual(['active', 'active', 'active']);
  });
});
