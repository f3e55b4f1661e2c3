import { Client } from 'pg';
import { planTable } from '#libs/planner';
import { dayStatements, dialectNamed } from '#libs/ddl';
import type { Ledger } from '#libs/table-model';
import { startPostgres } from '#libs/testing';
import type { TableSink } from '../contract.js';
import { V1, V2, batchOf, ledgersOf, migrate, rowOf, sourceOf, uuid } from '../sink-fixtures.suite.js';
import { tableSinkSuite } from '../table-sink.suite.js';
import { openPostgresSink } from './postgres.sink.js';

const server = await startPostgres();
if (server === null) console.warn('SKIPPED libs/sinks on PostgreSQL: this machine has no server programs');
const admin = server === null ? null : new Client({ connectionString: server.url });
await admin?.connect();
afterAll(async () => {
  await admin?.end();
  await server?.stop();
});

it('PostgreSQL is tried where it is', () => expect(server === null).toBe(admin === null));

/** A schema of its own for each folder. */
const schemas = new Map<string, string>();
async function open(folder: string, lockTimeoutMs = 300): Promise<TableSink> {
  let schema = schemas.get(folder);
  if (schema === undefined) {
    schema = `s${schemas.size}`;
    schemas.set(folder, schema);
    await admin!.query(`CREATE SCHEMA ${schema}`);
  }
  return openPostgresSink(urlOf(schema), { lockTimeoutMs });
}

function urlOf(schema: string): string {
  return `${server!.url}&options=${encodeURIComponent(`-c search_path=${schema}`)}`;
}

if (server !== null) {
  tableSinkSuite(
    'PostgreSQL',
    open,
    { nan: 'NaN', minusZero: -0, takesNul: false },
    {
      run: async (folder, sql) => {
        await admin!.query(`SET search_path = ${schemas.get(folder)}`);
        await admin!.query(sql);
      },
      alone: false,
      forbid: "ALTER TABLE event ADD CHECK (name <> 'no') NOT VALID",
      text: 'text',
    },
  );

  describe('the PostgreSQL sink', () => {
    const [v1, v2] = ledgersOf([V1, V2], 'event') as [Ledger, Ledger];
    const row = (number: number, cells = {}) => rowOf(v1, sourceOf(number), cells);
    let sink: TableSink;
    let schema: string;

    beforeEach(async () => {
      sink = await open(`own ${schemas.size}`);
      schema = `s${schemas.size - 1}`;
      await migrate(sink, v1);
    });

    afterEach(() => sink.close());

    it('halves a batch around what only the server refuses', async () => {
      const bad = new Set([3, 4, 99]);
      const rows = Array.from({ length: 100 }, (_, n) =>
        row(n, { list: bad.has(n) ? '["\\u0000"]' : '["ok"]' }),
      );
      const result = await sink.writeRows([batchOf(v1, rows)]);
      expect(result).toMatchObject({ rows: 97, duplicates: 0 });
      expect(result.rejected.map((it) => it.eventId)).toEqual([3, 4, 99].map(uuid));
      expect(result.rejected.every((it) => it.errorClass === 'UNREPRESENTABLE')).toBe(true);
      expect(result.rejected.every((it) => !it.message.includes('u0000'))).toBe(true);
    });

    it('takes an event once where days are apart, whatever day it comes on', async () => {
      const apart: Ledger = { ...v1, table: 'days', layout: { partition: 'ingest-day' } };
      await migrate(sink, apart);
      const day = dayStatements(dialectNamed('postgres'), apart, '2026-01-03')!;
      await admin!.query(
        `SET search_path = ${schema}; SET timezone = 'America/New_York'; ${day.make}; RESET timezone`,
      );
      const on = (number: number, iso: string) =>
        rowOf(apart, sourceOf(number, { ingestTimeMs: Date.parse(iso) }));
      const rows = [
        on(1, '2026-01-03T00:00:00Z'),
        on(2, '2026-01-03T23:59:59.999Z'),
        on(3, '2026-01-04T00:00:00Z'),
      ];
      expect(await sink.writeRows([batchOf(apart, rows)])).toMatchObject({ rows: 3, duplicates: 0 });
      const again = [
        on(1, '2026-01-03T00:00:00Z'),
        on(2, '2026-01-04T08:00:00Z'),
        on(4, '2026-01-03T08:00:00Z'),
      ];
      expect(await sink.writeRows([batchOf(apart, again)])).toMatchObject({ rows: 1, duplicates: 2 });
      const count = async (table: string): Promise<number> =>
        Number((await admin!.query(`SELECT count(*) FROM ${table}`)).rows[0].count);
      expect(await Promise.all(['days__d20260103', 'days__rest'].map(count))).toEqual([3, 1]);
      await admin!.query(day.drop);
      expect(await count('days')).toBe(1);
    });

    it('undoes the first statements when a later one fails', async () => {
      const plan = planTable(dialectNamed('postgres'), v1, v2);
      const [first] = plan.statements;
      const statements = [first!, { ...first!, sql: 'ALTER TABLE nowhere ADD COLUMN x text' }];
      await expect(sink.applyPlan({ ...plan, statements }, v2)).rejects.toMatchObject({
        code: 'SINK_UNAVAILABLE',
      });
      expect(await sink.tableVersion('event')).toBe(1);
      await migrate(sink, v2);
      const { rows } = await admin!.query(`SELECT step FROM ${schema}._protokoll_plan_journal`);
      expect(rows.length).toBe(
        planTable(dialectNamed('postgres'), null, v1).statements.length + plan.statements.length,
      );
    });

    it('lets one of many migrate, and the others find it done', async () => {
      const others = await Promise.all([1, 2, 3].map(() => openPostgresSink(urlOf(schema))));
      const plan = planTable(dialectNamed('postgres'), v1, v2);
      await Promise.all([sink, ...others].map((one) => one.applyPlan(plan, v2)));
      const { rows } = await admin!.query(`SELECT count(*) AS n FROM ${schema}._protokoll_tables`);
      expect(rows[0]!.n).toBe('2');
      await Promise.all(others.map((other) => other.close()));
    });

    it('stores an event once however many write it at once', async () => {
      const other = await openPostgresSink(urlOf(schema));
      const rows = Array.from({ length: 500 }, (_, n) => row(n));
      const results = await Promise.all([sink, other].map((one) => one.writeRows([batchOf(v1, rows)])));
      expect(results.reduce((sum, it) => sum + it.rows, 0)).toBe(500);
      await other.close();
    });

    it('goes on after its connection was cut', async () => {
      await sink.writeRows([batchOf(v1, [row(1)])]);
      await admin!.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'protokoll'",
      );
      // The first call may still meet the dead connection.
      await sink.writeRows([batchOf(v1, [row(2)])]).catch(() => undefined);
      await sink.writeRows([batchOf(v1, [row(2)])]);
      expect(await sink.readRows('event', 9)).toHaveLength(2);
    });
  });

  it('says that there is no server', async () => {
    const nowhere = 'postgres://nobody@127.0.0.1:1/none';
    await expect(openPostgresSink(nowhere, { connectTimeoutMs: 500 })).rejects.toMatchObject({
      code: 'SINK_UNAVAILABLE',
      message: expect.stringContaining('PostgreSQL'),
    });
  });
}
