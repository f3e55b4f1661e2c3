import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dialectNamed, type Dialect } from '#libs/ddl';
import { openSqlite } from '#libs/sqlite';
import { startPostgres } from '#libs/testing';
import { Client } from 'pg';
import { openLiveDatabase, type LiveDatabase } from './index.js';

/** A real, empty database that specs do with as they like. */
export interface Place {
  readonly dialect: Dialect;
  readonly url: string;
  /** Opens it as the product does, to write; answers are closed by `reset`. */
  open(options?: { readonly readOnly?: boolean; readonly lockTimeoutMs?: number }): Promise<LiveDatabase>;
  /** Runs statements as somebody else. */
  byHand(...sql: readonly string[]): Promise<void>;
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

function openOptions(options: { readonly readOnly?: boolean; readonly lockTimeoutMs?: number } = {}): {
  readonly readOnly: boolean;
  readonly lockTimeoutMs: number;
} {
  return { readOnly: false, lockTimeoutMs: 2_000, ...options };
}

function keep(opened: LiveDatabase[], database: LiveDatabase): LiveDatabase {
  opened.push(database);
  return database;
}

async function closeAll(opened: LiveDatabase[]): Promise<void> {
  for (const database of opened.splice(0)) await database.close().catch(() => {});
}
