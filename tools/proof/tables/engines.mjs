// The engines that tables are proven on: each takes plans and rows, reads rows back and names its columns.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import {
  openClickhouseSink,
  openDuckdbSink,
  openParquetSink,
  openPostgresSink,
  openSqliteSink,
} from '#libs/sinks';
import { openSqlite } from '#libs/sqlite';
import { startClickhouse, startPostgres } from '#libs/testing';
import { openMariadb } from './mariadb.mjs';

const ALL = { nan: 'NaN', infinity: 'Infinity', minusZero: -0, takesNul: true };

/** Name -> opens the engine, or answers why it is not here, as a text. */
export const ENGINES = {
  sqlite: async () => {
    const folder = temporary();
    const sink = await openSqliteSink(join(folder, 'events.db'));
    const database = openSqlite(join(folder, 'events.db'));
    const sql = 'SELECT name, type, "notnull" AS required FROM pragma_table_xinfo(?)';
    return engineOf(sink, {
      traits: { ...ALL, nan: null, minusZero: 0, takesNul: false },
      columns: async (table) => database.prepare(sql).all(table),
      close: () => database.close(),
      folder,
    });
  },
  postgres: async () => {
    const server = await startPostgres();
    if (server === null) return 'this machine has no initdb';
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    const sql = `SELECT attname AS name, format_type(atttypid, atttypmod) AS type, attnotnull AS required, col_description(attrelid, attnum) AS comment
      FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped`;
    return engineOf(await openPostgresSink(server.url), {
      traits: { ...ALL, takesNul: false },
      columns: async (table) => (await client.query(sql, [`"${table}"`])).rows,
      close: async () => {
        await client.end();
        await server.stop();
      },
    });
  },
  duckdb: async () => {
    const folder = temporary();
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const path = join(folder, 'events.duckdb');
    const instance = await DuckDBInstance.fromCache(path);
    const connection = await instance.connect();
    const sink = await openDuckdbSink(path, { library: await cachedDuckdb() });
    return engineOf(sink, {
      columns: async (table) => {
        const where = `table_name = '${table}' AND NOT internal`;
        const sql = `SELECT column_name, data_type, is_nullable, comment FROM duckdb_columns() WHERE ${where}`;
        return (await connection.runAndReadAll(sql)).getRowsJson();
      },
      close: () => {
        connection.closeSync();
        instance.closeSync();
      },
      folder,
    });
  },
  clickhouse: async () => {
    const server = await startClickhouse();
    if (server === null) return 'neither TRY_CLICKHOUSE nor chdb in the folder TRY_ENGINES';
    const ask = async (body) => (await fetch(server.url, { method: 'POST', body })).text();
    return engineOf(await openClickhouseSink(server.url), {
      traits: { ...ALL, nullLists: false },
      columns: async (table) => {
        const where = `database = currentDatabase() AND table = '${table}'`;
        const text = await ask(
          `SELECT name, type, comment FROM system.columns WHERE ${where} FORMAT JSONCompactEachRow`,
        );
        return text
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line));
      },
      forget: async (tables) => {
        for (const table of tables) await ask(`DROP TABLE "${table}" SYNC`);
      },
      close: () => server.stop(),
    });
  },
  parquet: async () => {
    const folder = temporary();
    return engineOf(await openParquetSink(folder), {
      columns: async (table) =>
        JSON.parse(readFileSync(join(folder, table, '_schema.json'), 'utf8')).schema.fields,
      forget: async (tables) => {
        for (const table of tables) rmSync(join(folder, table), { recursive: true });
      },
      folder,
    });
  },
  mariadb: () => openMariadb(process.env.PROOF_MARIADB, ALL),
};

async function cachedDuckdb() {
  const library = await import('@duckdb/node-api');
  // The proof looks at the same file by a connection of its own.
  return { ...library, DuckDBInstance: { create: (path) => library.DuckDBInstance.fromCache(path) } };
}

function engineOf(sink, { traits = ALL, columns, forget = async () => {}, close = () => {}, folder = null }) {
  return {
    dialect: sink.dialect,
    traits,
    applyPlan: (plan, ledger) => sink.applyPlan(plan, ledger),
    writeRows: (batches) => sink.writeRows(batches),
    readRows: (table, limit) => sink.readRows(table, limit),
    // Up to their order.
    columns: async (table) => (await columns(table)).map((column) => JSON.stringify(column)).sort(),
    forget,
    close: async () => {
      await sink.close();
      await close();
      if (folder !== null) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function temporary() {
  return mkdtempSync(join(tmpdir(), 'proof-tables-'));
}
