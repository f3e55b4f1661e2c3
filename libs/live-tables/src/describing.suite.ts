import { findDrift, fingerprintLive } from '#libs/planner';
import type { Ledger } from '#libs/table-model';
import { ledgersOf } from '#libs/testing';
import { apply, planTo } from './applying.suite.js';
import type { LiveDatabase } from './index.js';
import type { Place } from './place.suite.js';

/** Statements of a dialect for what others do to a table. */
export interface ByHand {
  readonly changeType: readonly string[];
  /** Null where the engine can not, or takes a value's absence for its zero. */
  readonly requireValue: readonly string[] | null;
  /** Null where a key can not be taken away. */
  readonly dropKey: readonly string[] | null;
  /** Columns of the key; default: the event's id. */
  readonly key?: readonly string[];
  /** False where the engine makes no index by time, or has none. Default true. */
  readonly hasTimeIndex?: boolean;
  /** False where the engine knows no indexes of parts and expressions. Default true. */
  readonly hasPartialIndexes?: boolean;
  /** Adds a column `z` that takes no null and has a default; default: in one statement. */
  readonly addWithDefault?: readonly string[];
  /** Puts a view in the table's place. */
  readonly replaceByView?: readonly string[];
}

const KINDS = '1 a int32, 2 b string, 3 c bool, 4 d uint64, 5 e float, 6 f double, 7 g bytes';
const MORE = '8 h timestamp, 9 i repeated, 10 j enum, 11 k point, 12 l int64';
const [first, second] = ledgersOf(`${KINDS}, ${MORE}`, '1 a int32') as [Ledger, Ledger];

/** What every database has to tell of its tables. */
export function describingSuite(place: () => Place, byHand: ByHand): void {
  let database: LiveDatabase;
  beforeEach(async () => {
    database = await place().open();
    await apply(database, await planTo(database, first));
  });
  afterEach(() => place().reset());

  const drift = async (ledger: Ledger = first): Promise<readonly string[]> =>
    findDrift(place().dialect, ledger, await database.describe('event')).map(
      ({ kind, column, blocks }) => `${kind} ${column} ${blocks ? 'blocks' : 'goes on'}`,
    );

  it('sees a column of each kind as it was planned', async () => {
    expect(await drift()).toEqual([]);
    expect(await database.describe('event')).toMatchObject({
      table: 'event',
      kind: 'table',
      key: byHand.key ?? ['event_id'],
    });
  });

  it('answers the same for the same, and null for nothing', async () => {
    const fingerprints = [1, 2].map(async () => fingerprintLive(await database.describe('event')));
    expect(new Set(await Promise.all(fingerprints)).size).toBe(1);
    expect(await database.describe('nowhere')).toBeNull();
    expect(await database.describe('')).toBeNull();
    expect(await database.describe(`x' OR 1=1 --`)).toBeNull();
  });

  it('sees columns that are gone', async () => {
    await place().byHand('ALTER TABLE event DROP COLUMN a', 'ALTER TABLE event DROP COLUMN seq');
    expect(await drift()).toEqual(['column-missing seq blocks', 'column-missing a blocks']);
    await place().byHand('ALTER TABLE event DROP COLUMN b');
    expect(await drift(second)).toContain('frozen-column-missing b goes on');
  });

  it('sees columns too many', async () => {
    const withDefault = ["ALTER TABLE event ADD COLUMN z text NOT NULL DEFAULT 'x'"];
    await place().byHand(
      'ALTER TABLE event ADD COLUMN "__proto__" text',
      ...(byHand.addWithDefault ?? withDefault),
    );
    expect(await drift()).toEqual(['column-extra __proto__ goes on', 'column-extra z goes on']);
    const entries = second.entries.map((entry) =>
      entry.name === 'b' ? { ...entry, state: 'dropped' as const } : entry,
    );
    expect(await drift({ ...second, entries })).toContain('dropped-column-present b goes on');
  });

  it('sees another type', async () => {
    await place().byHand(...byHand.changeType);
    expect(await drift()).toEqual(['column-type b blocks']);
  });

  it('sees NOT NULL', async () => {
    if (byHand.requireValue === null) return;
    await place().byHand(...byHand.requireValue);
    expect(await drift()).toEqual(['column-nullability b blocks']);
  });

  it('sees that the key is gone', async () => {
    if (byHand.dropKey === null) return;
    await place().byHand(...byHand.dropKey);
    expect(await drift()).toContain('key-missing event_id blocks');
    if (place().dialect.enforcesKey) await place().byHand('CREATE UNIQUE INDEX u ON event (event_id)');
    if (place().dialect.enforcesKey) expect(await drift()).not.toContain('key-missing event_id blocks');
  });

  it('sees indexes: gone, partial, of expressions', async () => {
    if (byHand.hasTimeIndex === false) return;
    const { words, quote } = place().dialect;
    await place().byHand(words!.dropIndex(quote('event'), quote('event_ingest_time_idx')));
    expect(await drift()).toEqual(['index-missing ingest_time goes on']);
    if (byHand.hasPartialIndexes === false) return;
    await place().byHand(
      'CREATE INDEX p ON event (ingest_time) WHERE seq IS NULL',
      'CREATE INDEX x ON event (lower(subject))',
    );
    expect(await drift()).toEqual(['index-missing ingest_time goes on']);
    expect((await database.describe('event'))?.indexes).toEqual([
      { name: 'p', unique: false, partial: true, columns: ['ingest_time'] },
      { name: 'x', unique: false, partial: false, columns: [''] },
    ]);
    await place().byHand('CREATE INDEX i ON event (ingest_time, subject)');
    expect(await drift()).toEqual([]);
  });

  it('sees a view in the place of the table, and nothing', async () => {
    const replace = ['ALTER TABLE event RENAME TO other', 'CREATE VIEW event AS SELECT * FROM other'];
    await place().byHand(...(byHand.replaceByView ?? replace));
    expect(await drift()).toEqual(['not-a-table null blocks']);
    await place().byHand('DROP VIEW event');
    expect(await drift()).toEqual(['table-missing null blocks']);
  });

  it('writes nothing when it is to read only', async () => {
    const reader = await place().open({ readOnly: true });
    expect(await reader.describe('event')).toEqual(await database.describe('event'));
    await expect(reader.run('CREATE TABLE x (y text)')).rejects.toThrow(/read.?only/i);
    await expect(reader.query('DELETE FROM event')).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  });

  it('tells of a statement that is wrong', async () => {
    await expect(database.query('SELEKT 1')).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    await expect(database.run('SELEKT 1')).rejects.toThrow(/syntax/i);
  });
}
