import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Ledger } from '#libs/table-model';
import { exitOf, linesOf, spawnTypeScript } from '#libs/testing';
import type { TableSink } from '../contract.js';
import type { RowsResult } from '../event.js';
import {
  START_MS,
  V1,
  V2,
  batchOf,
  field,
  ledgersOf,
  migrate,
  rowOf,
  sourceOf,
  uuid,
} from '../sink-fixtures.suite.js';
import { tableSinkSuite } from '../table-sink.suite.js';
import { openParquetSink } from './parquet.sink.js';

const traits = { nan: 'NaN', minusZero: -0, takesNul: true } as const;
tableSinkSuite('Parquet', (folder) => openParquetSink(join(folder, 'events')), traits, null);

const DAY_MS = 86_400_000;
const [v1, v2] = ledgersOf([V1, V2], 'event') as [Ledger, Ledger];

let folder: string;
let sink: TableSink;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parquet-'));
  sink = await openParquetSink(folder);
  await migrate(sink, v1);
});
afterEach(async () => {
  await sink.close();
  rmSync(folder, { recursive: true });
});

const write = (...numbers: readonly number[]): Promise<RowsResult> =>
  sink.writeRows([
    batchOf(
      v1,
      numbers.map((number) => rowOf(v1, sourceOf(number))),
    ),
  ]);

/** Files of rows below the table's folder. */
function files(table = 'event'): string[] {
  const paths = readdirSync(join(folder, table), { recursive: true }).map(String);
  return paths.filter((path) => path.endsWith('.parquet')).sort();
}

async function duckdb(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  const rows = (await connection.runAndReadAll(sql)).getRowsJson();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

describe('files', () => {
  it('lie in folders by day of arrival, and DuckDB reads them as one table', async () => {
    const next = sourceOf(2, { ingestTimeMs: START_MS + DAY_MS });
    await sink.writeRows([batchOf(v1, [rowOf(v1, sourceOf(1), { name: 'a' }), rowOf(v1, next)])]);
    expect(files().map((path) => path.split('/')[0])).toEqual(['day=2026-01-02', 'day=2026-01-03']);
    const rows = await duckdb(
      `SELECT event_id, day, name, ingest_time FROM read_parquet('${folder}/event/*/*.parquet') ORDER BY seq`,
    );
    expect(rows).toEqual([
      [uuid(1), '2026-01-02', 'a', '2026-01-02 10:00:00.001+00'],
      [uuid(2), '2026-01-03', null, '2026-01-03 10:00:00+00'],
    ]);
  });

  it('say each value in the type that DuckDB takes it for', async () => {
    const cells = { whole: -(2n ** 63n), name: 'é😀', on: true, ratio: -0, big: 2n ** 64n - 1n };
    const more = { at: -62_135_596_800_000_000n, list: '[1,2]', raw: Uint8Array.of(0, 255) };
    await sink.writeRows([batchOf(v1, [rowOf(v1, sourceOf(1), { ...cells, ...more })])]);
    const columns = [...V1.map(({ name }) => name), 'event_id'];
    const typed = columns.map((name) => `typeof("${name}"), CAST("${name}" AS VARCHAR)`).join(', ');
    const [row] = await duckdb(`SELECT ${typed} FROM read_parquet('${folder}/event/*/*.parquet')`);
    const pairs = columns.map((name, index) => [name, row![2 * index], row![2 * index + 1]]);
    expect(pairs).toEqual([
      ['whole', 'BIGINT', '-9223372036854775808'],
      ['name', 'VARCHAR', 'é😀'],
      ['on', 'BOOLEAN', 'true'],
      ['ratio', 'DOUBLE', '-0.0'],
      ['big', 'UBIGINT', '18446744073709551615'],
      ['at', 'TIMESTAMP WITH TIME ZONE', '0001-01-01 00:00:00+00'],
      ['list', 'BIGINT[]', '[1, 2]'],
      ['raw', 'BLOB', String.raw`\x00\xFF`],
      ['event_id', 'UUID', uuid(1)],
    ]);
  });

  it('name each column by the id that the ledger keeps for it, whatever the version', async () => {
    await write(1);
    await migrate(sink, v2);
    await sink.writeRows([batchOf(v2, [rowOf(v2, sourceOf(2), { extra: 'x' })])]);
    const ids = async (path: string): Promise<unknown[][]> =>
      duckdb(`SELECT name, field_id FROM parquet_schema('${folder}/event/${path}') WHERE name <> 'schema'`);
    const [one, other] = await Promise.all(files().map(ids));
    const [short, long] = one!.length < other!.length ? [one!, other!] : [other!, one!];
    expect(long.slice(0, short.length)).toEqual(short);
    // What lies inside of `list` has the id before it.
    expect(long.at(-1)).toEqual(['extra', '21']);
    expect(new Set(long.map(([, id]) => id)).size).toBe(long.length);
  });

  it('of several versions are read together by name', async () => {
    await write(1);
    await migrate(sink, v2);
    await sink.writeRows([batchOf(v2, [rowOf(v2, sourceOf(2), { extra: 'x' })])]);
    const from = `read_parquet('${folder}/event/*/*.parquet', union_by_name = true)`;
    expect(await duckdb(`SELECT extra FROM ${from} ORDER BY seq`)).toEqual([[null], ['x']]);
    const versions = `SELECT decode(value) FROM parquet_kv_metadata('${folder}/event/*/*.parquet') WHERE decode(key) = 'protokoll.table_version'`;
    expect((await duckdb(versions)).map(([version]) => version).sort()).toEqual(['1', '2']);
  });

  it('keep a byte order mark at the beginning of a text', async () => {
    await sink.writeRows([batchOf(v1, [rowOf(v1, sourceOf(1), { name: '\ufeffx' })])]);
    expect(await sink.readRows('event', 9)).toMatchObject([{ name: '\ufeffx' }]);
  });

  it('lie below their own table whatever it is called', async () => {
    const [odd] = ledgersOf([[field(1, 'x', 'string')]], '../a/b %é') as [Ledger];
    await migrate(sink, odd);
    await sink.writeRows([batchOf(odd, [rowOf(odd, sourceOf(1), { x: 'y' })])]);
    expect(await sink.readRows(odd.table, 9)).toMatchObject([{ x: 'y' }]);
    expect(files('%2E%2E%2Fa%2Fb%20%25%C3%A9')).toHaveLength(1);
  });
});

describe('a batch that comes again', () => {
  it('finds its file by name, and leaves it as it is', async () => {
    await write(1, 2, 3);
    const [path] = files();
    const before = statSync(join(folder, 'event', path!));
    expect(await write(1, 2, 3)).toEqual({ rows: 0, duplicates: 3, rejected: [] });
    await sink.close();
    sink = await openParquetSink(folder);
    expect(await write(1, 2, 3)).toEqual({ rows: 0, duplicates: 3, rejected: [] });
    expect(files()).toEqual([path]);
    expect(statSync(join(folder, 'event', path!))).toMatchObject({
      ino: before.ino,
      mtimeMs: before.mtimeMs,
    });
  });

  it('has the same file when the table went on meanwhile', async () => {
    await write(1, 2);
    const before = files();
    await migrate(sink, v2);
    expect(await write(1, 2)).toMatchObject({ rows: 0, duplicates: 2 });
    expect(files()).toEqual(before);
  });

  it('is the same to the byte when it is written anew', async () => {
    await write(1, 2, 3);
    const path = join(folder, 'event', files()[0]!);
    const bytes = readFileSync(path);
    rmSync(path);
    await sink.close();
    sink = await openParquetSink(folder);
    expect(await write(1, 2, 3)).toMatchObject({ rows: 3 });
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('in other company brings only what is new, also what another process wrote', async () => {
    const other = await openParquetSink(folder);
    await write(1, 2);
    expect(
      await other.writeRows([
        batchOf(
          v1,
          [1, 2, 3].map((n) => rowOf(v1, sourceOf(n))),
        ),
      ]),
    ).toMatchObject({
      rows: 1,
      duplicates: 2,
    });
    expect(await write(3, 4)).toMatchObject({ rows: 1, duplicates: 1 });
    await other.close();
    const seqs = (await sink.readRows('event', 9)).map((row) => row['seq']);
    expect(seqs).toEqual([1, 2, 3, 4]);
  });

  it('on another day is known by its ids', async () => {
    await write(1);
    const later = sourceOf(1, { ingestTimeMs: START_MS + 3 * DAY_MS });
    expect(await sink.writeRows([batchOf(v1, [rowOf(v1, later)])])).toMatchObject({ rows: 0, duplicates: 1 });
    expect(readdirSync(join(folder, 'event'))).not.toContain('day=2026-01-05');
  });
});

describe('trouble', () => {
  it('leaves no half file when the process is killed, and what comes again is there once', async () => {
    const child = spawnTypeScript(new URL('../killed-writer.suite.ts', import.meta.url), {
      args: [`parquet:${folder}`, '40'],
    });
    let seen = 0;
    for await (const line of linesOf(child)) {
      seen = Number(line) + 1;
      if (seen === 5) child.kill('SIGKILL');
    }
    await exitOf(child);
    const numbers = Array.from({ length: (seen + 2) * 40 }, (_, n) => n);
    const result = await write(...numbers);
    expect(result.rows + result.duplicates).toBe(numbers.length);
    expect(result.duplicates).toBeGreaterThanOrEqual(seen * 40);
    const counted = await duckdb(
      `SELECT count(*), count(DISTINCT event_id) FROM read_parquet('${folder}/event/*/*.parquet')`,
    );
    expect(counted).toEqual([[String(numbers.length), String(numbers.length)]]);
  }, 60_000);

  it('with a full disk holds the batch, and what is there stays readable', async () => {
    const child = spawnTypeScript(new URL('../killed-writer.suite.ts', import.meta.url), {
      args: [`parquet:${folder}`, '2000'],
      maxFileBytes: 8_192,
    });
    const lines: string[] = [];
    for await (const line of linesOf(child)) lines.push(line);
    await exitOf(child);
    expect(lines).toEqual(['SINK_UNAVAILABLE']);
    expect(files()).toEqual([]);
    const left = readdirSync(join(folder, 'event'), { recursive: true }).map(String);
    expect(left.filter((path) => path.includes('.writing'))).toEqual([]);
    expect(await write(1)).toMatchObject({ rows: 1 });
  }, 60_000);

  it('with a day that is no folder is told, and passes', async () => {
    const day = join(folder, 'event', 'day=2026-01-02');
    writeFileSync(day, '');
    await expect(write(1)).rejects.toMatchObject({ code: 'SINK_UNAVAILABLE' });
    rmSync(day);
    expect(await write(1)).toMatchObject({ rows: 1 });
  });

  it('with a file that is none of ours is told', async () => {
    await write(1);
    await sink.close();
    writeFileSync(join(folder, 'event', 'day=2026-01-02', 'x.parquet'), 'not a file of rows');
    sink = await openParquetSink(folder);
    await expect(write(2)).rejects.toMatchObject({ code: 'SINK_UNAVAILABLE' });
  });

  it('of two migrators with different ledgers stops the second', async () => {
    const other = await openParquetSink(folder);
    const [, renamed] = ledgersOf([V1, [...V1, field(9, 'other', 'string')]], 'event') as [Ledger, Ledger];
    await migrate(sink, v2);
    await expect(migrate(other, renamed)).rejects.toMatchObject({ code: 'PLAN_CONFLICT' });
    await other.close();
    expect(await sink.ledger('event')).toEqual(v2);
  });

  it('does not open what is no folder', async () => {
    const path = join(folder, 'text');
    writeFileSync(path, '');
    await expect(openParquetSink(path)).rejects.toMatchObject({ code: 'SINK_UNAVAILABLE' });
    await expect(openParquetSink(join(path, 'below'))).rejects.toMatchObject({ code: 'SINK_UNAVAILABLE' });
  });

  it('is none when a version only says other things of the columns', async () => {
    const schema = (): string => readFileSync(join(folder, 'event', '_schema.json'), 'utf8');
    const [, frozen] = ledgersOf([V1, V1.slice(1)], 'event') as [Ledger, Ledger];
    expect(frozen.tableVersion).toBe(v1.tableVersion);
    expect(schema()).not.toContain('Frozen');
    await migrate(sink, frozen);
    expect(schema()).toContain('Frozen: version 1 was the last to have it.');
  });

  it('journals each statement', async () => {
    await migrate(sink, v2);
    const journal = readFileSync(join(folder, 'event', '_ledger', 'journal.jsonl'), 'utf8')
      .trim()
      .split('\n');
    expect(journal.map((line) => (JSON.parse(line) as { toTableVersion: number }).toTableVersion)).toEqual([
      1, 2,
    ]);
    expect(existsSync(join(folder, 'event', '_schema.json'))).toBe(true);
  });
});
