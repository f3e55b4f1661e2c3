/**
 * Rows in ClickHouse over its HTTP interface, in RowBinaryWithNamesAndTypes: columns are told by name and type, never by place.
 * ClickHouse has no transactions and no unique keys. So the ids of a batch that are there already are asked for first; each insert
 * carries a token that follows from its rows, so that a repetition of the same insert is dropped by the server where it keeps
 * tokens; and what two writers insert at once is merged by ReplacingMergeTree. An event that comes again with another `event_time`
 * is another row. Apply plans from one process at a time: there is no lock.
 * Source: https://clickhouse.com/docs/interfaces/http, .../interfaces/formats/RowBinaryWithNamesAndTypes,
 * .../operations/settings/settings#insert_deduplication_token
 */
import { createHash } from 'node:crypto';
import type { Cell } from '#libs/codec';
import { dialectNamed } from '#libs/ddl';
import type { LogicalType } from '#libs/table-model';
import type { TableSink } from '../contract.js';
import { codeOf } from '../problem-of.js';
import { RowBinary } from '../tables/row-binary.js';
import { openTableSink } from '../tables/table-sink.js';
import type { RowTarget, StoreErrorClass, TableStore } from '../tables/table-store.js';

/** How the server is reached. */
export interface ClickhouseSinkOptions {
  /** Default: the one in the URL's query, else `default`. */
  readonly database?: string;
  /** Longest that a request may take. Default 60000. */
  readonly timeoutMs?: number;
  /** Default: the global one. */
  readonly fetch?: typeof fetch;
  /** Milliseconds since 1970. Default: the system's clock. */
  readonly now?: () => number;
}

const DIALECT = dialectNamed('clickhouse');
const EVENT_TIME = 'event_time';

/** Opens a database by the URL of the HTTP interface, `http://user:password@host:8123`. **Throws** SINK_UNAVAILABLE. */
export async function openClickhouseSink(
  url: string,
  options: ClickhouseSinkOptions = {},
): Promise<TableSink> {
  return openTableSink(new ClickhouseStore(new URL(url), options), options.now);
}

/** An answer of the server that says what went wrong; the code is ClickHouse's number. */
class ClickhouseError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Numbers of errors that lie in a value, each: can not parse, out of range, too long. */
const VALUE_CODES = new Set(['6', '26', '27', '38', '41', '69', '72', '131', '321', '376', '407']);
/** NULL for a column that takes none; a CHECK. */
const CONSTRAINT_CODES = new Set(['349', '469']);
/** No such column in the table, unknown identifier, type mismatch, unknown table, another type than the header says. */
const BEHIND_CODES = new Set(['16', '47', '53', '60', '117']);

class ClickhouseStore implements TableStore {
  readonly dialect = DIALECT;
  readonly takesNul = true;
  readonly refusesNull = true;
  readonly savesParts = false;
  readonly ownTableSuffix = ' ENGINE = MergeTree ORDER BY tuple()';
  private readonly headers: Readonly<Record<string, string>>;
  private readonly base: string;

  constructor(
    url: URL,
    private readonly options: ClickhouseSinkOptions,
  ) {
    const [user, password] = [url.username, url.password].map(decodeURIComponent);
    this.headers = user === '' ? {} : { 'X-ClickHouse-User': user ?? '', 'X-ClickHouse-Key': password ?? '' };
    const target = new URL(url);
    target.username = target.password = '';
    if (options.database !== undefined) target.searchParams.set('database', options.database);
    // Errors come with the status instead of in the midst of an answer; long lists of ids are no attack.
    target.searchParams.set('wait_end_of_query', '1');
    // A column that the table lacks is an error, not something to leave out.
    target.searchParams.set('input_format_skip_unknown_fields', '0');
    target.searchParams.set('max_query_size', String(64 * 1_024 * 1_024));
    this.base = target.href;
  }

  async run(sql: string): Promise<void> {
    await this.post({}, sql);
  }

  async ask(sql: string): Promise<readonly (readonly (string | null)[])[]> {
    const answer = await this.post({}, `${sql} FORMAT JSONCompactEachRow`);
    const lines = answer.split('\n').filter((line) => line !== '');
    return lines.map((line) =>
      (JSON.parse(line) as unknown[]).map((cell) => (cell === null ? null : String(cell))),
    );
  }

  transaction<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  async lock(): Promise<void> {}

  async insert(target: RowTarget, rows: readonly (readonly Cell[])[]): Promise<number> {
    const { table, columns, keyIndex, shapes } = target;
    // Written before anything is asked: a row that can not be written must not cost a request.
    const all = new RowBinary(columns, shapes, rows);
    const there = await this.existing(target, rows);
    const fresh = there.size === 0 ? rows : rows.filter((row) => !there.has(String(row[keyIndex])));
    if (fresh.length === 0) return 0;
    const names = columns.map((name) => DIALECT.quote(name)).join(', ');
    const types = shapes.map((shape) => DIALECT.columnType(shape));
    const binary = fresh === rows ? all : new RowBinary(columns, shapes, fresh);
    const engineNames = columns.map((name) => DIALECT.engineName(name));
    await this.post(
      {
        query: `INSERT INTO ${DIALECT.quote(table)} (${names}) FORMAT RowBinaryWithNamesAndTypes`,
        insert_deduplication_token: tokenOf(target, fresh),
      },
      binary.withHeader(engineNames, types),
    );
    return fresh.length;
  }

  asText({ kind }: LogicalType, column: string): string {
    if (kind === 'bool') return `toString(toInt8(${column}))`;
    if (kind === 'bytes') return `hex(${column})`;
    return `toString(${kind === 'timestamp' ? `toUnixTimestamp64Micro(${column})` : column})`;
  }

  async columns(table: string): Promise<readonly string[]> {
    const where = `database = currentDatabase() AND table = ${DIALECT.text(table)}`;
    const rows = await this.ask(`SELECT name FROM system.columns WHERE ${where}`);
    return rows.map(([name]) => String(name));
  }

  classify(error: unknown): StoreErrorClass {
    const code = codeOf(error) ?? '';
    if (code === 'ERR_NULL_REFUSED' || CONSTRAINT_CODES.has(code)) return 'CONSTRAINT';
    if (VALUE_CODES.has(code)) return 'UNREPRESENTABLE';
    return BEHIND_CODES.has(code) ? 'BEHIND' : 'TRANSIENT';
  }

  async close(): Promise<void> {}

  /** Ids of the rows that are in a table already. The table is sorted by time, so that only its part of that time is read. */
  private async existing(
    { table, columns, keyIndex, siblings }: RowTarget,
    rows: readonly (readonly Cell[])[],
  ): Promise<ReadonlySet<string>> {
    const key = DIALECT.quote(columns[keyIndex]!);
    const ids = rows.map((row) => DIALECT.text(String(row[keyIndex]))).join(', ');
    const within = timeRange(columns.indexOf(EVENT_TIME), rows);
    const from = (name: string): string =>
      `SELECT toString(${key}) FROM ${DIALECT.quote(name)} WHERE ${within}${key} IN (${ids})`;
    const found = await this.ask([table, ...siblings].map(from).join(' UNION ALL '));
    return new Set(found.map(([id]) => String(id)));
  }

  private async post(params: Readonly<Record<string, string>>, body: string | Uint8Array): Promise<string> {
    const url = new URL(this.base);
    for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
    const answer = await (this.options.fetch ?? fetch)(url, {
      method: 'POST',
      headers: this.headers,
      // A copy of the view: what fetch takes may not lie in shared memory.
      body: typeof body === 'string' ? body : new Uint8Array(body),
      signal: AbortSignal.timeout(this.options.timeoutMs ?? 60_000),
    });
    const text = await answer.text();
    if (answer.ok) return text;
    const code = answer.headers.get('x-clickhouse-exception-code') ?? /Code: (\d+)/.exec(text)?.[1] ?? '';
    throw new ClickhouseError(code, text.slice(0, 2_000));
  }
}

function timeRange(place: number, rows: readonly (readonly Cell[])[]): string {
  const times = rows.flatMap((row) => {
    const cell = row[place] ?? null;
    return typeof cell === 'number' || typeof cell === 'bigint' ? [BigInt(cell)] : [];
  });
  if (place < 0 || times.length < rows.length) return '';
  const ends = [times.reduce(least), times.reduce(most)].map(
    (us) => `fromUnixTimestamp64Micro(${us}, 'UTC')`,
  );
  return `${DIALECT.quote(EVENT_TIME)} BETWEEN ${ends.join(' AND ')} AND `;
}

const least = (one: bigint, other: bigint): bigint => (one < other ? one : other);
const most = (one: bigint, other: bigint): bigint => (one > other ? one : other);

/** Follows from the rows alone: the same part of the same batch has the same token, whoever sends it. */
function tokenOf({ table, keyIndex }: RowTarget, rows: readonly (readonly Cell[])[]): string {
  const hash = createHash('sha256').update(table);
  for (const row of rows) hash.update(`\n${String(row[keyIndex])}`);
  return hash.digest('hex');
}
