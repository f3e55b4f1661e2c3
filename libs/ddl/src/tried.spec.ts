/**
 * Runs what is "tried by hand" on engines that are no dependency of ours, and skips them aloud where they are not named:
 * TRY_ENGINES is a folder whose node_modules has `@duckdb/node-api` or `chdb`; TRY_MARIADB a client with the arguments that
 * reach a server, such as `mariadb -u root -S /run/mysqld/mysqld.sock`. It gets a database of its own, dropped at the end.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Cell } from '#libs/codec';
import { advanceLedger, buildTable, type Ledger, type LogicalKind } from '#libs/table-model';
import { messageOf, type FieldSpec } from '#libs/testing';
import {
  addColumn,
  changeType,
  createTable,
  dialectNamed,
  dropColumn,
  latestView,
  onceView,
  versionView,
} from './index.js';

interface TriedEngine {
  readonly name: 'duckdb' | 'clickhouse' | 'mariadb';
  /** Follows a column list of CREATE TABLE. */
  readonly suffix: string;
  /** Runs one statement; the rows of a query, each a list of texts. */
  run(sql: string): Promise<readonly (readonly string[])[]>;
  close(): Promise<void>;
}

interface DuckModule {
  readonly DuckDBInstance: {
    create(path: string): Promise<{
      connect(): Promise<{ runAndReadAll(sql: string): Promise<{ getRowsJson(): unknown[][] }> }>;
    }>;
  };
}

interface ChdbModule {
  readonly Session: new () => { query(sql: string, format?: string): unknown };
}

const folder = process.env['TRY_ENGINES'] ?? '';

function load<T>(module: string): T | null {
  if (folder === '') return null;
  try {
    return createRequire(join(folder, 'package.json'))(module) as T;
  } catch {
    return null;
  }
}

async function openDuckdb(): Promise<TriedEngine | null> {
  const duckdb = load<DuckModule>('@duckdb/node-api');
  if (duckdb === null) return null;
  const connection = await (await duckdb.DuckDBInstance.create(':memory:')).connect();
  const run = async (sql: string): Promise<readonly (readonly string[])[]> =>
    (await connection.runAndReadAll(sql)).getRowsJson().map((row) => row.map(String));
  return { name: 'duckdb', suffix: '', run, close: async () => {} };
}

async function openClickhouse(): Promise<TriedEngine | null> {
  const chdb = load<ChdbModule>('chdb');
  if (chdb === null) return null;
  const session = new chdb.Session();
  session.query('CREATE DATABASE tried');
  session.query('USE tried');
  const run = async (sql: string): Promise<readonly (readonly string[])[]> =>
    String(session.query(sql, 'JSONCompactStringsEachRow') ?? '')
      .split('\n')
      .filter((line) => line.startsWith('['))
      .map((line) => JSON.parse(line) as string[]);
  return { name: 'clickhouse', suffix: ' ENGINE = MergeTree ORDER BY tuple()', run, close: async () => {} };
}

const ESCAPED: Readonly<Record<string, string>> = { '\\n': '\n', '\\t': '\t', '\\0': '\0', '\\\\': '\\' };

async function openMariadb(): Promise<TriedEngine | null> {
  const [client, ...args] = (process.env['TRY_MARIADB'] ?? '').split(' ').filter((part) => part !== '');
  if (client === undefined) return null;
  const database = `tried_${process.pid}`;
  const ask = (sql: string): string =>
    execFileSync(client, [...args, '--default-character-set=utf8mb4', '--batch', '--skip-column-names'], {
      input: `${sql};`,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  ask(`CREATE DATABASE ${database}`);
  // One row to a line, cells apart by tabs, the rest escaped.
  const run = async (sql: string): Promise<readonly (readonly string[])[]> =>
    ask(`USE ${database};\n${sql}`)
      .split('\n')
      .slice(0, -1)
      .map((line) =>
        line.split('\t').map((cell) => cell.replaceAll(/\\[nt0\\]/g, (pair) => ESCAPED[pair] ?? pair)),
      );
  const suffix = ' CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin';
  return { name: 'mariadb', suffix, run, close: async () => void ask(`DROP DATABASE ${database}`) };
}

const engines = [await openDuckdb(), await openClickhouse(), await openMariadb()].filter(
  (engine) => engine !== null,
);
if (engines.length < 3)
  console.warn(
    'SKIPPED libs/ddl tried on DuckDB, ClickHouse or MariaDB: not named by TRY_ENGINES, TRY_MARIADB',
  );
afterAll(async () => {
  for (const engine of engines) await engine.close();
});

const CELLS: readonly (readonly [kind: LogicalKind, cell: Cell, text: string])[] = [
  ['int32', 2_147_483_647, '2147483647'],
  ['int64', -9_223_372_036_854_775_808n, '-9223372036854775808'],
  ['uint64', 18_446_744_073_709_551_615n, '18446744073709551615'],
  ['float64', -1.5, '-1.5'],
  ['bool', true, 'true'],
  ['duration', -315_576_000_000_000_000n, '-315576000000000000'],
  ['json', '{"a": [1, "\\u2028"]}', '{"a": [1, "\\u2028"]}'],
  ['uuid', '01890a5d-ac96-774b-bcce-b302099a8057', '01890a5d-ac96-774b-bcce-b302099a8057'],
  ...[
    '',
    "it's",
    'a\\b',
    "\\'",
    'a"b`c',
    '; DROP TABLE x; --',
    'line\nbreak\ttab 𝄞',
    ' a ',
    '$1 ? :a @b %s',
  ].map((text) => ['text', text, text] as const),
];

const TIMES: readonly (readonly [micros: number | bigint, text: string])[] = [
  [1_767_225_600_000_001, '2026-01-01 00:00:00.000001'],
  [-1, '1969-12-31 23:59:59.999999'],
  [-62_135_596_800_000_000n, '0001-01-01 00:00:00'],
  [253_402_300_799_999_999n, '9999-12-31 23:59:59.999999'],
];

const NAMES = [
  '"',
  'a"b',
  "a'b",
  'a`b',
  'a\\b',
  'a]b',
  'select',
  '$1',
  '?',
  '名前',
  '__proto__',
  ' a ',
  'a.b',
  '{x}',
];

function ledgerOf(kind: FieldSpec['kind']): Ledger {
  const fields: FieldSpec[] = [{ number: 1, name: 'f', kind, oneof: null }];
  return advanceLedger(null, 's', buildTable(messageOf(fields)), 1).ledger;
}

it('engines are tried where they are', () => expect(engines.length).toBeLessThanOrEqual(3));

for (const engine of engines) {
  const dialect = dialectNamed(engine.name);
  const nullable = (kind: LogicalKind): string =>
    dialect.columnType({ type: { kind }, form: null, nullable: true });

  const roundTrip = async (kind: LogicalKind, cell: Cell): Promise<string | undefined> => {
    await engine.run(`CREATE TABLE cells (v ${nullable(kind)})${engine.suffix}`);
    await engine.run(`INSERT INTO cells VALUES (${dialect.literal({ kind }, cell)})`);
    const rows = await engine.run('SELECT v FROM cells');
    await engine.run('DROP TABLE cells');
    return rows[0]?.[0];
  };

  describe(`tried on ${engine.name}`, () => {
    it.each(CELLS)('a cell of %s comes back: %s', async (kind, cell, text) => {
      const stored = engine.name === 'mariadb' && kind === 'bool' ? '1' : text;
      expect(await roundTrip(kind, cell)).toBe(stored);
    });

    it.each(TIMES)('%s microseconds are %s', async (micros, text) => {
      expect(await roundTrip('timestamp', micros)).toContain(text);
    });

    it.each(NAMES)('%j is one name', async (name) => {
      const quoted = dialect.quote(name);
      await engine.run(`CREATE TABLE ${quoted} (${quoted} ${nullable('text')})${engine.suffix}`);
      expect(await engine.run(`SELECT ${quoted} FROM ${quoted}`)).toEqual([]);
      await engine.run(`DROP TABLE ${quoted}`);
    });

    it.each(readdirSync('libs/ddl/corpus'))('corpus %s runs, twice', async (corpusCase) => {
      const script = readFileSync(`libs/ddl/corpus/${corpusCase}/${engine.name}.sql`, 'utf8');
      const statements = script.split(/;\n(?:\n|$)/).filter((sql) => sql.trim() !== '');
      for (const sql of [...statements, ...statements]) await engine.run(sql);
    });

    it('its views by version and of first copies are there, and are made again', async () => {
      const ledger = { ...ledgerOf('int64'), table: 'viewed' };
      const views = [...versionView(dialect, ledger, 1), ...onceView(dialect, ledger)];
      for (const { sql } of [...createTable(dialect, ledger), ...views, ...views]) await engine.run(sql);
      expect(await engine.run('SELECT f FROM viewed__v1')).toEqual([]);
      if (!dialect.enforcesKey) expect(await engine.run('SELECT f FROM viewed__once')).toEqual([]);
    });

    it('a column is changed, dropped, made again, and seen in the view; undone, nothing is left', async () => {
      const ledger = { ...ledgerOf('int64'), table: 'changing' };
      const entry = ledger.entries[0]!;
      const made = createTable(dialect, ledger);
      for (const { sql } of made) await engine.run(sql);
      const [change] = [changeType(dialect, ledger, entry, { kind: 'text' })];
      const drop = dropColumn(dialect, ledger, entry);
      const again = addColumn(dialect, ledger, entry);
      for (const { sql } of [change!, ...drop, ...again, ...latestView(dialect, ledger)])
        await engine.run(sql);
      expect(await engine.run('SELECT f FROM changing__latest')).toEqual([]);
      await engine.run('DROP VIEW changing__latest');
      for (const { undo } of made.toReversed()) if (undo !== null) await engine.run(undo);
      await expect(engine.run('SELECT 1 FROM changing')).rejects.toThrow();
    });
  });
}
