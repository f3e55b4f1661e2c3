import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dialectNamed, type Dialect } from '#libs/ddl';
import { openSqlite } from '#libs/sqlite';
import { startClickhouse, startMariadb, startPostgres } from '#libs/testing';
import { Client } from 'pg';
import { openLiveDatabase, type LiveDatabase, type OpenOptions } from './index.js';

/** How a place is opened; what is absent is as most specs want it. */
export type PlaceOptions = Partial<
  Pick<OpenOptions, 'readOnly' | 'lockTimeoutMs' | 'statementTimeoutMs' | 'leaseMs'>
>;

/** A real, empty database that specs do with as they like. */
export interface Place {
  readonly dialect: Dialect;
  readonly url: string;
  /** Opens it as the product does, to write; answers are closed by `reset`. */
  open(options?: PlaceOptions): Promise<LiveDatabase>;
  /** Runs statements as somebody else. */
  byHand(...sql: readonly string[]): Promise<void>;
  /** Closes what was opened. */
  release(): Promise<void>;
  /** Closes what was opened and empties it. */
  reset(): Promise<void>;
  end(): Promise<void>;
}

/** A SQLite file in a temporary folder. */
export function sqlitePlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'live-tables-'));
  const path = join(folder, "events ü'#?.db");
  writeFileSync(path, '');
  const opened: LiveDatabase[] = [];
  return {
    dialect: dialectNamed('sqlite'),
    url: path,
    open: async (options) => keep(opened, await openLiveDatabase(path, openOptions(options))),
    release: () => closeAll(opened),
    byHand: async (...statements) => {
      const database = openSqlite(path);
      for (const sql of statements) database.exec(sql);
      database.close();
    },
    reset: async () => {
      await closeAll(opened);
      for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
      writeFileSync(path, '');
    },
    end: async () => rmSync(folder, { recursive: true }),
  };
}

/** A PostgreSQL server of our own; null when this machine has none. */
export async function postgresPlace(): Promise<Place | null> {
  const server = await startPostgres();
  if (server === null) return null;
  const client = new Client({ connectionString: server.url });
  await client.connect();
  const opened: LiveDatabase[] = [];
  return {
    dialect: dialectNamed('postgres'),
    url: server.url,
    open: async (options) => keep(opened, await openLiveDatabase(server.url, openOptions(options))),
    release: () => closeAll(opened),
    byHand: async (...statements) => {
      for (const sql of statements) await client.query(sql);
    },
    reset: async () => {
      await closeAll(opened);
      await client.query('ROLLBACK; DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    },
    end: async () => {
      await client.end();
      await server.stop();
    },
  };
}

/** A DuckDB file in a temporary folder. */
export function duckdbPlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'live-duckdb-'));
  const path = join(folder, "events ü'#?.duckdb");
  const url = `duckdb:${path}`;
  const opened: LiveDatabase[] = [];
  writeFileSync(path, '');
  return {
    dialect: dialectNamed('duckdb'),
    url,
    open: async (options) => keep(opened, await openLiveDatabase(url, openOptions(options))),
    release: () => closeAll(opened),
    byHand: async (...statements) => {
      const database = await openLiveDatabase(url, openOptions());
      for (const sql of statements) await database.query(sql);
      await database.close();
    },
    reset: async () => {
      await closeAll(opened);
      for (const end of ['', '.wal']) rmSync(path + end, { force: true });
      writeFileSync(path, '');
    },
    end: async () => rmSync(folder, { recursive: true }),
  };
}

/** A database on a MariaDB server of our own; null when this machine has none. */
export async function mariadbPlace(): Promise<Place | null> {
  const server = await startMariadb();
  if (server === null) return null;
  const { createConnection } = await import('mysql2/promise');
  const client = await createConnection({ socketPath: server.socketPath, user: 'root' });
  const url = server.url('live');
  const opened: LiveDatabase[] = [];
  const reset = async (): Promise<void> => {
    await closeAll(opened);
    for (const sql of ['DROP DATABASE IF EXISTS live', 'CREATE DATABASE live', 'USE live'])
      await client.query(sql);
  };
  await reset();
  return {
    dialect: dialectNamed('mariadb'),
    url,
    open: async (options) => keep(opened, await openLiveDatabase(url, openOptions(options))),
    release: () => closeAll(opened),
    byHand: async (...statements) => {
      for (const sql of statements) await client.query(sql.replaceAll('"', '`'));
    },
    reset,
    end: async () => {
      await client.end();
      await server.stop();
    },
  };
}

/** A database of a ClickHouse; null when none is named. */
export async function clickhousePlace(): Promise<Place | null> {
  const server = await startClickhouse();
  if (server === null) return null;
  const name = `live_${process.pid}`;
  const url = `${server.url}/?database=${name}`;
  const opened: LiveDatabase[] = [];
  const say = async (target: string, sql: string): Promise<void> => {
    const answer = await fetch(target, { method: 'POST', body: sql });
    if (!answer.ok) throw new Error(await answer.text());
  };
  const reset = async (): Promise<void> => {
    await closeAll(opened);
    await say(server.url, `DROP DATABASE IF EXISTS ${name} SYNC`);
    await say(server.url, `CREATE DATABASE ${name}`);
  };
  await reset();
  return {
    dialect: dialectNamed('clickhouse'),
    url,
    open: async (options) => keep(opened, await openLiveDatabase(url, openOptions(options))),
    release: () => closeAll(opened),
    byHand: async (...statements) => {
      for (const sql of statements) await say(url, sql);
    },
    reset,
    end: async () => {
      await say(server.url, `DROP DATABASE ${name} SYNC`);
      await server.stop();
    },
  };
}

function openOptions(options: PlaceOptions = {}): OpenOptions {
  return { readOnly: false, lockTimeoutMs: 2_000, ...options };
}

function keep(opened: LiveDatabase[], database: LiveDatabase): LiveDatabase {
  opened.push(database);
  return database;
}

async function closeAll(opened: LiveDatabase[]): Promise<void> {
  for (const database of opened.splice(0)) await database.close().catch(() => {});
}
