/**
 * Event tables in ClickHouse 24 and later over its HTTP interface, in the database of the URL's query, else `default`.
 * Source: https://clickhouse.com/docs/interfaces/http, …/operations/settings/settings, …/sql-reference/statements/alter/column
 * There are no transactions: the table as it was is written down before each statement, and tells afterwards whether it was run;
 * one ALTER is whole or not at all. The lock is a lease (`clickhouse-lease.ts`). Mutations are waited for on the server that is
 * asked. The journal and the recorded ledgers are ReplacingMergeTree, read with FINAL.
 * Known refusals: an address that several servers share, unless the database is replicated.
 */
import type { Dialect } from '#libs/ddl';
import { RegistryError, isRegistryError } from '#libs/errors';
import type { LiveTable } from '#libs/planner';
import { insertText, type BookWords } from '../book-words.js';
import type { LiveDatabase, LiveParam, LiveRow, OpenOptions } from '../contract.js';
import { memberOf, problemOf } from '../problem-of.js';
import { Lease } from './clickhouse-lease.js';

const REQUEST_TIMEOUT_MS = 290_000;
const TABLE_ALREADY_EXISTS = '57';
const MAX_QUERY_BYTES = 64 * 1024 * 1024;
const SETTINGS: Readonly<Record<string, string>> = {
  // Errors come with the status instead of in the midst of an answer.
  wait_end_of_query: '1',
  default_format: 'JSONEachRow',
  // Our own tables hold a row for each time that it was written.
  final: '1',
  mutations_sync: '1',
  max_query_size: String(MAX_QUERY_BYTES),
};

const BOOK_WORDS: BookWords = {
  keyType: 'String',
  create: (table, columns, key) =>
    `CREATE TABLE IF NOT EXISTS ${table} (\n  ${columns
      .map((column) => column.replace(/ NOT NULL$/, ''))
      .join(',\n  ')}\n) ENGINE = ReplacingMergeTree ORDER BY (${key.join(', ')})`,
  save: (table, columns, _key, values) => insertText(table, columns, values),
};

/** Opens a database. **Throws** DATABASE_UNAVAILABLE. */
export async function openClickhouse(
  url: string,
  dialect: Dialect,
  options: OpenOptions,
): Promise<LiveDatabase> {
  if (!URL.canParse(url)) throw unavailable('its URL is none');
  const database = new ClickhouseDatabase(new URL(url), dialect, options);
  await database.connect();
  return database;
}

/** What the server says went wrong; the code is its number. */
class ClickhouseError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

class ClickhouseDatabase implements LiveDatabase {
  readonly atomic = false;
  readonly bookWords = BOOK_WORDS;
  private readonly headers: Readonly<Record<string, string>>;
  private readonly target: string;
  private lease: Lease | null = null;

  constructor(
    url: URL,
    readonly dialect: Dialect,
    private readonly options: OpenOptions,
  ) {
    const target = new URL(url);
    const user = decodeURIComponent(url.username) || (url.searchParams.get('user') ?? '');
    const password = decodeURIComponent(url.password) || (url.searchParams.get('password') ?? '');
    // Beside the address, never in it, where every server on the way writes it into its log.
    this.headers = user === '' ? {} : { 'X-ClickHouse-User': user, 'X-ClickHouse-Key': password };
    target.username = target.password = '';
    for (const name of ['user', 'password']) target.searchParams.delete(name);
    const readOnly = options.readOnly ? { readonly: '2' } : {};
    for (const [name, value] of Object.entries({ ...SETTINGS, ...readOnly }))
      target.searchParams.set(name, value);
    this.target = target.href;
  }

  /** Asks whether there is a server, a user and a database. **Throws** DATABASE_UNAVAILABLE. */
  async connect(): Promise<void> {
    try {
      await this.post('SELECT 1');
    } catch (error) {
      if (!(error instanceof ClickhouseError)) throw error;
      throw unavailable(CONNECT_PROBLEMS.get(error.code) ?? `it answers with code ${error.code}`);
    }
  }

  async query(sql: string, params: readonly LiveParam[] = []): Promise<readonly LiveRow[]> {
    try {
      const text = sql.replaceAll(/\$(\d+)/g, (_, place) => this.literal(params[Number(place) - 1] ?? null));
      const answer = await this.post(text);
      return answer
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as LiveRow);
    } catch (error) {
      throw isRegistryError(error) ? error : unavailable(problemOf(error));
    }
  }

  async run(sql: string): Promise<'done' | 'was there'> {
    await this.lease?.assertHeld();
    await this.post(sql);
    return 'done';
  }

  async describe(table: string): Promise<LiveTable | null> {
    const here = 'database = currentDatabase()';
    const [found] = await this.query(`SELECT engine FROM system.tables WHERE ${here} AND name = $1`, [table]);
    if (found === undefined) return null;
    const engine = String(found['engine']);
    const columns = await this.query(
      `SELECT name, type, default_kind, is_in_sorting_key FROM system.columns WHERE ${here} AND table = $1 ORDER BY position`,
      [table],
    );
    // Only these take rows that came twice for one.
    const isKeyed = engine.endsWith('ReplacingMergeTree');
    return {
      table,
      kind: /MergeTree$|^Memory$|Log$/.test(engine) ? 'table' : 'other',
      columns: columns.map((column) => {
        const type = String(column['type']);
        // A list or map that is not there is an empty one.
        const nullable = /^(?:(?:LowCardinality\()?Nullable|Array|Map)\(/.test(type);
        // What takes no null has its type's zero.
        return { name: String(column['name']), type, nullable, hasDefault: !nullable };
      }),
      key: columns
        .filter((column) => isKeyed && Number(column['is_in_sorting_key']) === 1)
        .map(({ name }) => String(name)),
      indexes: [],
    };
  }

  async locked<T>(work: () => Promise<T>): Promise<T> {
    const lease = new Lease(
      { ask: (sql) => this.query(sql), create: (sql) => this.created(sql) },
      this.options,
    );
    await lease.take();
    this.lease = lease;
    try {
      return await work();
    } finally {
      this.lease = null;
      // It ends by itself, too.
      await lease.release().catch(() => {});
    }
  }

  /** There are none: what was written stays. */
  transaction<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  async close(): Promise<void> {}

  private async created(sql: string): Promise<boolean> {
    try {
      await this.post(sql);
      return true;
    } catch (error) {
      if (error instanceof ClickhouseError && error.code === TABLE_ALREADY_EXISTS) return false;
      throw isRegistryError(error) ? error : unavailable(problemOf(error));
    }
  }

  private literal(param: LiveParam): string {
    if (param === null) return 'NULL';
    return typeof param === 'number' ? String(param) : this.dialect.text(param);
  }

  private async post(sql: string): Promise<string> {
    const { headers } = this;
    // A redirect would carry the password along.
    const settings = { method: 'POST', headers, body: sql, redirect: 'error' } as const;
    let answer: Response;
    let text: string;
    try {
      answer = await fetch(this.target, { ...settings, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
      text = await answer.text();
    } catch (error) {
      throw unavailable(networkProblem(error));
    }
    if (answer.ok) return text;
    const code = answer.headers.get('x-clickhouse-exception-code') ?? /Code: (\d+)/.exec(text)?.[1];
    if (code === undefined)
      throw unavailable(`what answers at its address is no ClickHouse: ${answer.status}`);
    throw new ClickhouseError(code, text.trim().slice(0, 2_000));
  }
}

const CONNECT_PROBLEMS: ReadonlyMap<string, string> = new Map([
  ['81', 'it has no database of that name'],
  ['192', 'it does not know the user'],
  ['193', 'it refuses the password'],
  ['194', 'it wants a password'],
  ['516', 'it refuses the user or the password'],
  ['202', 'it takes no more queries'],
]);

const NETWORK_PROBLEMS: ReadonlyMap<unknown, string> = new Map([
  ['ECONNREFUSED', 'nothing listens at its address'],
  ['ENOTFOUND', 'its host is not known'],
  ['EAI_AGAIN', 'its host is not known at the moment'],
  ['ECONNRESET', 'the connection was lost'],
  ['UND_ERR_SOCKET', 'the connection was lost'],
]);

// In words of our own: those of fetch may hold hosts and whole URLs.
function networkProblem(error: unknown): string {
  const code = memberOf(memberOf(error, 'cause'), 'code');
  return NETWORK_PROBLEMS.get(code) ?? 'it does not answer';
}

function unavailable(problem: string): RegistryError {
  return new RegistryError('DATABASE_UNAVAILABLE', { problem });
}
