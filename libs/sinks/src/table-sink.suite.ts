/** What every sink has to do. A sink's spec is a call of {@link tableSinkSuite}, and what only that sink does. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { dialectNamed } from '#libs/ddl';
import { planTable } from '#libs/planner';
import { dropFrozen, type Ledger } from '#libs/table-model';
import type { TableSink } from './contract.js';
import type { RowsResult, SinkRow } from './event.js';
import { V1, V2, batchOf, field, ledgersOf, migrate, rowOf, sourceOf, uuid } from './sink-fixtures.suite.js';
import { nestedLaws } from './nested-laws.suite.js';
import { tableLaws } from './table-laws.suite.js';

/** How values come back that not every engine has. */
export interface SinkTraits {
  readonly nan: 'NaN' | null;
  readonly minusZero: 0 | -0;
  /** False when a row with U+0000 in text is refused. */
  readonly takesNul: boolean;
  /** A list that a row does not have. */
  readonly absentList?: readonly [] | null;
}

/** How somebody changes an engine's tables without the sink. */
export interface SinkHands {
  /** Runs a statement on the database of a folder. */
  readonly run: (folder: string, sql: string) => Promise<void>;
  /** True when nobody else may have the database open meanwhile. */
  readonly alone: boolean;
  /** Makes the table `event` refuse one more row with the name `no`. */
  readonly forbid: string;
  /** Type of the column `name`. */
  readonly text: string;
}

type Row = Readonly<Record<string, unknown>>;
/** Sets up a sink for each test; the functions are for within tests. */
interface Bench {
  readonly sink: () => TableSink;
  readonly reopen: () => Promise<void>;
  readonly write: (ledger: Ledger, ...rows: readonly SinkRow[]) => Promise<RowsResult>;
  readonly rows: (table?: string) => Promise<readonly Row[]>;
  readonly folder: () => string;
}

const [v1, v2] = ledgersOf([V1, V2], 'event') as [Ledger, Ledger];
const numbered = (number: number, cells: Row = {}): SinkRow => rowOf(v1, sourceOf(number), cells);

/** Runs the suite on a kind of sink; `open` makes or opens the one that lives in the folder. No hands: its tables can not be changed. */
export function tableSinkSuite(
  name: string,
  open: (folder: string) => Promise<TableSink>,
  traits: SinkTraits,
  hands: SinkHands | null,
): void {
  describe(`${name} as a sink of tables`, () => {
    const bench = benchOf(open);
    describe('plans', () => plansSuite(bench));
    describe('plans that take away', () => droppingSuite(bench));
    describe('rows', () => rowsSuite(bench));
    describe('rows that can not be stored', () => refusedSuite(bench, traits));
    if (hands !== null) describe('tables that somebody changes', () => handsSuite(bench, hands));
    describe('values', () => valuesSuite(bench, traits));
    describe('names', () => namesSuite(bench));
    describe('laws', () => lawsSuite(bench));
    describe('laws of any rows', () => tableLaws(bench, traits));
    describe('what lies inside of columns', () => nestedLaws(bench));

    it('says that it is closed, and that it has no such table', async () => {
      await expect(bench.sink().readRows('nope', 1)).rejects.toMatchObject({ code: 'TABLE_NOT_FOUND' });
      await bench.sink().close();
      await bench.sink().close();
      await expect(bench.sink().tableVersion('event')).rejects.toMatchObject({ code: 'SINK_UNAVAILABLE' });
    });
  });
}

function benchOf(open: (folder: string) => Promise<TableSink>): Bench {
  let folder: string;
  let sink: TableSink;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sink-'));
    sink = await open(folder);
  });
  afterEach(async () => {
    await sink.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    sink: () => sink,
    reopen: async () => {
      await sink.close();
      sink = await open(folder);
    },
    write: (ledger, ...rows) => sink.writeRows([batchOf(ledger, rows)]),
    rows: (table = 'event') => sink.readRows(table, 10_000),
    folder: () => folder,
  };
}

function plansSuite({ sink, reopen }: Bench): void {
  it('make a table, extend it, and are remembered', async () => {
    expect(await sink().tableVersion('event')).toBe(0);
    expect(await sink().ledger('event')).toBeNull();
    await migrate(sink(), v1);
    await migrate(sink(), v2);
    await reopen();
    expect(await sink().tableVersion('event')).toBe(2);
    expect(await sink().ledger('event')).toEqual(v2);
  });

  it('do nothing the second time, nor when the table is further', async () => {
    const dialect = dialectNamed(sink().dialect);
    const first = planTable(dialect, null, v1);
    await sink().applyPlan(first, v1);
    await sink().applyPlan(first, v1);
    await sink().applyPlan(planTable(dialect, v1, v2), v2);
    await sink().applyPlan(first, v1);
    expect(await sink().tableVersion('event')).toBe(2);
  });

  it('are refused when they start from elsewhere', async () => {
    const plan = planTable(dialectNamed(sink().dialect), v1, v2);
    await expect(sink().applyPlan(plan, v2)).rejects.toMatchObject({ code: 'PLAN_CONFLICT' });
    expect(await sink().tableVersion('event')).toBe(0);
  });

  it('are refused when the table is another subject’s, or the dialect another one', async () => {
    await migrate(sink(), v1);
    const [other] = ledgersOf([V1], 'event', 'other') as [Ledger];
    const plan = planTable(dialectNamed(sink().dialect), null, other);
    await expect(sink().applyPlan(plan, other)).rejects.toMatchObject({ code: 'PLAN_CONFLICT' });
    const foreign = planTable(dialectNamed('bigquery'), v1, v2);
    await expect(sink().applyPlan(foreign, v2)).rejects.toMatchObject({ code: 'PLAN_CONFLICT' });
  });

  it('are refused when the table lacks what it should have by now', async () => {
    const [otherwise] = ledgersOf([[field(1, 'other', 'string')]], 'event') as [Ledger];
    await migrate(sink(), v1);
    const plan = planTable(dialectNamed(sink().dialect), null, otherwise);
    await expect(sink().applyPlan(plan, otherwise)).rejects.toMatchObject({ code: 'PLAN_CONFLICT' });
  });

  it('carry a rename without touching the table', async () => {
    const renamed = V1.map((it) => (it.name === 'name' ? { ...it, name: 'title' } : it));
    const [before, after] = ledgersOf([V1, renamed], 'event') as [Ledger, Ledger];
    await migrate(sink(), before);
    await migrate(sink(), after);
    expect(await sink().ledger('event')).toEqual(after);
    expect(await sink().tableVersion('event')).toBe(1);
  });
}

function droppingSuite({ sink, write, rows }: Bench): void {
  it('drop columns, and rows of newer versions go on', async () => {
    const [, , frozen] = ledgersOf([V1, V2, V1], 'event') as [Ledger, Ledger, Ledger];
    const dropped = dropFrozen(frozen, 3);
    await migrate(sink(), v1);
    await migrate(sink(), v2);
    await write(v2, rowOf(v2, sourceOf(1), { name: 'a', extra: 'x' }));
    await migrate(sink(), frozen);
    await migrate(sink(), dropped);
    expect(await sink().ledger('event')).toEqual(dropped);
    await write({ ...v1, tableVersion: dropped.tableVersion }, numbered(2, { name: 'b' }));
    const stored = await rows();
    expect(stored.map((row) => row['name'])).toEqual(['a', 'b']);
    expect(Object.keys(stored[0]!)).not.toContain('extra');
    // Who still wants to write the column has to wait; its rows are not cut.
    await expect(write(v2, rowOf(v2, sourceOf(3)))).rejects.toMatchObject({ code: 'TABLE_BEHIND' });
  });
}

function rowsSuite({ sink, reopen, write, rows }: Bench): void {
  beforeEach(() => migrate(sink(), v1));

  it('come back as they were, to the last digit', async () => {
    const values = { whole: 2n ** 63n - 1n, name: 'a\'"\\é😀', on: true, ratio: 0.1, big: 2n ** 64n - 1n };
    const more = { at: 1_767_225_600_000_001, list: '[1,2]', raw: Uint8Array.of(0, 255) };
    await write(v1, numbered(1, { ...values, ...more }));
    expect(await rows()).toEqual([
      {
        event_id: uuid(1),
        event_time: '2026-01-02T10:00:00.001Z',
        ingest_time: '2026-01-02T10:00:00.001Z',
        subject: 's',
        schema_version: 1,
        fingerprint: 'ab'.repeat(32),
        app_id: 'news',
        app_version: null,
        platform: null,
        batch_id: uuid(0),
        seq: 1,
        whole: '9223372036854775807',
        name: 'a\'"\\é😀',
        on: true,
        ratio: 0.1,
        big: '18446744073709551615',
        at: '2026-01-01T00:00:00.000001Z',
        list: [1, 2],
        raw: 'AP8=',
      },
    ]);
  });

  it('are stored once, within a batch and across, and after a restart', async () => {
    expect(await write(v1, numbered(1), numbered(1))).toEqual({ rows: 1, duplicates: 1, rejected: [] });
    expect(await write(v1, numbered(1), numbered(2))).toEqual({ rows: 1, duplicates: 1, rejected: [] });
    await reopen();
    expect(await write(v1, numbered(2), numbered(1))).toEqual({ rows: 0, duplicates: 2, rejected: [] });
    expect(await rows()).toHaveLength(2);
  });

  it('stay as they were first', async () => {
    await write(v1, numbered(1, { name: 'first' }));
    await write(v1, numbered(1, { name: 'second' }));
    expect(await rows()).toMatchObject([{ name: 'first' }]);
  });

  it('are stored once even when their message has two tables', async () => {
    const [twin] = ledgersOf([V1], 'event_2', 's2') as [Ledger];
    await migrate(sink(), twin);
    await write(v1, numbered(1));
    expect(await write(twin, rowOf(twin, sourceOf(1)), rowOf(twin, sourceOf(2)))).toMatchObject({
      rows: 1,
      duplicates: 1,
    });
    expect(await rows('event_2')).toHaveLength(1);
  });

  it('of a table that is not ready hold their whole batch, and nothing is lost', async () => {
    const batches = [batchOf(v1, [numbered(1)]), batchOf(v2, [rowOf(v2, sourceOf(2))])];
    await expect(sink().writeRows(batches)).rejects.toMatchObject({ code: 'TABLE_BEHIND' });
    expect(await rows()).toEqual([]);
    await migrate(sink(), v2);
    expect(await sink().writeRows(batches)).toEqual({ rows: 2, duplicates: 0, rejected: [] });
    expect(await rows()).toHaveLength(2);
  });

  it('of an old version go on after the table moved', async () => {
    await write(v1, numbered(1, { name: 'x' }));
    await migrate(sink(), v2);
    await write(v1, numbered(2, { name: 'y' }));
    expect(await rows()).toMatchObject([
      { name: 'x', extra: null },
      { name: 'y', extra: null },
    ]);
  });

  it('may come in any number, none too', async () => {
    expect(await sink().writeRows([])).toEqual({ rows: 0, duplicates: 0, rejected: [] });
    expect(await write(v1)).toEqual({ rows: 0, duplicates: 0, rejected: [] });
    const many = Array.from({ length: 5_000 }, (_, number) => numbered(number, { name: `n${number}` }));
    expect(await write(v1, ...many)).toEqual({ rows: 5_000, duplicates: 0, rejected: [] });
    expect((await rows()).map((row) => row['name'])).toEqual(many.map((_, number) => `n${number}`));
    expect(await sink().readRows('event', 2)).toMatchObject([{ seq: 4_998 }, { seq: 4_999 }]);
  });

  it('are not mixed up when several calls run at once', async () => {
    const part = (from: number): SinkRow[] => Array.from({ length: 50 }, (_, i) => numbered(from + i));
    const results = await Promise.all([0, 25, 50].map((from) => write(v1, ...part(from))));
    expect(results.reduce((sum, result) => sum + result.rows, 0)).toBe(100);
    expect(await rows()).toHaveLength(100);
  });
}

function refusedSuite({ sink, write, rows }: Bench, { takesNul }: SinkTraits): void {
  beforeEach(() => migrate(sink(), v1));

  it.each([
    ['an integer beyond 64 bits', { whole: 2n ** 63n }],
    ['one below', { whole: -(2n ** 63n) - 1n }],
  ])('take nobody with them: %s', async (_what, cells) => {
    const batch = Array.from({ length: 20 }, (_, n) => numbered(n, n === 7 || n === 19 ? cells : {}));
    const result = await write(v1, ...batch);
    expect(result).toMatchObject({ rows: 18, duplicates: 0 });
    expect(result.rejected.map((it) => [it.eventId, it.errorClass])).toEqual([
      [uuid(7), 'UNREPRESENTABLE'],
      [uuid(19), 'UNREPRESENTABLE'],
    ]);
    expect(await rows()).toHaveLength(18);
    expect(await write(v1, ...batch)).toMatchObject({ rows: 0, duplicates: 18 });
  });

  it('are those that do not fit the type that the author gave a column', async () => {
    const types = { postgres: 'smallint', duckdb: 'SMALLINT', clickhouse: 'Int16' };
    const overrides = Object.entries(types).map(([dialect, type]) => ({ dialect, type }));
    const entries = v1.entries.map((entry) => (entry.name === 'whole' ? { ...entry, overrides } : entry));
    const given: Ledger = { ...v1, table: 'given', entries };
    await migrate(sink(), given);
    const row = (number: number, whole: number | null): SinkRow => rowOf(given, sourceOf(number), { whole });
    const result = await write(given, row(1, -32_768), row(2, 32_768), row(3, null));
    const refused = Object.keys(types).includes(sink().dialect) ? [uuid(2)] : [];
    expect(result.rejected.map((it) => it.eventId)).toEqual(refused);
    expect(result.rejected.every((it) => it.errorClass === 'UNREPRESENTABLE')).toBe(true);
    expect((await rows('given')).map((one) => one['whole'])).toEqual(
      [-32_768, 32_768, null].filter((_, index) => index !== 1 || refused.length === 0),
    );
  });

  it('are told of without their values', async () => {
    const { rejected } = await write(v1, numbered(1, { whole: 2n ** 63n }));
    expect(rejected[0]!.message).not.toContain('9223372036854775808');
  });

  it('may break a rule of the table', async () => {
    const { rejected, rows: written } = await write(v1, numbered(1), numbered(2, { subject: null }));
    expect(written).toBe(1);
    expect(rejected).toMatchObject([{ eventId: uuid(2), errorClass: 'CONSTRAINT' }]);
    expect(rejected[0]!.message).toContain('subject');
  });

  it(takesNul ? 'are none with U+0000' : 'are those with U+0000', async () => {
    const result = await write(v1, numbered(1, { name: 'a\0b' }), numbered(2));
    expect(result.rows).toBe(takesNul ? 2 : 1);
    expect(result.rejected).toMatchObject(takesNul ? [] : [{ eventId: uuid(1) }]);
    if (takesNul) expect((await rows()).map((row) => row['name'])).toContain('a\0b');
  });
}

function handsSuite({ sink, reopen, write, rows, folder }: Bench, hands: SinkHands): void {
  const byHand = async (sql: string): Promise<void> => {
    if (hands.alone) await sink().close();
    await hands.run(folder(), sql);
    if (hands.alone) await reopen();
  };
  beforeEach(() => migrate(sink(), v1));

  it('hold their rows while a column is gone, and nothing is lost', async () => {
    await write(v1, numbered(1, { name: 'a' }));
    await byHand('ALTER TABLE event DROP COLUMN name');
    for (let attempt = 0; attempt < 2; attempt += 1)
      await expect(write(v1, numbered(1), numbered(2, { name: 'b' }))).rejects.toMatchObject({
        code: 'TABLE_BEHIND',
      });
    await byHand(`ALTER TABLE event ADD COLUMN name ${hands.text}`);
    expect(await write(v1, numbered(1), numbered(2, { name: 'b' }))).toEqual({
      rows: 1,
      duplicates: 1,
      rejected: [],
    });
    expect((await rows()).map((row) => row['name'])).toEqual([null, 'b']);
  });

  it('hold their rows while they are gone themselves', async () => {
    await byHand('ALTER TABLE event RENAME TO elsewhere');
    await expect(write(v1, numbered(1))).rejects.toMatchObject({ code: 'TABLE_BEHIND' });
    await byHand('ALTER TABLE elsewhere RENAME TO event');
    expect(await write(v1, numbered(1))).toEqual({ rows: 1, duplicates: 0, rejected: [] });
  });

  it('refuse by their own rules the bad rows alone', async () => {
    await write(v1, numbered(0, { name: 'no' }));
    await byHand(hands.forbid);
    const bad = new Set([7, 12, 20]);
    const batch = Array.from({ length: 20 }, (_, n) =>
      numbered(n + 1, { name: bad.has(n + 1) ? 'no' : `n${n}` }),
    );
    const { rejected, ...result } = await write(v1, ...batch);
    expect(result).toEqual({ rows: 17, duplicates: 0 });
    expect(rejected.map((it) => [it.eventId, it.errorClass])).toEqual(
      [...bad].map((n) => [uuid(n), 'CONSTRAINT']),
    );
    expect(await rows()).toHaveLength(18);
  });
}

function valuesSuite({ sink, write, rows }: Bench, { nan, minusZero, absentList = null }: SinkTraits): void {
  beforeEach(() => migrate(sink(), v1));
  const roundTrip = async (cells: Row): Promise<Row> => {
    expect(await write(v1, numbered(1, cells))).toEqual({ rows: 1, duplicates: 0, rejected: [] });
    return (await rows())[0]!;
  };

  it.each<[column: string, cell: unknown, shown: unknown]>([
    ['whole', 0, 0],
    ['whole', 2 ** 53, '9007199254740992'],
    ['whole', 2n ** 53n + 1n, '9007199254740993'],
    ['whole', -(2n ** 63n), '-9223372036854775808'],
    ['big', 0, '0'],
    ['big', 2n ** 63n, '9223372036854775808'],
    ['big', 2n ** 64n - 1n, '18446744073709551615'],
    ['ratio', Infinity, 'Infinity'],
    ['ratio', -Infinity, '-Infinity'],
    ['ratio', 5e-324, 5e-324],
    ['ratio', 1.7976931348623157e308, 1.7976931348623157e308],
    ['on', false, false],
    ['name', '', ''],
    // A number that the enum did not have when the event was sent, as the codec delivers it.
    ['name', '7', '7'],
    ['name', '\\N', '\\N'],
    ['name', 'tab\tline\r\nend\\', 'tab\tline\r\nend\\'],
    ['name', '\u2028"\'`${x}', '\u2028"\'`${x}'],
    ['name', 'NULL', 'NULL'],
    ['name', 'x'.repeat(100_000), 'x'.repeat(100_000)],
    ['at', 0, '1970-01-01T00:00:00Z'],
    ['at', -1, '1969-12-31T23:59:59.999999Z'],
    ['at', -62_135_596_800_000_000n, '0001-01-01T00:00:00Z'],
    ['at', 253_402_300_799_999_999n, '9999-12-31T23:59:59.999999Z'],
    ['list', '[]', []],
    ['list', '[-9007199254740991,0]', [-9_007_199_254_740_991, 0]],
    ['raw', new Uint8Array(), ''],
    [
      'raw',
      Uint8Array.from({ length: 256 }, (_, i) => i),
      Buffer.from([...Array(256).keys()]).toString('base64'),
    ],
  ])('of %s: %p', async (column, cell, shown) => {
    expect((await roundTrip({ [column]: cell }))[column]).toEqual(shown);
  });

  it('that are no numbers, or zero from below, as far as the engine has them', async () => {
    await write(v1, numbered(1, { ratio: NaN }), numbered(2, { ratio: -0 }));
    expect((await rows()).map((row) => row['ratio'])).toEqual([nan, minusZero]);
  });

  it('keep their sign beside their like, as far as the engine has it', async () => {
    const sent = Array.from({ length: 40 }, (_, n) => [0, -0, -0, 0, 1][n % 5]!);
    await write(v1, ...sent.map((ratio, n) => numbered(n, { ratio })));
    const kept = sent.map((ratio) => (Object.is(ratio, -0) ? minusZero : ratio));
    expect((await rows()).map((row) => row['ratio'])).toEqual(kept);
  });

  it('that are absent are null, not empty', async () => {
    const row = await roundTrip({});
    const absent = (name: string): unknown => (name === 'list' ? absentList : null);
    for (const { name } of V1) expect([name, row[name]]).toEqual([name, absent(name)]);
  });

  it('of the years 0001 to 9999 and no others, or others too', async () => {
    const late = await write(v1, numbered(3, { at: 253_402_300_800_000_000n }), numbered(4));
    expect(late.rows + late.rejected.length).toBe(2);
    expect((await rows()).map((row) => row['seq'])).toContain(4);
  });
}

function namesSuite({ sink, write, rows }: Bench): void {
  const longest = 'n'.repeat(63);

  it('of 63 bytes and words of SQL hold', async () => {
    const names = [longest, 'select', 'Order', 'user', 'a_b', '_x'];
    const fields = names.map((name, index) => field(index + 1, name, 'string'));
    const [ledger] = ledgersOf([fields], 't'.repeat(48)) as [Ledger];
    await migrate(sink(), ledger);
    const physical = ledger.entries.map((entry) => entry.name);
    const cells = Object.fromEntries(physical.map((name, index) => [name, `v${index}`]));
    await write(ledger, rowOf(ledger, sourceOf(1), cells));
    const [row] = await rows(ledger.table);
    expect(physical.map((name) => row![name])).toEqual(physical.map((_, index) => `v${index}`));
    expect(physical).toContain(longest);
  });
}

/** A row of an event, which the engine can not hold when it is bad. */
interface Act {
  readonly event: number;
  readonly bad: boolean;
}

const act = fc.record<Act>({
  event: fc.integer({ min: 0, max: 15 }),
  bad: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

function lawsSuite({ sink, write, rows }: Bench): void {
  it('after any batches it has what a set of ids has, and every row is accounted for', async () => {
    await migrate(sink(), v1);
    const stored = new Set<number>();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(act, { maxLength: 12 }), { maxLength: 4 }), async (batches) => {
        // Events of its own for each run: all runs share the table.
        const first = (run += 1) * 100;
        for (const batch of batches) {
          const before = stored.size;
          for (const { event, bad } of batch) if (!bad) stored.add(first + event);
          const cells = batch.map(({ event, bad }) =>
            numbered(first + event, bad ? { whole: 2n ** 63n } : {}),
          );
          const result = await write(v1, ...cells);
          expect(result.rows).toBe(stored.size - before);
          expect(result.rejected).toHaveLength(batch.filter(({ bad }) => bad).length);
          expect(result.rows + result.duplicates + result.rejected.length).toBe(batch.length);
        }
      }),
      { seed: 20_260_202, numRuns: 20 },
    );
    const seqs = (await rows()).map((row) => Number(row['seq']));
    expect(seqs.sort((one, other) => one - other)).toEqual([...stored].sort((one, other) => one - other));
  }, 60_000);
}
