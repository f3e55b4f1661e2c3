import { DatabaseSync, type EngineDatabase } from './engine.js';
import { withCodes } from './errors.js';
import { SqliteStatement } from './statement.js';

/** How a database is opened. */
export interface SqliteOptions {
  /** Default false. A read-only connection neither makes the file nor changes its journal mode. */
  readonly readOnly?: boolean;
  /** How long a locked database is waited for. Default 5000. */
  readonly busyTimeoutMs?: number;
  /** FULL (default) survives a power failure; NORMAL may lose the last commits in one, but not in a crash of the process. */
  readonly synchronous?: 'FULL' | 'NORMAL';
}

/** A connection. One writes at a time; any number read beside it. */
export class SqliteDatabase {
  constructor(
    private readonly database: EngineDatabase,
    readonly path: string,
  ) {}

  /** Runs statements without parameters. */
  exec(sql: string): void {
    withCodes(() => this.database.exec(sql));
  }

  /** **Throws** SQLite's error, with its `code`, when the SQL is wrong. */
  prepare(sql: string): SqliteStatement {
    return new SqliteStatement(
      withCodes(() => this.database.prepare(sql)),
      sql,
    );
  }

  /** Runs `work` in BEGIN IMMEDIATE … COMMIT; rolls back when it throws. `work` is synchronous and must not nest. */
  transaction<T>(work: () => T): T {
    this.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  close(): void {
    this.database.close();
  }

  /** SQLite itself rolls back on some errors, such as a full disk; then there is nothing left to do. */
  private rollback(): void {
    try {
      this.exec('ROLLBACK');
    } catch {
      // The error that led here is the one to report.
    }
  }
}

/** Opens a file, or ':memory:', in WAL mode with foreign keys on. **Throws** SQLite's error with its `code`. */
export function openSqlite(path: string, options: SqliteOptions = {}): SqliteDatabase {
  const readOnly = options.readOnly ?? false;
  const engine = withCodes(
    () => new DatabaseSync(path, { readOnly, timeout: options.busyTimeoutMs ?? 5_000 }),
  );
  const database = new SqliteDatabase(engine, path);
  database.exec('PRAGMA foreign_keys = ON');
  if (!readOnly) {
    database.exec('PRAGMA journal_mode = WAL');
    database.exec(`PRAGMA synchronous = ${options.synchronous ?? 'FULL'}`);
  }
  return database;
}
