import { DatabaseSync } from '@photostructure/sqlite';
import { Client } from 'pg';
import { startPostgres } from './postgres.js';

/** What an engine says of a column; comments where it has them. */
export interface LiveColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly comment: string | null;
}

/** A real database to run generated SQL in; empty at first. Values are what `Dialect.parameter` gives. */
export interface TableEngine {
  /** Name of its dialect. */
  readonly dialect: 'sqlite' | 'postgres';
  run(sql: string): Promise<void>;
  /** Inserts one row. Names are quoted here; every value is bound. */
  insert(table: string, row: ReadonlyMap<string, unknown>): Promise<void>;
  /** Rows as the driver gives them. */
  select(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** In the order of the table; empty when it is not there. */
  columns(table: string): Promise<readonly LiveColumn[]>;
  /** Back to empty. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** SQLite in memory. */
export function openSqliteEngine(): TableEngine {
  let database = new DatabaseSync(':memory:');
  return {
    dialect: 'sqlite',
    run: async (sql) => database.exec(sql),
    insert: async (table, row) => {
      const marks = [...row.keys()].map(() => '?').join(', ');
      database
        .prepare(`INSERT INTO ${quote(table)} (${[...row.keys()].map(quote).join(', ')}) VALUES (${marks})`)
        .run(...([...row.values()] as (string | number | bigint | null | Uint8Array)[]));
    },
    select: async (sql) => {
      const statement = database.prepare(sql);
      statement.setReadBigInts(true);
      return statement.all() as Record<string, unknown>[];
    },
    columns: async (table) =>
      database
        .prepare('SELECT name, type, "notnull" AS required FROM pragma_table_xinfo(?)')
        .all(table)
        .map((column) => ({
          name: String(column['name']),
          type: String(column['type']),
          nullable: column['required'] === 0,
          comment: null,
        })),
    reset: async () => {
      database.close();
      database = new DatabaseSync(':memory:');
    },
    close: async () => database.close(),
  };
}

/** PostgreSQL on a server of our own; null when this machine has none. */
export async function openPostgresEngine(): Promise<TableEngine | null> {
  const server = await startPostgres();
  if (server === null) return null;
  const client = new Client({ connectionString: server.url });
  await client.connect();
  return {
    dialect: 'postgres',
    run: async (sql) => void (await client.query(sql)),
    insert: async (table, row) => {
      const marks = [...row.keys()].map((_, index) => `$${index + 1}`).join(', ');
      const names = [...row.keys()].map(quote).join(', ');
      await client.query(`INSERT INTO ${quote(table)} (${names}) VALUES (${marks})`, [...row.values()]);
    },
    select: async (sql) => (await client.query<Record<string, unknown>>(sql)).rows,
    columns: async (table) => (await client.query<LiveColumn>(COLUMNS, [table])).rows,
    reset: async () => void (await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')),
    close: async () => {
      await client.end();
      await server.stop();
    },
  };
}

const COLUMNS = `
  SELECT attname AS name, format_type(atttypid, atttypmod) AS type, NOT attnotnull AS nullable,
         col_description(attrelid, attnum) AS comment
  FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
  WHERE relname = $1 AND relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
  ORDER BY attnum`;

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
