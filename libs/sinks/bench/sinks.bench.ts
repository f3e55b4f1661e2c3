// Rows per second into each sink, against the bare driver in the same run. PostgreSQL where this machine has its server programs;
// ClickHouse where TRY_ENGINES names a folder that has chdb, or TRY_CLICKHOUSE the URL of a server.
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteBuffer, type BasicType } from 'hyparquet-writer';
import { Client } from 'pg';
import type { Cell } from '#libs/codec';
import { dialectNamed } from '#libs/ddl';
import { planTable } from '#libs/planner';
import { openSqlite } from '#libs/sqlite';
import { ENVELOPE, type Ledger, type LedgerEntry, type LogicalKind } from '#libs/table-model';
import { startClickhouse, startPostgres } from '#libs/testing';
import {
  openClickhouseSink,
  openDuckdbSink,
  openParquetSink,
  openPostgresSink,
  openSqliteSink,
  type EventSource,
  type SinkRow,
  type TableSink,
} from '../src/index.js';
import { rowBinary } from '../src/tables/row-binary.js';

const ROUNDS = 3;
const SQLITE_ROUNDS = 5;
const ROWS_IN_ALL = 100_000;
const KINDS: readonly LogicalKind[] = [
  'int64',
  'text',
  'bool',
  'float64',
  'uint64',
  'timestamp',
  'json',
  'bytes',
  'text',
  'int64',
];

/** What all rows took; the CPU of the whole process, so of a server in it, too. */
interface Pace {
  elapsedMs: number;
  cpuMs: number;
}

/** Takes the rows of one batch, within its own transaction. */
type Write = (rows: readonly SinkRow[]) => Promise<void> | void;

const ledger = makeLedger();
const columns = [...ENVELOPE, ...ledger.entries].map(({ name }) => name);
const kinds = [...ENVELOPE, ...ledger.entries].map(({ type }) => type);
const version = { subject: 's', version: 1, fingerprint: 'ab'.repeat(32) };
const POSTGRES = dialectNamed('postgres');
const CLICKHOUSE = dialectNamed('clickhouse');
const PARQUET_TYPES: Readonly<Partial<Record<LogicalKind, BasicType>>> = {
  uuid: 'UUID',
  text: 'STRING',
  json: 'STRING',
  bytes: 'BYTE_ARRAY',
  bool: 'BOOLEAN',
  float64: 'DOUBLE',
  int32: 'INT32',
};
const folder = mkdtempSync(join(tmpdir(), 'sinks-bench-'));

const wanted = process.env['BENCH_SINKS'] ?? 'sqlite postgres duckdb parquet clickhouse';
if (wanted.includes('sqlite')) await benchSqlite();
if (wanted.includes('postgres')) await benchPostgres();
if (wanted.includes('duckdb')) await benchDuckdb();
if (wanted.includes('parquet')) await benchParquet();
if (wanted.includes('clickhouse')) await benchClickhouse();
rmSync(folder, { recursive: true });

async function benchSqlite(): Promise<void> {
  const ratios: number[] = [];
  for (let round = 0; round < SQLITE_ROUNDS; round += 1) {
    const database = openSqlite(join(folder, `bare-${round}.db`));
    for (const { sql } of planFor('sqlite').statements) database.exec(sql);
    const marks = columns.map(() => '?').join(', ');
    // The same promise: a row that is there already is left alone.
    const insert = database.prepare(`INSERT INTO bench VALUES (${marks}) ON CONFLICT (event_id) DO NOTHING`);
    const sink = await openSqliteSink(join(folder, `sink-${round}.db`));
    await sink.applyPlan(planFor(sink.dialect), ledger);
    const paces = await measureInTurns(1_000, [
      (rows) =>
        database.transaction(() => {
          for (const { cells } of rows)
            insert.run(
              ...cells.map((cell, index) => (kinds[index]!.kind === 'uint64' ? String(cell) : cell)),
            );
        }),
      writerOf(sink),
    ]);
    database.close();
    await sink.close();
    ratios.push(report('SQLite', 'bare statement', paces));
  }
  console.log(`SQLite: median of the ratios ${median(ratios).toFixed(2)}`);
}

async function benchParquet(): Promise<void> {
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const target = join(folder, `parquet-${round}`);
    const sink = await openParquetSink(join(target, 'sink'));
    await sink.applyPlan(planFor(sink.dialect), ledger);
    let batch = 0;
    const paces = await measureInTurns(5_000, [
      (rows) => writeBareParquet(join(target, `${(batch += 1)}.parquet`), rows),
      writerOf(sink),
    ]);
    await sink.close();
    ratios.push(report('Parquet', 'bare writer', paces));
  }
  console.log(`Parquet: median of the ratios ${median(ratios).toFixed(2)}`);
}

/** The library by itself, as its README has it: a file, synced. */
function writeBareParquet(path: string, rows: readonly SinkRow[]): void {
  const columnData = columns.map((name, index) => {
    const { kind } = kinds[index]!;
    const type = PARQUET_TYPES[kind] ?? 'INT64';
    const data = rows.map(({ cells }) => {
      const cell = cells[index] ?? undefined;
      return type === 'INT64' && cell !== undefined ? BigInt(cell as number | bigint) : cell;
    });
    return { name, type, data };
  });
  const file = openSync(path, 'w');
  writeSync(file, new Uint8Array(parquetWriteBuffer({ columnData })));
  fsyncSync(file);
  closeSync(file);
}

function writerOf(sink: TableSink): Write {
  return async (rows) =>
    void (await sink.writeRows([{ table: 'bench', tableVersion: 1, version, columns, rows }]));
}

/** Writes the same rows with each, batch by batch in turns: what disturbs the machine disturbs all. */
async function measureInTurns(
  batchRows: number,
  writes: readonly Write[],
  make: typeof makeRows = makeRows,
): Promise<Pace[]> {
  const paces = writes.map(() => ({ elapsedMs: 0, cpuMs: 0 }));
  for (let batch = 0; batch < ROWS_IN_ALL / batchRows; batch += 1) {
    const rows = make(batch, batchRows);
    for (let turn = 0; turn < writes.length; turn += 1) {
      const index = (batch + turn) % writes.length;
      const from = performance.now();
      const used = process.cpuUsage();
      await writes[index]!(rows);
      paces[index]!.elapsedMs += performance.now() - from;
      const { user, system } = process.cpuUsage(used);
      paces[index]!.cpuMs += (user + system) / 1_000;
    }
  }
  return paces;
}

/** Prints the sink's pace beside the driver's, and answers the ratio of their speeds. */
function report(name: string, what: string, [bare, ours]: readonly Pace[]): number {
  const [byTime, byCpu] = [bare!.elapsedMs / ours!.elapsedMs, bare!.cpuMs / ours!.cpuMs];
  const speed = ({ elapsedMs }: Pace): string => rate((ROWS_IN_ALL * 1_000) / elapsedMs);
  console.log(
    `${name}: sink ${speed(ours!)}, ${what} ${speed(bare!)} (sink / it ${byTime.toFixed(2)}, by CPU ${byCpu.toFixed(2)})`,
  );
  return byTime;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1]!;
}

async function benchPostgres(): Promise<void> {
  const server = await startPostgres();
  if (server === null) return console.log('PostgreSQL: SKIPPED, this machine has no server programs');
  const client = new Client({ connectionString: server.url });
  await client.connect();
  for (let round = 0; round < ROUNDS; round += 1) {
    const fresh = async (schema: string): Promise<void> =>
      void (await client.query(`CREATE SCHEMA ${schema}; SET search_path = ${schema}`));
    await fresh(`bare_${round}`);
    for (const { sql } of planFor('postgres').statements) await client.query(sql);
    const arrays = await measure(5_000, (rows) => insertArrays(client, rows));
    await client.query('TRUNCATE bench');
    const values = await measure(1_000, (rows) => insertValues(client, rows));
    await fresh(`sink_${round}`);
    const options = encodeURIComponent(`-c search_path=sink_${round}`);
    await compare('PostgreSQL', await openPostgresSink(`${server.url}&options=${options}`), 5_000, {
      'bare UNNEST of arrays': arrays,
      'bare VALUES': values,
    });
  }
  await client.end();
  await server.stop();
}

/** What a driver is given by hand: one array for each column. */
async function insertArrays(client: Client, rows: readonly SinkRow[]): Promise<void> {
  const arrays = kinds.map((type, index) =>
    rows.map(({ cells }) => bound(POSTGRES.parameter(type, cells[index] ?? null))),
  );
  const marks = kinds.map((type, index) => `$${index + 1}::${POSTGRES.type(type)}[]`).join(', ');
  await client.query(`INSERT INTO bench SELECT * FROM unnest(${marks}) ON CONFLICT DO NOTHING`, arrays);
}

async function insertValues(client: Client, rows: readonly SinkRow[]): Promise<void> {
  let next = 0;
  const marks = rows.map(() => `(${kinds.map(() => `$${(next += 1)}`).join(', ')})`).join(', ');
  const values = rows.flatMap(({ cells }) =>
    kinds.map((type, index) => bound(POSTGRES.parameter(type, cells[index] ?? null))),
  );
  await client.query(`INSERT INTO bench VALUES ${marks} ON CONFLICT DO NOTHING`, values);
}

function bound(cell: Cell): Cell {
  return cell instanceof Uint8Array ? Buffer.from(cell) : cell;
}

interface Appender {
  appendValue(value: unknown): void;
  appendNull(): void;
  endRow(): void;
  closeSync(): void;
}
interface DuckdbModule {
  readonly DuckDBInstance: {
    create(path: string): Promise<{ connect(): Promise<DuckdbConnection>; closeSync(): void }>;
  };
}
interface DuckdbConnection {
  run(sql: string): Promise<unknown>;
  createAppender(table: string): Promise<Appender>;
  closeSync(): void;
}

async function benchDuckdb(): Promise<void> {
  const library = (await import('@duckdb/node-api')) as unknown as DuckdbModule;
  for (let round = 0; round < ROUNDS; round += 1) {
    const instance = await library.DuckDBInstance.create(join(folder, `bare-${round}.duckdb`));
    const connection = await instance.connect();
    for (const { sql } of planFor('duckdb').statements) await connection.run(sql);
    // The appender's own conversions: ids and times from text.
    await connection.run(`CREATE TABLE texts (${columns.map((name) => `${name} VARCHAR`).join(', ')})`);
    const bare = await measure(5_000, async (rows) => {
      await connection.run('BEGIN');
      const appender = await connection.createAppender('texts');
      for (const { cells } of rows) {
        for (const cell of cells) {
          if (cell === null) appender.appendNull();
          else appender.appendValue(String(cell));
        }
        appender.endRow();
      }
      appender.closeSync();
      await connection.run('COMMIT');
    });
    connection.closeSync();
    instance.closeSync();
    const sink = await openDuckdbSink(join(folder, `sink-${round}.duckdb`), { library });
    await compare('DuckDB', sink, 5_000, { 'bare appender of texts, no key': bare });
  }
}

async function benchClickhouse(): Promise<void> {
  const server = await startClickhouse();
  if (server === null)
    return console.log('ClickHouse: SKIPPED, neither TRY_CLICKHOUSE nor chdb in the folder TRY_ENGINES');
  const post = async (query: string, body: string | Uint8Array<ArrayBuffer>): Promise<void> => {
    const target = new URL(server.url);
    if (query !== '') target.searchParams.set('query', query);
    const answer = await fetch(target, { method: 'POST', body });
    if (!answer.ok) throw new Error(await answer.text());
  };
  let made = 0;
  const written = kinds.map((type, index) => {
    const shape = { type, form: null, nullable: ENVELOPE[index]?.nullable ?? true };
    return { name: columns[index]!, type: CLICKHOUSE.columnType(shape), shape };
  });
  const insert = (table: string, rows: readonly SinkRow[]): Promise<void> => {
    const cells = rows.map((row) => row.cells);
    return post(`INSERT INTO ${table} FORMAT RowBinaryWithNamesAndTypes`, rowBinary(written, cells));
  };
  for (const [what, make] of Object.entries({ 'in order': makeRows, 'with late events': makeLateRows })) {
    const ratios: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const [table, own] = ['bare', 'sink'].map((whose) => `${whose}_${made}`) as [string, string];
      made += 1;
      await post('', planTable(CLICKHOUSE, null, { ...ledger, table }).statements[0]!.sql);
      const sink = await openClickhouseSink(server.url);
      const after = { ...ledger, table: own, message: own };
      await sink.applyPlan(planTable(CLICKHOUSE, null, after), after);
      const write: Write = async (rows) =>
        void (await sink.writeRows([{ table: own, tableVersion: 1, version, columns, rows }]));
      const paces = await measureInTurns(5_000, [(rows) => insert(table, rows), write], make);
      await sink.close();
      ratios.push(report(`ClickHouse, ${what}`, 'bare insert', paces));
    }
    console.log(`ClickHouse, ${what}: median of the ratios ${median(ratios).toFixed(2)}`);
  }
  await server.stop();
}

/** Measures the sink with fresh rows and with the same again, and prints it beside what was measured of bare drivers. */
async function compare(
  name: string,
  sink: TableSink,
  batchRows: number,
  bare: Readonly<Record<string, number>>,
): Promise<void> {
  await sink.applyPlan(planFor(sink.dialect), ledger);
  const write: Write = async (rows) =>
    void (await sink.writeRows([{ table: 'bench', tableVersion: 1, version, columns, rows }]));
  const fresh = await measure(batchRows, write);
  const again = await measure(batchRows, write);
  await sink.close();
  const others = Object.entries(bare).map(
    ([what, speed]) => `${what} ${rate(speed)} (sink / it ${(fresh / speed).toFixed(2)})`,
  );
  console.log([`${name}: sink ${rate(fresh)}`, `all duplicates ${rate(again)}`, ...others].join(', '));
}

/** Rows per second. Rows are made before the clock runs. */
async function measure(batchRows: number, write: Write): Promise<number> {
  let elapsedMs = 0;
  for (let batch = 0; batch < ROWS_IN_ALL / batchRows; batch += 1) {
    const rows = makeRows(batch, batchRows);
    const from = performance.now();
    await write(rows);
    elapsedMs += performance.now() - from;
  }
  return (ROWS_IN_ALL * 1_000) / elapsedMs;
}

function planFor(dialect: string): ReturnType<typeof planTable> {
  return planTable(dialectNamed(dialect), null, ledger);
}

function makeRows(batch: number, count: number): SinkRow[] {
  return Array.from({ length: count }, (_, index) => {
    const number = batch * count + index;
    const source = makeSource(number);
    const { eventId, batchId, appId, appVersion, platform } = source;
    const us = source.ingestTimeMs * 1_000;
    const hash = version.fingerprint;
    const envelope: Cell[] = [eventId, us, us, 's', 1, hash, appId, appVersion, platform, batchId, number];
    const text = `/article/${number % 500}`;
    const own: Cell[] = [number, text, true, 0.5, 7n, us, '["a","b"]', Uint8Array.of(1, 2, 3), text, null];
    return { cells: envelope.concat(own), source, drift: false };
  });
}

/** One row in a hundred happened up to an hour before it came. */
function makeLateRows(batch: number, count: number): SinkRow[] {
  const place = columns.indexOf('event_time');
  return makeRows(batch, count).map((row, index) => {
    if (index % 100 !== 0) return row;
    const cells = [...row.cells];
    cells[place] = Number(cells[place]) - (index + 1) * 700_000;
    return { ...row, cells };
  });
}

function makeSource(number: number): EventSource {
  return {
    eventId: `01890a5d-ac96-774b-bcce-${number.toString(16).padStart(12, '0')}`,
    batchId: '01890a5d-ac96-774b-bcce-000000000000',
    ref: { fingerprint: 'ab'.repeat(16), id: null, type: 'bench.Event' },
    appId: 'news',
    appVersion: '1.2.3',
    platform: 'web',
    createdAtMs: Date.UTC(2026, 0, 1) + number,
    ingestTimeMs: Date.UTC(2026, 0, 1) + number,
    seq: number,
    payload: new Uint8Array(200),
  };
}

function makeLedger(): Ledger {
  const entries = KINDS.map((kind, index): LedgerEntry => ({
    columnId: index + 1,
    key: String(index + 1),
    path: [index + 1],
    incarnation: 1,
    name: `c${index + 1}`,
    logicalNames: [{ version: 1, name: `c${index + 1}` }],
    type: { kind },
    form: 'json',
    introducedVersion: 1,
    lastVersion: 1,
    state: 'active',
    comment: null,
  }));
  return { subject: 's', message: 'bench.Event', table: 'bench', tableVersion: 1, schemaVersion: 1, entries };
}

function rate(perSecond: number): string {
  return `${Math.round(perSecond / 1_000)} k rows/s`;
}
