import { openSqlite, type SqliteDatabase } from './open-sqlite.js';
import type { RunResult, SqliteStatement } from './statement.js';
import type { SqliteParam, SqliteRow } from './values.js';

/** A statement in the shape of better-sqlite3's. */
interface BetterStatement {
  /** True when it answers rows. */
  readonly reader: boolean;
  run(...params: readonly SqliteParam[]): RunResult;
  get(...params: readonly SqliteParam[]): SqliteRow | undefined;
  all(...params: readonly SqliteParam[]): SqliteRow[];
}

const ANSWERS_ROWS = /^\s*(?:select|with|values|explain|pragma)\b|\breturning\b/i;

/**
 * What TypeORM's better-sqlite3 driver needs of better-sqlite3, on node:sqlite's API. Given as `driver` to a DataSource of
 * type "better-sqlite3". **Source**: typeorm 1.1 driver/better-sqlite3.
 */
export class TypeormSqlite {
  private readonly database: SqliteDatabase;

  constructor(path: string, options: { readonly readonly?: boolean; readonly timeout?: number } = {}) {
    this.database = openSqlite(path, {
      readOnly: options.readonly ?? false,
      busyTimeoutMs: options.timeout ?? 5_000,
    });
  }

  prepare(sql: string): BetterStatement {
    const statement: SqliteStatement = this.database.prepare(sql);
    return {
      reader: ANSWERS_ROWS.test(sql),
      run: (...params) => statement.run(...params),
      get: (...params) => statement.get(...params),
      all: (...params) => statement.all(...params),
    };
  }

  /** Runs a pragma and answers its rows. */
  pragma(text: string): SqliteRow[] {
    return this.database.prepare(`PRAGMA ${text}`).all();
  }

  exec(sql: string): this {
    this.database.exec(sql);
    return this;
  }

  close(): void {
    this.database.close();
  }
}

/** For a DataSource's `driver` option. */
export const typeormDriver = TypeormSqlite;
