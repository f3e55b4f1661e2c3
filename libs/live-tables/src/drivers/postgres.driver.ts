/**
 * Event tables in PostgreSQL 12 and later, in the first schema of the search path.
 * Source: https://www.postgresql.org/docs/current/catalogs.html, …/explicit-locking.html#ADVISORY-LOCKS
 * Applying holds a session's advisory lock, which the server frees when the connection ends, however it ends. Statements wait
 * for their own locks for lock_timeout only: one that waits longer holds back everybody who comes after it. None runs longer than
 * statement_timeout; then it is undone.
 * Known refusals: a pooler that shares one session among transactions (the advisory lock would be another session's; each
 * statement still checks the journal).
 */
import type { Client, QueryResult } from 'pg';
import type { Dialect } from '#libs/ddl';
import { RegistryError, isRegistryError } from '#libs/errors';
import type { LiveTable } from '#libs/planner';
import { STANDARD_BOOK_WORDS } from '../book-words.js';
import type { LiveDatabase, LiveParam, LiveRow, OpenOptions } from '../contract.js';

const CONNECT_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 3_600_000;
/** `prot`, so that no other program's advisory locks are ours. */
const LOCK_CLASS = 0x70726f74;
const LOCK_NOT_AVAILABLE = '55P03';
/** The catalogue's names of types where the dialect says them shorter. */
const SHORT_TYPES: ReadonlyMap<string, string> = new Map([['timestamp with time zone', 'timestamptz']]);

const TABLE = `
  SELECT c.oid, c.relkind IN ('r', 'p') AS is_table FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = current_schema() AND c.relname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')`;
const COLUMNS = `
  SELECT attname AS name, format_type(atttypid, atttypmod) AS type, NOT attnotnull AS nullable,
         atthasdef OR attidentity <> '' AS "hasDefault"
  FROM pg_attribute WHERE attrelid = $1::oid AND attnum > 0 AND NOT attisdropped ORDER BY attnum`;
const INDEXES = `
  SELECT c.relname AS name, x.indisunique AS "unique", x.indisprimary AS "primary", x.indpred IS NOT NULL AS partial,
         array(SELECT coalesce(a.attname::text, '') FROM unnest(x.indkey::int2[]) WITH ORDINALITY k (attnum, place)
               LEFT JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum ORDER BY k.place) AS columns
  FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid
  WHERE x.indrelid = $1::oid AND x.indisvalid ORDER BY c.relname::text COLLATE "C"`;

/** Opens a connection. **Throws** DATABASE_UNAVAILABLE. */
export async function openPostgres(
  url: string,
  dialect: Dialect,
  options: OpenOptions,
): Promise<LiveDatabase> {
  const { default: pg } = await import('pg');
  let client: Client | null = null;
  try {
    client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      application_name: 'protokoll',
    });
    // A connection that is lost while nothing runs would end the process; the next statement tells of it.
    client.on('error', () => {});
    await client.connect();
    const { lockTimeoutMs, statementTimeoutMs = STATEMENT_TIMEOUT_MS } = options;
    await client.query(`SET lock_timeout = ${Math.round(lockTimeoutMs)}`);
    // Waiting for a lock counts as running.
    await client.query(`SET statement_timeout = ${Math.round(lockTimeoutMs + statementTimeoutMs)}`);
    if (options.readOnly) await client.query('SET default_transaction_read_only = on');
    return new PostgresDatabase(client, dialect, options);
  } catch (error) {
    await client?.end().catch(() => {});
    throw unavailable(connectProblem(error));
  }
}

class PostgresDatabase implements LiveDatabase {
  readonly atomic = true;
  readonly bookWords = STANDARD_BOOK_WORDS;

  constructor(
    private readonly client: Client,
    readonly dialect: Dialect,
    private readonly options: OpenOptions,
  ) {}

  async query(sql: string, params: readonly LiveParam[] = []): Promise<readonly LiveRow[]> {
    return (await this.guarded(() => this.client.query<LiveRow>(sql, [...params]))).rows;
  }

  async run(sql: string): Promise<'done' | 'was there'> {
    try {
      await this.client.query(sql);
      return 'done';
    } catch (error) {
      const known = this.known(error);
      throw known ?? new Error(problemOf(error));
    }
  }

  async describe(table: string): Promise<LiveTable | null> {
    const [found] = await this.query(TABLE, [table]);
    if (found === undefined) return null;
    const oid = String(found['oid']);
    const columns = await this.query(COLUMNS, [oid]);
    const indexes = await this.query(INDEXES, [oid]);
    const key = indexes.find((index) => index['primary'] === true);
    return {
      table,
      kind: found['is_table'] === true ? 'table' : 'other',
      columns: columns.map((column) => ({
        name: String(column['name']),
        type: SHORT_TYPES.get(String(column['type'])) ?? String(column['type']),
        nullable: column['nullable'] === true,
        hasDefault: column['hasDefault'] === true,
      })),
      key: key === undefined ? [] : (key['columns'] as string[]),
      indexes: indexes
        .filter((index) => index !== key)
        .map((index) => ({
          name: String(index['name']),
          unique: index['unique'] === true,
          partial: index['partial'] === true,
          columns: index['columns'] as string[],
        })),
    };
  }

  async locked<T>(work: () => Promise<T>): Promise<T> {
    await this.query(`SELECT pg_advisory_lock(${LOCK_CLASS}, 1)`);
    try {
      return await work();
    } finally {
      // Without a connection there is no lock any more.
      await this.client.query(`SELECT pg_advisory_unlock(${LOCK_CLASS}, 1)`).catch(() => {});
    }
  }

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.query('BEGIN');
    try {
      const result = await work();
      await this.query('COMMIT');
      return result;
    } catch (error) {
      await this.client.query('ROLLBACK').catch(() => {});
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.client.end().catch(() => {});
  }

  private async guarded(work: () => Promise<QueryResult<LiveRow>>): Promise<QueryResult<LiveRow>> {
    try {
      return await work();
    } catch (error) {
      throw this.known(error) ?? unavailable(problemOf(error));
    }
  }

  /** The failure that an error stands for; null for what is wrong with the statement. */
  private known(error: unknown): RegistryError | null {
    if (isRegistryError(error)) return error;
    const code = codeOf(error);
    if (code === LOCK_NOT_AVAILABLE) {
      const problem = 'another run, a transaction or a query holds them';
      return new RegistryError('MIGRATION_LOCKED', { seconds: this.options.lockTimeoutMs / 1000, problem });
    }
    // A statement's errors have the five characters of an SQLSTATE; class 57P is the server going away.
    const isLost = !/^[0-9A-Z]{5}$/.test(code) || code.startsWith('57P') || code.startsWith('08');
    return isLost ? unavailable('the connection was lost') : null;
  }
}

const CONNECT_PROBLEMS: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'nothing listens at its address'],
  ['ENOENT', 'its socket is not there'],
  ['ENOTFOUND', 'its host is not known'],
  ['EAI_AGAIN', 'its host is not known at the moment'],
  ['ETIMEDOUT', 'it does not answer'],
  ['28P01', 'it refuses the user or the password'],
  ['28000', 'it refuses the user'],
  ['3D000', 'it has no database of that name'],
  ['53300', 'it takes no more connections'],
  ['57P03', 'it is starting or stopping'],
]);

// In words of our own: those of the driver may hold hosts, users and whole URLs.
function connectProblem(error: unknown): string {
  const code = codeOf(error);
  const known = CONNECT_PROBLEMS.get(code);
  if (known !== undefined) return known;
  return code === '' ? 'it does not answer, or its URL is none' : `connecting fails with ${code}`;
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  // Several addresses of one host were tried.
  return error instanceof AggregateError ? codeOf(error.errors[0]) : '';
}

function problemOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function unavailable(problem: string): RegistryError {
  return new RegistryError('DATABASE_UNAVAILABLE', { problem });
}
