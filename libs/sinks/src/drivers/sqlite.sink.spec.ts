import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dialectNamed } from '#libs/ddl';
import { planTable } from '#libs/planner';
import { openSqlite } from '#libs/sqlite';
import type { EventSink } from '../contract.js';
import { ledgersOf, migrate, rowOf, sinkBatch, sourceOf } from '../sink-fixtures.suite.js';
import { sinkSuite } from '../sink.suite.js';
import { tableSinkSuite } from '../table-sink.suite.js';
import { sinkLaws } from '../sink-laws.suite.js';
import { openSqliteSink } from './sqlite.sink.js';

tableSinkSuite(
  'SQLite',
  (folder) => openSqliteSink(join(folder, 'events.db')),
  { nan: null, minusZero: 0, takesNul: false },
  {
    run: async (folder, sql) => {
      const hand = openSqlite(join(folder, 'events.db'));
      hand.exec(sql);
      hand.close();
    },
    alone: false,
    forbid:
      "CREATE TRIGGER rule BEFORE INSERT ON event WHEN NEW.name = 'no' BEGIN SELECT RAISE(ABORT, 'not no'); END",
    text: 'TEXT',
  },
);
sinkSuite('SQLite', (folder) => openSqliteSink(join(folder, 'events.db')));
sinkLaws('SQLite', (folder) => openSqliteSink(join(folder, 'events.db')));

describe('the SQLite sink', () => {
  const field = { number: 1, name: 'name', kind: 'string', oneof: null } as const;
  const extra = { number: 2, name: 'extra', kind: 'int64', oneof: null } as const;
  const [v1, v2] = ledgersOf([[field], [field, extra]], 'event') as [
    ReturnType<typeof ledgersOf>[number],
    ReturnType<typeof ledgersOf>[number],
  ];
  let folder: string;
  let path: string;
  let sink: EventSink;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sink-'));
    path = join(folder, 'events.db');
    sink = await openSqliteSink(path, { busyTimeoutMs: 20 });
    await migrate(sink, v1);
  });

  afterEach(async () => {
    await sink.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const version = { subject: 's', version: 1, fingerprint: 'ab'.repeat(32) };
  const batch = (...numbers: number[]) => ({
    table: 'event',
    tableVersion: 1,
    version,
    columns: [
      'event_id',
      'event_time',
      'ingest_time',
      'subject',
      'schema_version',
      'fingerprint',
      'batch_id',
      'name',
    ],
    rows: numbers.map((number) => {
      const row = rowOf(v1, sourceOf(number), { name: `n${number}` });
      return { ...row, cells: [0, 1, 2, 3, 4, 5, 9, 11].map((index) => row.cells[index] ?? null) };
    }),
  });

  it('refuses text with U+0000 by name rather than cutting it', async () => {
    const [row] = batch(1).rows;
    const cells = [...row!.cells.slice(0, -1), 'a\0b'];
    const result = await sink.write(sinkBatch({ rows: [{ ...batch(), rows: [{ ...row!, cells }] }] }));
    expect(result.rejected[0]!.message).toContain('U+0000');
  });

  it('journals every statement of a plan', async () => {
    await migrate(sink, v2);
    const { rows } = await sink.query('SELECT * FROM _protokoll_plan_journal ORDER BY id', [], 10);
    expect(rows).toMatchObject([
      { table_name: 'event', from_version: 0, to_version: 1, step: 0, outcome: 'done' },
      { step: 1, outcome: 'done' },
      { from_version: 1, to_version: 2, step: 0, outcome: 'done' },
    ]);
    expect(rows[2]!['sql']).toContain('ADD COLUMN');
  });

  it('goes on when somebody ran the plan by hand', async () => {
    const hand = openSqlite(path);
    hand.exec('ALTER TABLE event ADD COLUMN extra INTEGER');
    hand.close();
    await migrate(sink, v2);
    expect(await sink.tableVersion('event')).toBe(2);
    const { rows } = await sink.query('SELECT outcome FROM _protokoll_plan_journal ORDER BY id DESC', [], 1);
    expect(rows[0]!['outcome']).toBe('was there');
  });

  it('leaves the table as it was when a plan fails', async () => {
    const hand = openSqlite(path);
    hand.exec('ALTER TABLE event ADD COLUMN extra TEXT');
    hand.close();
    await expect(migrate(sink, v2)).rejects.toMatchObject({ code: 'PLAN_CONFLICT' });
    expect(await sink.tableVersion('event')).toBe(1);
    expect((await sink.query('SELECT * FROM _protokoll_plan_journal', [], 9)).rows).toHaveLength(2);
  });

  it('undoes the first statements when a later one fails', async () => {
    const plan = planTable(dialectNamed('sqlite'), v1, v2);
    const [first] = plan.statements;
    const broken = {
      ...plan,
      statements: [first!, { ...first!, sql: 'ALTER TABLE nowhere ADD COLUMN x TEXT' }],
    };
    await expect(sink.applyPlan(broken, v2)).rejects.toMatchObject({ code: 'SINK_UNAVAILABLE' });
    expect(await sink.tableVersion('event')).toBe(1);
    const { rows } = await sink.query("SELECT name FROM pragma_table_xinfo('event')", [], 99);
    expect(rows.map((row) => row['name'])).not.toContain('extra');
    await migrate(sink, v2);
    expect(await sink.tableVersion('event')).toBe(2);
  });

  it('refuses a plan of another dialect', async () => {
    const plan = { ...planTable(dialectNamed('sqlite'), v1, v2), dialect: 'postgres' };
    await expect(sink.applyPlan(plan, v2)).rejects.toMatchObject({ code: 'PLAN_CONFLICT' });
  });

  it('learns of a migration that another process made', async () => {
    const other = await openSqliteSink(path);
    await migrate(other, v2);
    await other.close();
    const [row] = batch(1).rows;
    const columns = [...batch().columns, 'extra'];
    const rows = [{ ...row!, cells: [...row!.cells, 7n] }];
    const result = await sink.write(sinkBatch({ rows: [{ ...batch(), tableVersion: 2, columns, rows }] }));
    expect(result.rows).toBe(1);
  });

  it('holds rows of a column that it does not have', async () => {
    const rows = [{ ...batch(1), columns: [...batch().columns, 'nowhere'] }];
    await expect(sink.write(sinkBatch({ rows }))).rejects.toMatchObject({ code: 'TABLE_BEHIND' });
  });

  it('writes nothing while another process has the lock, and everything after', async () => {
    const other = openSqlite(path);
    other.exec('BEGIN IMMEDIATE');
    const write = sinkBatch({ rows: [batch(1)], deliveries: ['d'] });
    await expect(sink.write(write)).rejects.toMatchObject({ code: 'SINK_UNAVAILABLE' });
    expect((await sink.counts()).accepted).toBe(0);
    other.exec('COMMIT');
    other.close();
    expect((await sink.write(write)).rows).toBe(1);
  });

  it('writes all or nothing when the disk is full', async () => {
    await sink.close();
    const maxSizeBytes = 400_000;
    sink = await openSqliteSink(path, { maxSizeBytes });
    let next = 0;
    const write = (): Promise<unknown> => {
      const numbers = Array.from({ length: 200 }, (_, index) => next + index);
      return sink.write(sinkBatch({ rows: [batch(...numbers)] }));
    };
    const fill = async (): Promise<never> => {
      for (;;) {
        await write();
        next += 200;
      }
    };
    await expect(fill()).rejects.toMatchObject({ code: 'SINK_UNAVAILABLE' });
    expect(next).toBeGreaterThan(0);
    expect(await sink.counts()).toMatchObject({ accepted: next, rows: next });
    await sink.close();
    sink = await openSqliteSink(path, { maxSizeBytes: maxSizeBytes * 2 });
    await write();
    expect(await sink.counts()).toMatchObject({ accepted: next + 200, rows: next + 200, duplicates: 0 });
  });

  it('does not open what a newer version wrote, nor what is no database', async () => {
    await sink.close();
    const newer = openSqlite(path);
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    await expect(openSqliteSink(path)).rejects.toMatchObject({ code: 'DATABASE_TOO_NEW' });
    const text = join(folder, 'text.db');
    writeFileSync(text, 'not a database, but long enough to be read as a header of one'.repeat(20));
    await expect(openSqliteSink(text)).rejects.toMatchObject({ code: 'SINK_UNAVAILABLE' });
    await expect(openSqliteSink(folder)).rejects.toMatchObject({ code: 'SINK_UNAVAILABLE' });
  });

  it('remembers the newest 100,000 deliveries only', async () => {
    const names = (from: number, count: number): string[] =>
      Array.from({ length: count }, (_, index) => `d${from + index}`);
    await sink.write(sinkBatch({ deliveries: names(0, 100_000) }));
    expect(await sink.settled(['d0'])).toEqual(new Set(['d0']));
    await sink.write(sinkBatch({ deliveries: names(100_000, 1) }));
    expect(await sink.settled(['d0', 'd1', 'd100000'])).toEqual(new Set(['d1', 'd100000']));
  });
});
