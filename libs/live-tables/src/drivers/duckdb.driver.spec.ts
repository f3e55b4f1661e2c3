import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findDrift, planDown } from '#libs/planner';
import { advanceLedger, buildTable, type Ledger } from '#libs/table-model';
import { ledgersOf, messageFrom } from '#libs/testing';
import { apply, applyingSuite, planTo } from '../applying.suite.js';
import { describingSuite } from '../describing.suite.js';
import { openLiveDatabase, recordedLedger, stepsOf } from '../index.js';
import { killingSuite } from '../killing.suite.js';
import { duckdbPlace, type Place } from '../place.suite.js';

let place: Place;
beforeAll(() => {
  place = duckdbPlace();
});
afterAll(() => place.end());

const isProof = process.env['PROOF'] === 'live';
const [first, second, third] = ledgersOf(
  '1 a int32, 2 b string',
  '1 a int32, 2 b string, 3 c string',
  '1 a int32, 3 c string',
);

// The engine takes a quarter of a second for each of these; a plan from its making to its end is below.
if (isProof) describe('applying', () => applyingSuite(() => place));

describe('killing', () => killingSuite(() => place, [['inside', 3]]));

describe('describing', () =>
  describingSuite(() => place, {
    changeType: ['ALTER TABLE event ALTER COLUMN b TYPE BLOB'],
    requireValue: ['ALTER TABLE event ALTER COLUMN b SET NOT NULL'],
    dropKey: [
      'CREATE TABLE copy AS SELECT * FROM event',
      'DROP TABLE event',
      'ALTER TABLE copy RENAME TO event',
    ],
    addWithDefault: [
      "ALTER TABLE event ADD COLUMN z text DEFAULT 'x'",
      'ALTER TABLE event ALTER COLUMN z SET NOT NULL',
    ],
    hasTimeIndex: false,
  }));

describe('the DuckDB driver', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'live-duckdb-'));
  });
  afterEach(async () => {
    await place.reset();
    rmSync(folder, { recursive: true });
  });

  it('lets columns grow inside, by a plan and back, and sees what lies in them', async () => {
    const at = (version: number, before: Ledger | null, item: string): Ledger => {
      const source = `message event { repeated Item list = 1; map<string, Item> parts = 2; } message Item { ${item} }`;
      return advanceLedger(before, 's', buildTable(messageFrom(source, 'event')), version).ledger;
    };
    const small = at(1, null, 'string select = 1; google.protobuf.Timestamp at = 2;');
    const grown = at(
      2,
      small,
      'string select = 1; repeated int64 more = 3; google.protobuf.Timestamp at = 2;',
    );
    const database = await place.open();
    for (const ledger of [small, grown]) {
      await apply(database, await planTo(database, ledger));
      expect(findDrift(place.dialect, ledger, await database.describe('event'))).toEqual([]);
    }
    for (const { sql } of planDown(place.dialect, small, grown).statements) await database.run(sql);
    expect(findDrift(place.dialect, small, await database.describe('event'))).toEqual([]);
  });

  it('makes a database of an empty file, and none of a name that is wrong', async () => {
    const path = join(folder, 'secret-name.duckdb');
    const opening = openLiveDatabase(`duckdb:${path}`, { readOnly: false, lockTimeoutMs: 1 });
    await expect(opening).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    await expect(opening).rejects.not.toThrow('secret-name');
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(path, '');
    const reader = await openLiveDatabase('duckdb:secret-name.duckdb', {
      readOnly: true,
      lockTimeoutMs: 1,
      folder,
    });
    expect(await reader.describe('event')).toBeNull();
    await reader.close();
    const database = await openLiveDatabase(`duckdb://${path}`, { readOnly: false, lockTimeoutMs: 1 });
    expect(await apply(database, await planTo(database, first!))).toMatchObject({ drift: [] });
    await database.close();
  });

  it('refuses what is no database, without its name', async () => {
    const path = join(folder, 'secret-name.txt');
    writeFileSync(path, 'text'.repeat(1000));
    const opening = openLiveDatabase(`duckdb:${path}`, { readOnly: true, lockTimeoutMs: 1 });
    await expect(opening).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    await expect(opening).rejects.not.toThrow('secret-name');
  });

  it('makes a table, extends it, takes a column away, and refuses what does not fit any more', async () => {
    const database = await place.open();
    await apply(database, await planTo(database, first!));
    const [extended, stale] = [await planTo(database, second!), await planTo(database, second!)];
    expect(await apply(database, extended)).toMatchObject({ ran: stepsOf(extended).length, drift: [] });
    const reduced = await planTo(database, third!, { dropBefore: 3 });
    expect(await apply(database, reduced)).toMatchObject({ held: 1 });
    expect(await apply(database, reduced, true)).toMatchObject({ ran: 1, held: 0, drift: [] });
    expect((await recordedLedger(database, 'event'))?.entries.map(({ state }) => state)).toContain('dropped');
    await expect(apply(database, stale)).rejects.toMatchObject({ code: 'PLAN_STALE' });
  });

  it('lets the runs of one process follow each other', async () => {
    const [one, other] = [await place.open(), await place.open()];
    await apply(one, await planTo(one, first!));
    const file = await planTo(one, second!);
    const ran = (await Promise.all([apply(one, file), apply(other, file)])).map((result) => result.ran);
    expect(ran.toSorted()).toEqual([0, stepsOf(file).length]);
  });

  it('sees constraints as indexes, in columns of any name', async () => {
    await place.byHand(
      'CREATE TABLE t (a INTEGER, "b ""x" VARCHAR, c VARCHAR, UNIQUE (a, c))',
      'CREATE INDEX i ON t ("b ""x", c)',
      'CREATE INDEX j ON t (lower(c))',
    );
    const live = await (await place.open()).describe('T');
    expect(live?.indexes.map(({ unique, columns }) => ({ unique, columns }))).toEqual([
      { unique: true, columns: ['a', 'c'] },
      { unique: false, columns: ['b "x', 'c'] },
      { unique: false, columns: [''] },
    ]);
  });
});
