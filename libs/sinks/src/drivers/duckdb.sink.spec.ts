import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { dialectNamed } from '#libs/ddl';
import { planTable } from '#libs/planner';
import type { Ledger } from '#libs/table-model';
import { V1, V2, batchOf, ledgersOf, migrate, rowOf, sourceOf, uuid } from '../sink-fixtures.suite.js';
import { tableSinkSuite } from '../table-sink.suite.js';
import { openDuckdbSink } from './duckdb.sink.js';

tableSinkSuite(
  'DuckDB',
  (folder) => openDuckdbSink(join(folder, 'events.duckdb')),
  { nan: 'NaN', minusZero: -0, takesNul: true },
  {
    run: async (folder, sql) => {
      const instance = await DuckDBInstance.create(join(folder, 'events.duckdb'));
      const hand = await instance.connect();
      await hand.run(sql);
      hand.closeSync();
      instance.closeSync();
    },
    alone: true,
    // It adds no CHECK to a table that is there.
    forbid: 'CREATE UNIQUE INDEX rule ON event (name)',
    text: 'VARCHAR',
  },
);

describe('the DuckDB sink', () => {
  const [v1, v2] = ledgersOf([V1, V2], 'event') as [Ledger, Ledger];

  it('halves a batch around what only the engine refuses', async () => {
    const sink = await openDuckdbSink(':memory:');
    await migrate(sink, v1);
    const rows = Array.from({ length: 3_000 }, (_, n) =>
      rowOf(v1, sourceOf(n), n === 7 || n === 2_999 ? { subject: null } : {}),
    );
    const result = await sink.writeRows([batchOf(v1, rows)]);
    expect(result).toMatchObject({ rows: 2_998, duplicates: 0 });
    expect(result.rejected.map((it) => it.eventId)).toEqual([uuid(7), uuid(2_999)]);
    await sink.close();
  });

  it('undoes a plan that fails', async () => {
    const sink = await openDuckdbSink(':memory:');
    await migrate(sink, v1);
    const plan = planTable(dialectNamed('duckdb'), v1, v2);
    const statements = [...plan.statements, { ...plan.statements[0]!, sql: 'ALTER TABLE nowhere ADD x INT' }];
    await expect(sink.applyPlan({ ...plan, statements }, v2)).rejects.toMatchObject({
      code: 'SINK_UNAVAILABLE',
    });
    expect(await sink.tableVersion('event')).toBe(1);
    await migrate(sink, v2);
    expect(await sink.tableVersion('event')).toBe(2);
    await sink.close();
  });

  it('does not open what is no database', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sink-'));
    const path = join(folder, 'text');
    writeFileSync(path, 'not a database, but long enough to be read as a header of one'.repeat(200));
    await expect(openDuckdbSink(path)).rejects.toMatchObject({ code: 'SINK_UNAVAILABLE' });
    rmSync(folder, { recursive: true });
  });
});
