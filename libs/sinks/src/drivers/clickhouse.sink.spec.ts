import type { Ledger } from '#libs/table-model';
import { startClickhouse } from '#libs/testing';
import type { TableSink } from '../contract.js';
import { START_MS, V1, V2, batchOf, ledgersOf, migrate, rowOf, sourceOf } from '../sink-fixtures.suite.js';
import { tableSinkSuite } from '../table-sink.suite.js';
import { openClickhouseSink } from './clickhouse.sink.js';

const server = await startClickhouse();
const url = server?.url ?? null;
if (url === null)
  console.warn('SKIPPED libs/sinks on ClickHouse: neither TRY_CLICKHOUSE nor chdb in the folder TRY_ENGINES');
afterAll(() => server?.stop());

const databases = new Map<string, string>();
async function open(folder: string, now?: () => number): Promise<TableSink> {
  let database = databases.get(folder);
  if (database === undefined) {
    database = `sink_${process.pid}_${databases.size}`;
    databases.set(folder, database);
    await fetch(url!, { method: 'POST', body: `CREATE DATABASE ${database}` });
  }
  return openClickhouseSink(url!, { database, ...(now === undefined ? {} : { now }) });
}

async function byHand(database: string, sql: string): Promise<void> {
  const answer = await fetch(`${url}?database=${database}`, { method: 'POST', body: sql });
  if (!answer.ok) throw new Error(await answer.text());
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
  tableSinkSuite(
    'ClickHouse',
    open,
    { nan: 'NaN', minusZero: -0, takesNul: true, absentList: [] },
    {
      run: (folder, sql) =>
        byHand(databases.get(folder)!, sql.replace(/^ALTER TABLE (\w+) RENAME TO/, 'RENAME TABLE $1 TO')),
      alone: false,
      forbid: "ALTER TABLE event ADD CONSTRAINT rule CHECK name IS NULL OR name <> 'no'",
      text: 'Nullable(String)',
    },
  );

  describe('the ClickHouse sink', () => {
    const [v1, v2] = ledgersOf([V1, V2], 'event') as [Ledger, Ledger];
    const rows = (...numbers: number[]) => numbers.map((number) => rowOf(v1, sourceOf(number)));

    it('looks for events in a busy stretch of time, and for late ones', async () => {
      const sink = await open(`own ${databases.size}`);
      await migrate(sink, v1);
      // More happened meanwhile than the next batches have rows.
      await sink.writeRows([batchOf(v1, rows(...Array.from({ length: 60 }, (_, n) => n * 10)))]);
      expect(await sink.writeRows([batchOf(v1, rows(5, 10, 15, 590))])).toMatchObject({
        rows: 2,
        duplicates: 2,
      });
      const late = rowOf(v1, sourceOf(1_000, { createdAtMs: START_MS - 86_400_000 }));
      expect(await sink.writeRows([batchOf(v1, [late, ...rows(25)])])).toMatchObject({ rows: 2 });
      const again = batchOf(v1, [...rows(580, 35), late]);
      expect(await sink.writeRows([again])).toMatchObject({ rows: 1, duplicates: 2 });
      expect(await sink.writeRows([again])).toMatchObject({ rows: 0, duplicates: 3 });
      expect(await sink.readRows('event', 100)).toHaveLength(65);
      await sink.close();
    });

    it('writes once what it did not learn that it wrote', async () => {
      const database = `sink_${process.pid}_${databases.size}`;
      const first = await open(`own ${databases.size}`);
      await migrate(first, v1);
      let cut: 'before' | 'after' | null = null;
      const fetched = (async (to: URL, init: RequestInit) => {
        const isInsert = to.searchParams.has('insert_deduplication_token');
        if (isInsert && cut === 'before') throw new TypeError('fetch failed');
        const answer = await fetch(to, init);
        if (isInsert && cut === 'after') throw new TypeError('terminated');
        return answer;
      }) as typeof fetch;
      const sink = await openClickhouseSink(url, { database, fetch: fetched });
      for (const [number, where] of (['before', 'after'] as const).entries()) {
        cut = where;
        const batch = batchOf(v1, rows(number * 2, number * 2 + 1));
        await expect(sink.writeRows([batch])).rejects.toMatchObject({ code: 'SINK_UNAVAILABLE' });
        cut = null;
        const result = await sink.writeRows([batch]);
        expect(result).toMatchObject(where === 'before' ? { rows: 2 } : { rows: 0, duplicates: 2 });
      }
      expect(await sink.readRows('event', 9)).toHaveLength(4);
      await Promise.all([first.close(), sink.close()]);
    });

    it('learns of another table of the message that another process made', async () => {
      const folder = `own ${databases.size}`;
      let nowMs = START_MS;
      const sink = await open(folder, () => nowMs);
      const other = await open(folder);
      const [twin] = ledgersOf([V1], 'event_2', 's2') as [Ledger];
      await migrate(sink, v1);
      await sink.writeRows([batchOf(v1, rows(1))]);
      await migrate(other, twin);
      await other.writeRows([batchOf(twin, [rowOf(twin, sourceOf(2))])]);
      nowMs += 1_000;
      expect(await sink.writeRows([batchOf(v1, rows(1, 2, 3))])).toMatchObject({ rows: 1, duplicates: 2 });
      await Promise.all([sink.close(), other.close()]);
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
      const alter = (type: string): Promise<void> =>
        byHand(
          [...databases.values()].at(-1)!,
          `ALTER TABLE event MODIFY COLUMN whole Nullable(${type}) SETTINGS mutations_sync = 2`,
        );
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
      await byHand([...databases.values()].at(-1)!, 'ALTER TABLE event ADD COLUMN extra Nullable(String)');
      await migrate(sink, v2);
      expect(await sink.tableVersion('event')).toBe(2);
      await sink.close();
    });
  });
}
