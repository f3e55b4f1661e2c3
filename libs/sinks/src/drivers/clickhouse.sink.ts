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
import { dialectNamed, entryShape, type ColumnShape } from '#libs/ddl';
import { plainType } from '#libs/planner';
import { typeGiven, type InnerShape, type LogicalType } from '#libs/table-model';
import type { TableSink } from '../contract.js';
import { codeOf } from '../problem-of.js';
import { rowBinary, type BinaryColumn } from '../tables/row-binary.js';
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
/** Events that happened within so little time are looked for by time alone: mostly nothing is there, and to ask for a range costs a quarter. */
const SHORT_US = 60_000_000n;
/** How long other tables of a message are taken to be all. They come with migrations only. */
const SIBLINGS_STAY_MS = 1_000;

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
const VALUE_CODES = new Set(['6', '26', '27', '38', '41', '69', '72', '131', '321', '376', '407', '70']);
/** NULL for a column that takes none; a CHECK. */
const CONSTRAINT_CODES = new Set(['349', '469']);
/** No such column in the table, unknown identifier, type mismatch, unknown table, another type than the header says. */
const BEHIND_CODES = new Set(['16', '47', '53', '60', '117']);

function leafText({ kind }: Pick<LogicalType, 'kind'>, value: string): string {
  if (kind === 'bool') return `toString(toInt8(${value}))`;
  if (kind === 'bytes') return `hex(${value})`;
  return `toString(${kind === 'timestamp' ? `toUnixTimestamp64Micro(${value})` : value})`;
}

/** Expression for the arrays of a `StoredValue`; tuples without names are arrays in JSON. */
function storedText(shape: InnerShape, value: string, depth = 0): string {
  const [one, other] = [`protokoll_${depth}`, `protokoll_${depth}_value`];
  const inner = (part: InnerShape, of: string): string => storedText(part, of, depth + 1);
  switch (shape.kind) {
    case 'leaf':
      return leafText(shape.type, value);
    case 'list':
      return `arrayMap(${one} -> ${inner(shape.element, one)}, ${value})`;
    case 'map': {
      const entry = `tuple(${inner(shape.key, one)}, ${inner(shape.value, other)})`;
      return `arrayMap((${one}, ${other}) -> ${entry}, mapKeys(${value}), mapValues(${value}))`;
    }
    case 'struct': {
      const fields = shape.fields.map((field, place) =>
        inner(field.shape, `tupleElement(${value}, ${place + 1})`),
      );
      return `tuple(${fields.join(', ')})`;
    }
  }
}

class ClickhouseStore implements TableStore {
  readonly dialect = DIALECT;
  readonly takesNul = true;
  // RowBinary has no NULL for a column that takes none.
  readonly refusesNull = false;
  readonly savesParts = false;
  readonly ownTableSuffix = ' ENGINE = MergeTree ORDER BY tuple()';
  private readonly siblings = new Map<string, { readonly names: readonly string[]; readonly atMs: number }>();
  private readonly types = new Map<string, ReadonlyMap<string, string>>();
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
    this.siblings.clear();
    this.types.clear();
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
    const { keyIndex } = target;
    const written = await this.columnsOf(target);
    const asked = this.existing(target, rows);
    // While the server looks: mostly nothing is there.
    const all = rowBinary(written, rows);
    const there = await asked;
    const fresh = there.size === 0 ? rows : rows.filter((row) => !there.has(String(row[keyIndex])));
    if (fresh.length === 0) return 0;
    await this.post(
      {
        query: `${insertWords(target, written)} FORMAT RowBinaryWithNamesAndTypes`,
        insert_deduplication_token: tokenOf(target, fresh),
      },
      fresh === rows ? all : rowBinary(written, fresh),
    );
    return fresh.length;
  }

  asText(type: LogicalType, column: string): string {
    const shape = DIALECT.shape(type);
    return shape === null ? leafText(type, column) : `toJSONString(${storedText(shape, column)})`;
  }

  async columns(table: string): Promise<readonly string[]> {
    const where = `database = currentDatabase() AND table = ${DIALECT.text(table)}`;
    const rows = await this.ask(`SELECT name FROM system.columns WHERE ${where}`);
    return rows.map(([name]) => String(name));
  }

  classify(error: unknown): StoreErrorClass {
    const code = codeOf(error) ?? '';
    if (CONSTRAINT_CODES.has(code)) return 'CONSTRAINT';
    if (VALUE_CODES.has(code)) return 'UNREPRESENTABLE';
    return BEHIND_CODES.has(code) ? 'BEHIND' : 'TRANSIENT';
  }

  async close(): Promise<void> {}

  /** Ids of the rows that are in a table of their message already. The tables are sorted by time and id: little of them is read. */
  private async existing(
    target: RowTarget,
    rows: readonly (readonly Cell[])[],
  ): Promise<ReadonlySet<string>> {
    const tables = [target.table, ...(await this.siblingsOf(target))];
    const place = target.columns.indexOf(EVENT_TIME);
    const [first, last] = timesOf(place, rows);
    const between = `BETWEEN fromUnixTimestamp64Micro(${first}, 'UTC') AND fromUnixTimestamp64Micro(${last}, 'UTC')`;
    if (BigInt(last) - BigInt(first) < SHORT_US) {
      const near = await this.ids(tables, target, `${EVENT_TIME} ${between} LIMIT ${rows.length + 1}`);
      if (near.length <= rows.length) return new Set(near);
    }
    // As a document: a list of literals takes the server eight times as long to read.
    const list = Buffer.from(namesOf(target, rows)).toString('base64');
    const wanted = `SELECT us, id FROM format(RowBinaryWithNamesAndTypes, base64Decode('${list}'))`;
    const key = DIALECT.quote(target.columns[target.keyIndex]!);
    return new Set(await this.ids(tables, target, `(${EVENT_TIME}, ${key}) IN (${wanted})`));
  }

  /** The columns, with lists, maps and tuples in the words of the server, which compares types letter by letter. */
  private async columnsOf({
    table,
    tableVersion,
    columns,
    shapes,
  }: RowTarget): Promise<readonly BinaryColumn[]> {
    const own = columns.map((name, index) => binaryColumn(name, shapes[index]!));
    if (shapes.every(({ type }) => DIALECT.shape(type) === null)) return own;
    const key = `${tableVersion} ${table}`;
    const live = this.types.get(key) ?? (await this.typesIn(table));
    const said = own.map((column) => ({ ...column, type: sameType(column.type, live.get(column.name)) }));
    // What somebody changed by hand is looked at again.
    if (said.every(({ name, type }) => live.get(name) === type)) this.types.set(key, live);
    return said;
  }

  private async typesIn(table: string): Promise<ReadonlyMap<string, string>> {
    const where = `database = currentDatabase() AND table = ${DIALECT.text(DIALECT.engineName(table))}`;
    const found = await this.ask(`SELECT name, type FROM system.columns WHERE ${where}`);
    return new Map(found.map(([name, type]) => [String(name), String(type)]));
  }

  private async ids(
    tables: readonly string[],
    { columns, keyIndex }: RowTarget,
    where: string,
  ): Promise<readonly string[]> {
    const key = DIALECT.quote(columns[keyIndex]!);
    const parts = tables.map(
      (name) => `(SELECT toString(${key}) FROM ${DIALECT.quote(name)} WHERE ${where})`,
    );
    const found = await this.ask(parts.length === 1 ? parts[0]!.slice(1, -1) : parts.join(' UNION ALL '));
    return found.map(([id]) => String(id));
  }

  private async siblingsOf({ table, siblings }: RowTarget): Promise<readonly string[]> {
    const nowMs = (this.options.now ?? Date.now)();
    const kept = this.siblings.get(table);
    if (kept !== undefined && Math.abs(nowMs - kept.atMs) < SIBLINGS_STAY_MS) return kept.names;
    const names = await siblings();
    this.siblings.set(table, { names, atMs: nowMs });
    return names;
  }

  private async post(
    params: Readonly<Record<string, string>>,
    body: string | Uint8Array<ArrayBuffer>,
  ): Promise<string> {
    const url = new URL(this.base);
    for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
    const answer = await (this.options.fetch ?? fetch)(url, {
      method: 'POST',
      headers: this.headers,
      body,
      signal: AbortSignal.timeout(this.options.timeoutMs ?? 60_000),
    });
    const text = await answer.text();
    if (answer.ok) return text;
    const code = answer.headers.get('x-clickhouse-exception-code') ?? /Code: (\d+)/.exec(text)?.[1] ?? '';
    throw new ClickhouseError(code, text.slice(0, 2_000));
  }
}

type Micros = number | bigint;

/** The server's word for a type when it means the same; else ours, which it will refuse. */
function sameType(own: string, live: string | undefined): string {
  return live !== undefined && plainType(live) === plainType(own) ? live : own;
}

function binaryColumn(name: string, shape: ColumnShape): BinaryColumn {
  return { name: DIALECT.engineName(name), type: DIALECT.columnType(shape), shape };
}

/** Cells are sent in the dialect's own types; a column of another one has them converted, and refuses what does not fit. */
function insertWords({ table, columns, ledger }: RowTarget, written: readonly BinaryColumn[]): string {
  const names = columns.map((name) => DIALECT.quote(name));
  const into = `INSERT INTO ${DIALECT.quote(table)} (${names.join(', ')})`;
  const entries = new Map(ledger.entries.map((entry) => [entry.name, entry]));
  let converts = false;
  const values = columns.map((name, index) => {
    const entry = entries.get(name);
    if (entry === undefined || typeGiven(entry, DIALECT.name) === null) return names[index]!;
    converts = true;
    return `accurateCast(${names[index]!}, ${DIALECT.text(DIALECT.columnType(entryShape(DIALECT, entry)))})`;
  });
  if (!converts) return into;
  const sent = written.map(({ type }, index) => `${names[index]!} ${type}`).join(', ');
  return `${into} SELECT ${values.join(', ')} FROM input(${DIALECT.text(sent)})`;
}

const NAMES = [
  binaryColumn('us', { type: { kind: 'timestamp' }, form: null, nullable: false }),
  binaryColumn('id', { type: { kind: 'uuid' }, form: null, nullable: false }),
];

/** Time and id of each row. A row that brings no time gets the first. */
function namesOf(
  { columns, keyIndex }: RowTarget,
  rows: readonly (readonly Cell[])[],
): Uint8Array<ArrayBuffer> {
  const place = columns.indexOf(EVENT_TIME);
  return rowBinary(
    NAMES,
    rows.map((row) => [row[place] ?? 0, row[keyIndex]!]),
  );
}

/** The first and the last time of the rows, in microseconds. */
function timesOf(place: number, rows: readonly (readonly Cell[])[]): readonly [Micros, Micros] {
  let first = (rows[0]?.[place] ?? 0) as Micros;
  let last = first;
  for (const row of rows) {
    const us = (row[place] ?? 0) as Micros;
    if (us < first) first = us;
    if (us > last) last = us;
  }
  return [first, last];
}

/** Follows from the rows alone: the same part of the same batch has the same token, whoever sends it. */
function tokenOf(target: RowTarget, rows: readonly (readonly Cell[])[]): string {
  return createHash('sha256').update(`${target.table}\n`).update(namesOf(target, rows)).digest('hex');
}
