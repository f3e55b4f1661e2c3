/**
 * Event tables in MariaDB 10.7 and later, in the database that the URL names. `mysql2` is no dependency of ours.
 * Source: https://mariadb.com/kb/en/get_lock/, …/sql-statements-that-cause-an-implicit-commit/, …/atomic-ddl/, …/metadata-locking/
 * Applying holds GET_LOCK, which the server frees when the connection ends, however it ends, and after the statement that it runs.
 * DDL commits by itself, so a statement and its line in the journal can not be one transaction: the table as it was is written
 * down before, and tells afterwards whether the statement, which is whole or not at all since 10.6, was run.
 * Known refusals: a URL without a database; a pooler that shares one connection among clients.
 */
import type { Dialect } from '#libs/ddl';
import { RegistryError, isRegistryError } from '#libs/errors';
import type { LiveIndex, LiveTable } from '#libs/planner';
import { insertText, type BookWords } from '../book-words.js';
import type { LiveDatabase, LiveParam, LiveRow, OpenOptions } from '../contract.js';
import { loadDriver } from '../load-driver.js';
import { memberOf, problemOf } from '../problem-of.js';

const CONNECT_TIMEOUT_MS = 10_000;
/** ER_LOCK_WAIT_TIMEOUT, ER_LOCK_DEADLOCK. */
const LOCK_ERRNOS: ReadonlySet<unknown> = new Set([1205, 1213]);

/** What is used of `mysql2` 3.x. */
interface Mysql2 {
  readonly createConnection: (options: Readonly<Record<string, unknown>>) => Promise<Connection>;
}
interface Connection {
  query(sql: string): Promise<readonly [unknown, unknown]>;
  execute(sql: string, params: readonly LiveParam[]): Promise<readonly [unknown, unknown]>;
  on(event: 'error', listener: () => void): void;
  end(): Promise<void>;
  destroy(): void;
}

const BOOK_WORDS: BookWords = {
  keyType: 'VARCHAR(255)',
  create: (table, columns, key) =>
    `CREATE TABLE IF NOT EXISTS ${table} (\n  ${columns.join(',\n  ')},\n  PRIMARY KEY (${key.join(', ')})\n) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin`,
  save: (table, columns, _key, values) => insertText(table, columns, values).replace('INSERT', 'REPLACE'),
};

// Names are compared as the server's file system has it: apart by case unless it says otherwise.
const TABLE = `
  SELECT table_type IN ('BASE TABLE', 'SYSTEM VERSIONED') AS is_table, table_name AS name FROM information_schema.tables
  WHERE table_schema = database() AND (BINARY table_name = $1 OR (@@lower_case_table_names > 0 AND table_name = $2))`;
const COLUMNS = `
  SELECT column_name AS name, upper(column_type) AS type, is_nullable = 'YES' AS nullable,
         (column_default IS NOT NULL AND column_default <> 'NULL') OR extra LIKE '%auto_increment%' OR extra LIKE '%GENERATED%' AS has_default
  FROM information_schema.columns WHERE table_schema = database() AND BINARY table_name = $1 ORDER BY ordinal_position`;
const INDEXES = `
  SELECT index_name AS name, non_unique = 0 AS is_unique, column_name AS column_name, sub_part IS NOT NULL AS is_prefix
  FROM information_schema.statistics WHERE table_schema = database() AND BINARY table_name = $1
  ORDER BY BINARY index_name, seq_in_index`;
const PRIMARY = 'PRIMARY';

/** Opens a connection. **Throws** DATABASE_UNAVAILABLE, DRIVER_MISSING. */
export async function openMariadb(
  url: string,
  dialect: Dialect,
  options: OpenOptions,
): Promise<LiveDatabase> {
  const { createConnection } = (await loadDriver('MariaDB', 'mysql2/promise')) as Mysql2;
  const { database, ...address } = addressOf(url);
  let connection: Connection | null = null;
  try {
    connection = await createConnection({
      ...address,
      database,
      connectTimeout: CONNECT_TIMEOUT_MS,
      supportBigNumbers: true,
      bigNumberStrings: true,
      // Statements are one each; two in one text are refused by the server.
      multipleStatements: false,
    });
    // A connection that is lost while nothing runs would end the process; the next statement tells of it.
    connection.on('error', () => {});
    await connection.query(sessionOf(options));
    return new MariadbDatabase(connection, database, dialect, options);
  } catch (error) {
    connection?.destroy();
    throw unavailable(connectProblem(error));
  }
}

function addressOf(url: string): Readonly<Record<string, unknown>> & { readonly database: string } {
  let parsed: URL;
  try {
    parsed = new URL(url.replace(/^[a-z]+:/i, 'mariadb:'));
    const part = (text: string): string => decodeURIComponent(text);
    const database = part(parsed.pathname.slice(1));
    const socketPath = parsed.searchParams.get('socket');
    const place =
      socketPath === null
        ? { host: part(parsed.hostname), port: Number(parsed.port || '3306') }
        : { socketPath };
    const ssl = parsed.searchParams.get('ssl') === 'true' ? { ssl: {} } : {};
    if (database !== '')
      return { ...place, ...ssl, user: part(parsed.username), password: part(parsed.password), database };
  } catch {
    throw unavailable('its URL is none');
  }
  throw unavailable('its URL names no database');
}

function sessionOf({ lockTimeoutMs, readOnly }: OpenOptions): string {
  const seconds = Math.ceil(lockTimeoutMs / 1000);
  const mode = "sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'";
  const waits = `lock_wait_timeout = ${seconds}, innodb_lock_wait_timeout = ${Math.max(1, seconds)}`;
  return `SET SESSION ${mode}, ${waits}, tx_read_only = ${readOnly ? 1 : 0}`;
}

class MariadbDatabase implements LiveDatabase {
  readonly atomic = false;
  readonly bookWords = BOOK_WORDS;

  constructor(
    private readonly connection: Connection,
    private readonly database: string,
    readonly dialect: Dialect,
    private readonly options: OpenOptions,
  ) {}

  async query(sql: string, params: readonly LiveParam[] = []): Promise<readonly LiveRow[]> {
    try {
      const text = sql.replaceAll(/\$\d+/g, '?');
      const [rows] = await (params.length === 0
        ? this.connection.query(text)
        : this.connection.execute(text, params));
      return Array.isArray(rows) ? (rows as LiveRow[]) : [];
    } catch (error) {
      throw this.known(error) ?? unavailable(problemOf(error));
    }
  }

  async run(sql: string): Promise<'done' | 'was there'> {
    try {
      await this.connection.query(sql);
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
    const indexes = indexesOf(await this.query(INDEXES, [name]));
    return {
      table,
      kind: isTrue(found['is_table']) ? 'table' : 'other',
      columns: columns.map((column) => ({
        name: String(column['name']),
        type: typeOf(String(column['type'])),
        nullable: isTrue(column['nullable']),
        hasDefault: isTrue(column['has_default']),
      })),
      key: indexes.find((index) => index.name === PRIMARY)?.columns ?? [],
      indexes: indexes.filter((index) => index.name !== PRIMARY),
    };
  }

  async locked<T>(work: () => Promise<T>): Promise<T> {
    // A lock's name is the whole server's.
    const name = `protokoll.${this.database}`.slice(0, 64);
    const [row] = await this.query('SELECT GET_LOCK($1, $2) AS taken', [
      name,
      this.options.lockTimeoutMs / 1000,
    ]);
    if (!isTrue(row?.['taken'])) throw this.locking('another run holds them');
    try {
      return await work();
    } finally {
      // Without a connection there is no lock any more.
      await this.query('SELECT RELEASE_LOCK($1)', [name]).catch(() => {});
    }
  }

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.query('START TRANSACTION');
    try {
      const result = await work();
      await this.query('COMMIT');
      return result;
    } catch (error) {
      await this.connection.query('ROLLBACK').catch(() => {});
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.connection.end().catch(() => {});
  }

  /** The failure that an error stands for; null for what is wrong with the statement. */
  private known(error: unknown): RegistryError | null {
    if (isRegistryError(error)) return error;
    if (LOCK_ERRNOS.has(memberOf(error, 'errno')))
      return this.locking('another run, a transaction or a query holds them');
    // What the server says has an SQLSTATE; 08 and 70100 are the connection and whoever ended it.
    const state = String(memberOf(error, 'sqlState') ?? '');
    return state === '' || state.startsWith('08') || state === '70100'
      ? unavailable('the connection was lost')
      : null;
  }

  private locking(problem: string): RegistryError {
    return new RegistryError('MIGRATION_LOCKED', { seconds: this.options.lockTimeoutMs / 1000, problem });
  }
}

/** Rows of columns, by index; a prefix of a column is not the column. */
function indexesOf(rows: readonly LiveRow[]): readonly LiveIndex[] {
  const indexes = new Map<string, { name: string; unique: boolean; columns: string[] }>();
  for (const row of rows) {
    const name = String(row['name']);
    const index = indexes.get(name) ?? { name, unique: isTrue(row['is_unique']), columns: [] };
    index.columns.push(isTrue(row['is_prefix']) ? '' : String(row['column_name'] ?? ''));
    indexes.set(name, index);
  }
  return [...indexes.values()].map((index) => ({ ...index, partial: false }));
}

/** `BIGINT(20) UNSIGNED` and `TINYINT(1)` as the dialect says them. */
function typeOf(type: string): string {
  if (type === 'TINYINT(1)') return 'BOOLEAN';
  return type.replace(/^((?:TINY|SMALL|MEDIUM|BIG)?INT)\(\d+\)/, '$1');
}

function isTrue(value: unknown): boolean {
  return Number(value) === 1;
}

const CONNECT_PROBLEMS: ReadonlyMap<unknown, string> = new Map([
  ['ECONNREFUSED', 'nothing listens at its address'],
  ['ENOENT', 'its socket is not there'],
  ['ENOTFOUND', 'its host is not known'],
  ['EAI_AGAIN', 'its host is not known at the moment'],
  ['ETIMEDOUT', 'it does not answer'],
  ['ER_ACCESS_DENIED_ERROR', 'it refuses the user or the password'],
  ['ER_DBACCESS_DENIED_ERROR', 'it refuses the user'],
  ['ER_BAD_DB_ERROR', 'it has no database of that name'],
  ['ER_CON_COUNT_ERROR', 'it takes no more connections'],
]);

// In words of our own: those of the driver may hold hosts, users and databases.
function connectProblem(error: unknown): string {
  const code = memberOf(error, 'code') ?? '';
  const known = CONNECT_PROBLEMS.get(code);
  if (known !== undefined) return known;
  return code === '' ? 'it does not answer' : `connecting fails with ${String(code)}`;
}

function unavailable(problem: string): RegistryError {
  return new RegistryError('DATABASE_UNAVAILABLE', { problem });
}
