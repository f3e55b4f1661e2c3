// npm run proof:sinks: a writer to each sink is killed at random moments, and its batches come again. Apart from `npm test`: a
// process takes seconds to start.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import type { Ledger } from '#libs/table-model';
import { exitOf, linesOf, spawnTypeScript, startClickhouse, startPostgres } from '#libs/testing';
import type { TableSink } from './contract.js';
import { openSqliteSink } from './drivers/sqlite.sink.js';
import { openSink } from './open-sink.js';
import { V1, batchOf, ledgersOf, rowOf, sourceOf } from './sink-fixtures.suite.js';

const isProof = process.env['PROOF'] === 'sinks';
const ROUNDS = Number(process.env['KILLS'] ?? 8);
const BATCH_ROWS = 50;
const LONGEST_MS = 120;
const [v1] = ledgersOf([V1], 'event') as [Ledger];

const folder = mkdtempSync(join(tmpdir(), 'killed-'));
const postgres = isProof ? await startPostgres() : null;
const clickhouse = isProof ? await startClickhouse() : null;
if (isProof && postgres === null)
  console.warn('SKIPPED kills on PostgreSQL: this machine has no server programs');
if (isProof && clickhouse === null)
  console.warn('SKIPPED kills on ClickHouse: neither TRY_CLICKHOUSE nor chdb in the folder TRY_ENGINES');
afterAll(async () => {
  await postgres?.stop();
  await clickhouse?.stop();
  rmSync(folder, { recursive: true });
});

/** Address of a sink with nothing in it. */
type Place = (name: string) => string | Promise<string>;
const PLACES: readonly (readonly [string, Place])[] = [
  ['SQLite', (name) => `sqlite:${join(folder, name)}.db`],
  ['DuckDB', (name) => `duckdb:${join(folder, name)}.duckdb`],
  ['Parquet', (name) => `parquet:${join(folder, name)}`],
  ...(postgres === null ? [] : [['PostgreSQL', schemaOf] as const]),
  ...(clickhouse === null ? [] : [['ClickHouse', databaseOf] as const]),
];

(isProof ? describe : describe.skip).each(PLACES)('a writer to %s that is killed', (engine, place) => {
  it.each(Array.from({ length: ROUNDS }, (_, round) => round))(
    'leaves whole batches, which are there once when they come again (round %i)',
    async (round) => {
      const url = await place(`${engine.toLowerCase()}_${round}`);
      const seen = await killedAfter(url, ((round * 37) % LONGEST_MS) + 1);
      const numbers = Array.from({ length: (seen + 2) * BATCH_ROWS }, (_, number) => number);
      const sink = await open(url);
      const rows = numbers.map((number) => rowOf(v1, sourceOf(number)));
      const result = await sink.writeRows([batchOf(v1, rows)]);
      expect(result.rejected).toEqual([]);
      expect(result.rows + result.duplicates).toBe(numbers.length);
      expect(result.duplicates).toBeGreaterThanOrEqual(seen * BATCH_ROWS);
      expect(result.duplicates % BATCH_ROWS).toBe(0);
      const stored = await sink.readRows('event', numbers.length * 2);
      expect(stored.map((row) => row['seq'])).toEqual(numbers);
      await sink.close();
    },
    60_000,
  );
});

/** Kills the writer some time after its first batch; answers how many batches it said were written. */
async function killedAfter(url: string, afterMs: number): Promise<number> {
  const args = [url, String(BATCH_ROWS)];
  const child = spawnTypeScript(new URL('./killed-writer.suite.ts', import.meta.url), { args });
  let seen = 0;
  for await (const line of linesOf(child)) {
    expect(line).toBe(String(seen));
    seen += 1;
    if (seen === 1) void wait(afterMs).then(() => child.kill('SIGKILL'));
  }
  await exitOf(child);
  return seen;
}

function open(url: string): Promise<TableSink> {
  return url.startsWith('sqlite:') ? openSqliteSink(url.slice('sqlite:'.length)) : openSink(url, 'test');
}

async function schemaOf(name: string): Promise<string> {
  const client = new Client({ connectionString: postgres!.url });
  await client.connect();
  await client.query(`CREATE SCHEMA ${name}`);
  await client.end();
  return `${postgres!.url}&options=${encodeURIComponent(`-c search_path=${name}`)}`;
}

async function databaseOf(name: string): Promise<string> {
  await fetch(clickhouse!.url, { method: 'POST', body: `CREATE DATABASE ${name}` });
  return `${clickhouse!.url}/?database=${name}`;
}
