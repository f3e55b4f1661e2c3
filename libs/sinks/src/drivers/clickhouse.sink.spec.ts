import type { Ledger } from '#libs/table-model';
import { startClickhouse } from '#libs/testing';
import type { TableSink } from '../contract.js';
import { V1, V2, batchOf, ledgersOf, migrate, rowOf, sourceOf, uuid } from '../sink-fixtures.suite.js';
import { tableSinkSuite } from '../table-sink.suite.js';
import { openClickhouseSink } from './clickhouse.sink.js';

const server = await startClickhouse();
const url = server?.url ?? null;
if (url === null)
  console.warn('SKIPPED libs/sinks on ClickHouse: neither TRY_CLICKHOUSE nor chdb in the folder TRY_ENGINES');
afterAll(() => server?.stop());

const databases = new Map<string, string>();
async function open(folder: string): Promise<TableSink> {
  let database = databases.get(folder);
  if (database === undefined) {
    database = `sink_${process.pid}_${databases.size}`;
    databases.set(folder, database);
    await fetch(url!, { method: 'POST', body: `CREATE DATABASE ${database}` });
  }
  return openClickhouseSink(url!, { database });
}

it('says that there is no ClickHouse', async () => {
  await expect(openClickhouseSink('http://127.0.0.1:1')).rejects.toMatchObject({ code: 'SINK_UNAVAILABLE' });
});

it('sends name and password beside the address, never in it', async () => {
  const seen: { url: string; headers: unknown }[] = [];
  const fetched = (async (input: URL, init: RequestInit) => {
    seen.push({ url: String(input), headers: init.headers });
    return new Response('');
  }) as unknown as typeof fetch;
  const sink = await openClickhouseSink('http://me:p%40ss@host:8123', { database: 'd', fetch: fetched });
  await sink.close();
  expect(seen[0]).toMatchObject({ headers: { 'X-ClickHouse-User': 'me', 'X-ClickHouse-Key': 'p@ss' } });
  expect(seen[0]!.url).toContain('database=d');
  expect(seen[0]!.url).not.toContain('ss@');
});

if (url !== null) {
  tableSinkSuite('ClickHouse', open, { nan: 'NaN', minusZero: -0, takesNul: true });

  describe('the ClickHouse sink', () => {
    const [v1, v2] = ledgersOf([V1, V2], 'event') as [Ledger, Ledger];
    const rows = (...numbers: number[]) => numbers.map((number) => rowOf(v1, sourceOf(number)));

    it('halves a batch around a row without a subject', async () => {
      const sink = await open(`own ${databases.size}`);
      await migrate(sink, v1);
      const batch = [...rows(1, 2), rowOf(v1, sourceOf(3), { subject: null }), ...rows(4)];
      const result = await sink.writeRows([batchOf(v1, batch)]);
      expect(result).toMatchObject({ rows: 3, rejected: [{ eventId: uuid(3), errorClass: 'CONSTRAINT' }] });
      await sink.close();
    });

    const inside = server?.inside ?? null;
    if (inside !== null)
      it('gives the same insert the same token, and another another', async () => {
        const sink = await open(`own ${databases.size}`);
        await migrate(sink, v1);
        const before = inside.tokens.length;
        inside.failNextInsert();
        await expect(sink.writeRows([batchOf(v1, rows(1, 2))])).rejects.toMatchObject({
          code: 'SINK_UNAVAILABLE',
        });
        expect(await sink.writeRows([batchOf(v1, rows(1, 2))])).toMatchObject({ rows: 2, duplicates: 0 });
        expect(await sink.writeRows([batchOf(v1, rows(1, 2, 3))])).toMatchObject({ rows: 1, duplicates: 2 });
        const other = await open(`own ${databases.size}`);
        await migrate(other, v1);
        await other.writeRows([batchOf(v1, rows(1, 2))]);
        const [first, second, third] = inside.tokens.slice(before);
        expect(first).toMatch(/^[0-9a-f]{64}$/);
        expect(second).not.toBe(first);
        expect(third).toBe(first);
        await Promise.all([sink.close(), other.close()]);
      });

    it('holds rows while a column has another type than it should, and goes on when it is right', async () => {
      const sink = await open(`own ${databases.size}`);
      await migrate(sink, v1);
      const alter = (type: string): Promise<Response> =>
        fetch(`${url}?database=${[...databases.values()].at(-1)}`, {
          method: 'POST',
          body: `ALTER TABLE event MODIFY COLUMN whole Nullable(${type}) SETTINGS mutations_sync = 2`,
        });
      await alter('Int32');
      const writing = sink.writeRows([batchOf(v1, rows(1))]);
      await expect(writing).rejects.toMatchObject({ code: 'TABLE_BEHIND' });
      await alter('Int64');
      expect(await sink.writeRows([batchOf(v1, rows(1))])).toMatchObject({ rows: 1, rejected: [] });
      await sink.close();
    });

    it('finishes a plan that broke off', async () => {
      const sink = await open(`own ${databases.size}`);
      await migrate(sink, v1);
      await fetch(`${url}?database=${[...databases.values()].at(-1)}`, {
        method: 'POST',
        body: 'ALTER TABLE event ADD COLUMN extra Nullable(String)',
      });
      await migrate(sink, v2);
      expect(await sink.tableVersion('event')).toBe(2);
      await sink.close();
    });
  });
}
