/**
 * Event tables in a DuckDB file. Source: https://duckdb.org/docs/stable/connect/concurrency, …/sql/meta/duckdb_table_functions
 * One process holds the file, and the engine frees it when that process ends, however it ends: that is the lock. Within a process
 * connections share one instance, and runs wait for each other; a table that a sink changes at the same time is told as locked.
 * Everything is transactional, DDL too. `@duckdb/node-api` is no dependency of ours; whoever has such files installs it.
 * Known refusals: a file that is not there, as everywhere; `:memory:`, which nobody else could see.
 */
import { realpathSync, rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dialect } from '#libs/ddl';
import { RegistryError, isRegistryError } from '#libs/errors';
import type { LiveIndex, LiveTable } from '#libs/planner';
import { STANDARD_BOOK_WORDS } from '../book-words.js';
import type { LiveDatabase, LiveParam, LiveRow, OpenOptions } from '../contract.js';
import { loadDriver } from '../load-driver.js';
import { problemOf } from '../problem-of.js';

const RETRY_MS = 50;
const HELD_BY_OTHERS = /Could not set lock on file|being used by another process/i;
const OTHER_MODE = /different configuration/i;
const CONFLICT = /^TransactionContext Error.*[Cc]onflict|write-write conflict/s;
/** The catalogue's name of a type that the dialect says shorter, also inside of others. */
const LONG_TYPE = /\bTIMESTAMP WITH TIME ZONE\b/g;

/** The last run of this process on each file. */
const runs = new Map<string, Promise<unknown>>();

/** What is used of `@duckdb/node-api` 1.x. */
interface DuckdbLibrary {
  readonly DuckDBInstance: {
    fromCache(path: string, options?: Readonly<Record<string, string>>): Promise<DuckdbInstance>;
  };
}
interface DuckdbInstance {
  connect(): Promise<DuckdbConnection>;
  closeSync(): void;
}
interface DuckdbConnection {
  run(sql: string): Promise<unknown>;
  runAndReadAll(sql: string, params?: readonly LiveParam[]): Promise<{ getRowObjectsJson(): LiveRow[] }>;
  closeSync(): void;
}

const HERE = 'database_name = current_database() AND schema_name = current_schema()';
const TABLE = `
  SELECT table_name AS name, true AS "isTable" FROM duckdb_tables() WHERE ${HERE} AND lower(table_name) = lower($1)
  UNION ALL
  SELECT view_name, false FROM duckdb_views() WHERE ${HERE} AND lower(view_name) = lower($2)`;
const COLUMNS = `
  SELECT column_name AS name, data_type AS type, is_nullable AS nullable, column_default IS NOT NULL AS "hasDefault"
  FROM duckdb_columns() WHERE ${HERE} AND table_name = $1 ORDER BY column_index`;
const CONSTRAINTS = `
  SELECT constraint_name AS name, constraint_type AS kind, constraint_column_names AS columns
  FROM duckdb_constraints() WHERE ${HERE} AND table_name = $1 AND constraint_type IN ('PRIMARY KEY', 'UNIQUE')
  ORDER BY constraint_name`;
const INDEXES = `
  SELECT index_name AS name, is_unique AS "unique", expressions::VARCHAR[] AS columns
  FROM duckdb_indexes() WHERE ${HERE} AND table_name = $1 ORDER BY index_name`;

/** Opens a file by its path. **Throws** DATABASE_UNAVAILABLE, MIGRATION_LOCKED, DRIVER_MISSING. */
export async function openDuckdbFile(
  name: string,
  dialect: Dialect,
  options: OpenOptions,
): Promise<LiveDatabase> {
  const library = (await loadDriver('DuckDB', '@duckdb/node-api')) as DuckdbLibrary;
  const given = resolve(options.folder ?? '.', name);
  const size = statSync(given, { throwIfNoEntry: false })?.size;
  if (size === undefined) throw unavailable('there is no such file. An empty file is an empty database');
  const path = realpathSync(given);
  const instance = await openInstance(library, path, options, size === 0);
  try {
    return new DuckdbFile(instance, await instance.connect(), path, dialect, options);
  } catch (error) {
    instance.closeSync();
    throw unavailable(problemOf(error));
  }
}

/** Waits for another process that holds the file, as long as one waits for a lock. */
async function openInstance(
  library: DuckdbLibrary,
  file: string,
  options: OpenOptions,
  isEmpty: boolean,
): Promise<DuckdbInstance> {
  if (isEmpty && options.readOnly) return library.DuckDBInstance.fromCache(':memory:');
  // The engine takes an empty file for a broken one, and makes one that is not there.
  if (isEmpty) rmSync(file);
  const tries = Math.ceil(options.lockTimeoutMs / RETRY_MS);
  for (let left = tries; ; left -= 1) {
    try {
      return await fromCache(library, file, options.readOnly);
    } catch (error) {
      const problem = problemOf(error);
      if (!HELD_BY_OTHERS.test(problem)) throw unavailable(firstLine(problem, file));
      if (left <= 0) throw locked(options, 'another process holds the file');
      await sleep(RETRY_MS);
    }
  }
}

async function fromCache(library: DuckdbLibrary, file: string, readOnly: boolean): Promise<DuckdbInstance> {
  if (!readOnly) return library.DuckDBInstance.fromCache(file);
  try {
    return await library.DuckDBInstance.fromCache(file, { access_mode: 'READ_ONLY' });
  } catch (error) {
    // This process writes to it already; transactions that only read keep this connection from it.
    if (!OTHER_MODE.test(problemOf(error))) throw error;
    return library.DuckDBInstance.fromCache(file);
  }
}

class DuckdbFile implements LiveDatabase {
  readonly atomic = true;
  readonly bookWords = STANDARD_BOOK_WORDS;

  constructor(
    private readonly instance: DuckdbInstance,
    private readonly connection: DuckdbConnection,
    private readonly file: string,
    readonly dialect: Dialect,
    private readonly options: OpenOptions,
  ) {}

  async query(sql: string, params: readonly LiveParam[] = []): Promise<readonly LiveRow[]> {
    try {
      return await this.perform(sql, params);
    } catch (error) {
      throw this.known(error) ?? unavailable(problemOf(error));
    }
  }

  async run(sql: string): Promise<'done' | 'was there'> {
    try {
      await this.perform(sql, []);
      return 'done';
    } catch (error) {
      throw this.known(error) ?? new Error(problemOf(error));
    }
  }

  async describe(table: string): Promise<LiveTable | null> {
    const [found] = await this.query(TABLE, [table, table]);
    if (found === undefined) return null;
    const name = String(found['name']);
    const columns = await this.query(COLUMNS, [name]);
    const constraints = await this.query(CONSTRAINTS, [name]);
    const key = constraints.find(({ kind }) => kind === 'PRIMARY KEY');
    const uniques = constraints.filter((constraint) => constraint !== key);
    return {
      table,
      kind: found['isTable'] === true ? 'table' : 'other',
      columns: columns.map((column) => ({
        name: String(column['name']),
        type: String(column['type']).replaceAll(LONG_TYPE, 'TIMESTAMPTZ'),
        nullable: column['nullable'] === true,
        hasDefault: column['hasDefault'] === true,
      })),
      key: key === undefined ? [] : (key['columns'] as string[]),
      indexes: [
        ...uniques.map((constraint): LiveIndex => {
          const of = constraint['columns'] as string[];
          return { name: String(constraint['name']), unique: true, partial: false, columns: of };
        }),
        ...(await this.query(INDEXES, [name])).map(indexOf),
      ],
    };
  }

  /** The file is the lock among processes; see the head of this file. */
  async locked<T>(work: () => Promise<T>): Promise<T> {
    const run = (runs.get(this.file) ?? Promise.resolve()).then(work);
    const end = run.catch(() => {});
    runs.set(this.file, end);
    try {
      return await run;
    } finally {
      if (runs.get(this.file) === end) runs.delete(this.file);
    }
  }

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.query('BEGIN TRANSACTION');
    try {
      const result = await work();
      await this.query('COMMIT');
      return result;
    } catch (error) {
      // A conflict has ended it already.
      await this.connection.run('ROLLBACK').catch(() => {});
      throw error;
    }
  }

  async close(): Promise<void> {
    this.connection.closeSync();
    this.instance.closeSync();
  }

  private async perform(sql: string, params: readonly LiveParam[]): Promise<readonly LiveRow[]> {
    if (!this.options.readOnly) return (await this.connection.runAndReadAll(sql, params)).getRowObjectsJson();
    await this.connection.run('BEGIN TRANSACTION READ ONLY');
    try {
      return (await this.connection.runAndReadAll(sql, params)).getRowObjectsJson();
    } finally {
      await this.connection.run('ROLLBACK').catch(() => {});
    }
  }

  private known(error: unknown): RegistryError | null {
    if (isRegistryError(error)) return error;
    if (!CONFLICT.test(problemOf(error))) return null;
    return locked(this.options, 'another connection of this process changes the table');
  }
}

/** An expression stands in brackets, a name that needs quotes in quotes. */
function indexOf(row: LiveRow): LiveIndex {
  const columns = (row['columns'] as string[]).map((text) => {
    if (text.startsWith('"')) return text.slice(1, -1).replaceAll('""', '"');
    return text.startsWith('(') ? '' : text;
  });
  return { name: String(row['name']), unique: row['unique'] === true, partial: false, columns };
}

function locked({ lockTimeoutMs }: OpenOptions, problem: string): RegistryError {
  return new RegistryError('MIGRATION_LOCKED', { seconds: lockTimeoutMs / 1000, problem });
}

function unavailable(problem: string): RegistryError {
  return new RegistryError('DATABASE_UNAVAILABLE', { problem });
}

/** What the engine says of a file, without its path. */
function firstLine(problem: string, file: string): string {
  return (problem.split('\n')[0] ?? '').replaceAll(file, '…');
}
