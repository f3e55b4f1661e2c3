import { RegistryError } from '#libs/errors';
import type { DataSource, EntityManager } from 'typeorm';
import type { DatabaseKind } from '../entities/columns.js';
import { dataSourceFor, type DatabaseLocation } from './database-options.js';
import { migrate } from './migrate.js';
import { numberPlaceholders } from './placeholders.js';

/** How often a write is tried when another transaction was faster. */
const WRITE_ATTEMPTS = 5;

/**
 * The registry's database. On SQLite, TypeORM has one connection a DataSource, and whatever runs during a transaction
 * is inside it; so writes queue on one DataSource and reads use a second one that sees only what is committed.
 */
export class Database {
  private queue: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly kind: DatabaseKind,
    private readonly writer: DataSource,
    private readonly reader: DataSource,
  ) {}

  /** Connects and brings the tables up to date. **Throws** DATABASE_UNAVAILABLE, DATABASE_TOO_NEW. */
  static async open(location: DatabaseLocation): Promise<Database> {
    const writer = dataSourceFor(location, 'writer');
    try {
      await writer.initialize();
      await migrate(writer);
      const reader =
        location.kind === 'sqlite' ? await dataSourceFor(location, 'reader').initialize() : writer;
      return new Database(location.kind, writer, reader);
    } catch (cause) {
      await closeQuietly(writer);
      if (cause instanceof RegistryError) throw cause;
      throw new RegistryError('DATABASE_UNAVAILABLE', { problem: messageOf(cause) }, { cause });
    }
  }

  /** For reading entities. Sees what is committed. */
  get reads(): EntityManager {
    return this.reader.manager;
  }

  /** Runs one statement with `?` places and answers its rows. The way for hot reads. */
  query<Row>(sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    return this.run<Row>(this.reader.manager, sql, params);
  }

  /** Like {@link query}, on the given transaction. */
  async run<Row>(manager: EntityManager, sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    const text = this.kind === 'postgres' ? numberPlaceholders(sql) : sql;
    // TypeORM answers [rows, count] for UPDATE and DELETE on PostgreSQL and rows for the rest.
    const answer = (await manager.query(text, [...params])) as Row[] | [Row[], number];
    return isRowsAndCount<Row>(answer) ? answer[0] : (answer as Row[]);
  }

  /** Runs `work` in one transaction, again when a concurrent one got in its way. `work` must have no other effects. */
  async write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.transaction(work);
      } catch (error) {
        if (error instanceof RegistryError || !isRetryable(error)) throw error;
        if (attempt === WRITE_ATTEMPTS)
          throw new RegistryError('CONFLICT', { problem: messageOf(error) }, { cause: error });
      }
    }
  }

  /** Waits for writes under way and closes the connections. */
  async close(): Promise<void> {
    await this.queue;
    if (this.reader !== this.writer) await this.reader.destroy();
    await this.writer.destroy();
  }

  private transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (this.kind === 'postgres') return this.writer.transaction(work);
    const result = this.queue.then(() => this.writer.transaction(work));
    this.queue = result.catch(() => undefined);
    return result;
  }
}

/** Unique violations (both racers allotted the same), serialization failures and deadlocks pass when tried again. */
const RETRYABLE = new Set([
  'SQLITE_CONSTRAINT_UNIQUE',
  'SQLITE_CONSTRAINT_PRIMARYKEY',
  'SQLITE_BUSY',
  '23505',
  '40001',
  '40P01',
]);

function isRetryable(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && RETRYABLE.has(error.code)
  );
}

/** Classes of PostgreSQL's codes that are about the server and not about what was sent. */
const OF_THE_SERVER = /^(08|53|57|58)/;

/**
 * Whether what was written may have made a transaction fail, rather than the state that the database is in: then another transaction
 * with less in it may pass.
 */
export function mayBeOfContent(error: unknown): boolean {
  if (error instanceof RegistryError) return error.code === 'CONFLICT';
  if (error instanceof TypeError || error instanceof RangeError) return true;
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return false;
  return (
    error.code.startsWith('SQLITE_') || (/^[0-9A-Z]{5}$/.test(error.code) && !OF_THE_SERVER.test(error.code))
  );
}

function isRowsAndCount<Row>(answer: Row[] | [Row[], number]): answer is [Row[], number] {
  return answer.length === 2 && Array.isArray(answer[0]) && typeof answer[1] === 'number';
}

async function closeQuietly(source: DataSource): Promise<void> {
  if (source.isInitialized) await source.destroy().catch(() => undefined);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
