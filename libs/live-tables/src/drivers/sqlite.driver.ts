/**
 * Event tables in a SQLite file. Source: https://www.sqlite.org/pragma.html#pragma_table_xinfo, …/lang_transaction.html
 * A lock over several statements would outlive a process that is killed, so there is none: each statement of a plan takes the
 * write lock by BEGIN IMMEDIATE and looks into the journal under it, so that two processes never run one twice.
 * Known refusals: a file that is not there; make an empty one for a new database.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Dialect } from '#libs/ddl';
import { RegistryError, isRegistryError } from '#libs/errors';
import type { LiveIndex, LiveTable } from '#libs/planner';
import { openSqlite, type SqliteDatabase, type SqliteRow } from '#libs/sqlite';
import { STANDARD_BOOK_WORDS } from '../book-words.js';
import type { LiveDatabase, LiveParam, LiveRow, OpenOptions } from '../contract.js';
import { problemOf } from '../problem-of.js';

const BUSY = /^SQLITE_(?:BUSY|LOCKED)/;
/** Values of `hidden` in pragma_table_xinfo for columns that are computed. */
const GENERATED: ReadonlySet<unknown> = new Set([2, 3]);

/** Opens a file by its path or `file:` URL. **Throws** DATABASE_UNAVAILABLE, MIGRATION_LOCKED. */
export async function openSqliteFile(
  path: string,
  dialect: Dialect,
  options: OpenOptions,
): Promise<LiveDatabase> {
  const file = pathOf(path, options.folder ?? '.');
  if (!existsSync(file)) throw unavailable('there is no such file. An empty file is an empty database');
  const { readOnly, lockTimeoutMs } = options;
  return guarded(options, () => {
    const database = openSqlite(file, { readOnly, busyTimeoutMs: lockTimeoutMs });
    try {
      // The file is read only now, and may be none.
      database.prepare('SELECT count(*) FROM sqlite_schema').get();
      return new SqliteFile(database, dialect, options);
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

class SqliteFile implements LiveDatabase {
  readonly atomic = true;
  readonly bookWords = STANDARD_BOOK_WORDS;

  constructor(
    private readonly database: SqliteDatabase,
    readonly dialect: Dialect,
    private readonly options: OpenOptions,
  ) {}

  async query(sql: string, params: readonly LiveParam[] = []): Promise<readonly LiveRow[]> {
    return guarded(this.options, () => this.all(sql, params));
  }

  async run(sql: string): Promise<'done' | 'was there'> {
    try {
      this.database.exec(sql);
      return 'done';
    } catch (error) {
      if (BUSY.test(codeOf(error))) throw locked(this.options);
      const problem = problemOf(error);
      if (problem.startsWith('duplicate column name')) return 'was there';
      throw new Error(problem, { cause: error });
    }
  }

  async describe(table: string): Promise<LiveTable | null> {
    return guarded(this.options, () => this.describeNow(table));
  }

  /** Holds nothing; see the head of the file. */
  locked<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    guarded(this.options, () => this.database.exec('BEGIN IMMEDIATE'));
    try {
      const result = await work();
      guarded(this.options, () => this.database.exec('COMMIT'));
      return result;
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  async close(): Promise<void> {
    this.database.close();
  }

  private describeNow(table: string): LiveTable | null {
    const [found] = this.all(
      "SELECT name, type FROM sqlite_schema WHERE lower(name) = lower($1) AND type IN ('table', 'view')",
      [table],
    );
    if (found === undefined) return null;
    const rows = this.all('SELECT * FROM pragma_table_xinfo($1)', [table]);
    const key = rows
      .filter((row) => Number(row['pk']) > 0)
      .sort((one, other) => Number(one['pk']) - Number(other['pk']));
    return {
      table,
      kind: found['type'] === 'table' ? 'table' : 'other',
      columns: rows.map((row) => ({
        name: String(row['name']),
        type: String(row['type']).toUpperCase(),
        nullable: Number(row['notnull']) === 0,
        hasDefault: row['dflt_value'] !== null || GENERATED.has(row['hidden']),
      })),
      key: key.map((row) => String(row['name'])),
      indexes: this.indexesOf(table),
    };
  }

  private indexesOf(table: string): readonly LiveIndex[] {
    return this.all("SELECT * FROM pragma_index_list($1) WHERE origin <> 'pk' ORDER BY name", [table]).map(
      (row) => {
        const name = String(row['name']);
        const columns = this.all('SELECT name FROM pragma_index_info($1) ORDER BY seqno', [name]);
        return {
          name,
          unique: Number(row['unique']) === 1,
          partial: Number(row['partial']) === 1,
          columns: columns.map((column) => String(column['name'] ?? '')),
        };
      },
    );
  }

  private all(sql: string, params: readonly LiveParam[]): SqliteRow[] {
    return this.database.prepare(sql.replaceAll(/\$(\d+)/g, '?$1')).all(...params);
  }

  private rollback(): void {
    try {
      this.database.exec('ROLLBACK');
    } catch {
      // SQLite rolls back by itself on some errors; the one that led here is the one to report.
    }
  }
}

function pathOf(path: string, folder: string): string {
  if (!path.startsWith('file:')) return resolve(folder, path);
  try {
    return fileURLToPath(path);
  } catch {
    throw unavailable('its file: URL is none');
  }
}

function guarded<T>(options: OpenOptions, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (isRegistryError(error)) throw error;
    if (BUSY.test(codeOf(error))) throw locked(options);
    throw unavailable(problemOf(error));
  }
}

function locked({ lockTimeoutMs }: OpenOptions): RegistryError {
  const problem = 'another process writes to the file';
  return new RegistryError('MIGRATION_LOCKED', { seconds: lockTimeoutMs / 1000, problem });
}

function unavailable(problem: string): RegistryError {
  return new RegistryError('DATABASE_UNAVAILABLE', { problem });
}

// Not by instanceof: an addon's errors may come from another realm.
function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
