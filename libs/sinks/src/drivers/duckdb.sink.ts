/**
 * Rows in one DuckDB file: the appender fills a temporary table, then INSERT … ON CONFLICT DO NOTHING takes what is new.
 * `@duckdb/node-api` is no dependency of ours; whoever wants this sink installs it. One process owns the file.
 * DuckDB has no savepoints, and an error ends the transaction: so each part of a batch is committed by itself, and a call that
 * broke off is made again. Source: https://duckdb.org/docs/stable/clients/node_neo/overview, .../sql/statements/insert
 */
import type { Cell } from '#libs/codec';
import { dialectNamed } from '#libs/ddl';
import { RegistryError } from '#libs/errors';
import type { LogicalKind, LogicalType } from '#libs/table-model';
import type { TableSink } from '../contract.js';
import { loadLibrary } from '../load-library.js';
import { problemOf } from '../problem-of.js';
import { Stages, insertFromStage, stageQuery } from '../tables/stage.js';
import { openTableSink } from '../tables/table-sink.js';
import type { RowTarget, StoreErrorClass, TableStore } from '../tables/table-store.js';
import { DuckdbNested, leafText, storedText, type DuckdbNestedLibrary } from './duckdb-nested.js';

/** How the file is opened. */
export interface DuckdbSinkOptions {
  /** The package `@duckdb/node-api`, when it is loaded from elsewhere. */
  readonly library?: unknown;
  /** Milliseconds since 1970. Default: the system's clock. */
  readonly now?: () => number;
}

/** What is used of `@duckdb/node-api` 1.x. */
interface DuckdbLibrary extends DuckdbNestedLibrary {
  readonly DuckDBInstance: { create(path: string): Promise<DuckdbInstance> };
  readonly DuckDBUUIDValue: { fromUint128(value: bigint): object };
}
interface DuckdbInstance {
  connect(): Promise<DuckdbConnection>;
  closeSync(): void;
}
interface DuckdbConnection {
  run(sql: string): Promise<{ readonly rowsChanged: number }>;
  runAndReadAll(sql: string): Promise<{ getRowsJson(): unknown[][] }>;
  createAppender(table: string, schema: null, catalog: string): Promise<DuckdbAppender>;
  closeSync(): void;
}
interface DuckdbAppender {
  appendBoolean(value: boolean): void;
  appendInteger(value: number): void;
  appendBigInt(value: bigint): void;
  appendUBigInt(value: bigint): void;
  appendFloat(value: number): void;
  appendDouble(value: number): void;
  appendTimestampTZ(value: object): void;
  appendVarchar(value: string): void;
  appendBlob(value: Uint8Array): void;
  appendUUID(value: object): void;
  appendValue(value: unknown, type: object): void;
  appendNull(): void;
  endRow(): void;
  closeSync(): void;
}

const DIALECT = dialectNamed('duckdb');

/** Opens, or makes, a DuckDB file; `:memory:` for none. **Throws** DRIVER_MISSING, SINK_UNAVAILABLE. */
export async function openDuckdbSink(path: string, options: DuckdbSinkOptions = {}): Promise<TableSink> {
  const library = (options.library ?? (await loadLibrary('DuckDB', '@duckdb/node-api'))) as DuckdbLibrary;
  try {
    const instance = await library.DuckDBInstance.create(path);
    const connection = await instance.connect();
    // Texts of times are cast by it.
    await connection.run("SET TimeZone = 'UTC'");
    return await openTableSink(new DuckdbStore(instance, connection, library), options.now);
  } catch (cause) {
    if (cause instanceof RegistryError) throw cause;
    throw new RegistryError('SINK_UNAVAILABLE', { problem: problemOf(cause) }, { cause });
  }
}

type Append = (appender: DuckdbAppender, cell: NonNullable<Cell>) => void;

function appends(library: DuckdbLibrary): Readonly<Record<LogicalKind, Append>> {
  const { DuckDBTimestampTZValue: Time, DuckDBUUIDValue } = library;
  const text: Append = (appender, cell) => appender.appendVarchar(String(cell));
  const whole: Append = (appender, cell) => appender.appendBigInt(BigInt(cell as number | bigint));
  return {
    bool: (appender, cell) => appender.appendBoolean(cell === true),
    int32: (appender, cell) => appender.appendInteger(Number(cell)),
    int64: whole,
    duration: whole,
    uint64: (appender, cell) => appender.appendUBigInt(BigInt(cell as number | bigint)),
    float32: (appender, cell) => appender.appendFloat(Number(cell)),
    float64: (appender, cell) => appender.appendDouble(Number(cell)),
    timestamp: (appender, cell) => appender.appendTimestampTZ(new Time(BigInt(cell as number | bigint))),
    bytes: (appender, cell) => appender.appendBlob(cell as Uint8Array),
    uuid: (appender, cell) =>
      appender.appendUUID(DuckDBUUIDValue.fromUint128(BigInt(`0x${String(cell).replaceAll('-', '')}`))),
    text,
    json: text,
  };
}

class DuckdbStore implements TableStore {
  readonly dialect = DIALECT;
  readonly takesNul = true;
  readonly refusesNull = true;
  readonly savesParts = false;
  readonly ownTableSuffix = '';
  private readonly stages = new Stages();
  private readonly appends: Readonly<Record<LogicalKind, Append>>;

  constructor(
    private readonly instance: DuckdbInstance,
    private readonly connection: DuckdbConnection,
    private readonly library: DuckdbLibrary,
  ) {
    this.appends = appends(library);
  }

  async run(sql: string): Promise<void> {
    await this.connection.run(sql);
  }

  async ask(sql: string): Promise<readonly (readonly (string | null)[])[]> {
    const rows = (await this.connection.runAndReadAll(sql)).getRowsJson();
    return rows.map((row) => row.map((cell) => (cell === null ? null : String(cell))));
  }

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.run('BEGIN');
    try {
      const result = await work();
      await this.run('COMMIT');
      return result;
    } catch (error) {
      await this.run('ROLLBACK');
      throw error;
    }
  }

  /** Nobody else has the file. */
  async lock(): Promise<void> {}

  async insert(target: RowTarget, rows: readonly (readonly Cell[])[]): Promise<number> {
    const stage = await this.stages.of(target, (name) =>
      this.run(`CREATE OR REPLACE TEMPORARY TABLE ${name} AS ${stageQuery(DIALECT, target)}`),
    );
    try {
      await this.fill(stage, target, rows);
      const insert = insertFromStage(DIALECT, target, await target.siblings(), stage);
      return (await this.connection.run(insert)).rowsChanged;
    } finally {
      await this.run(`DELETE FROM ${stage}`);
    }
  }

  asText(type: LogicalType, column: string): string {
    const [shape, { kind }] = [DIALECT.shape(type), type];
    if (shape !== null) return `CAST(to_json(${storedText(shape, column)}) AS VARCHAR)`;
    return leafText(kind, column);
  }

  async columns(table: string): Promise<readonly string[]> {
    const where = `schema_name = current_schema() AND table_name = ${DIALECT.text(table)}`;
    const rows = await this.ask(`SELECT column_name FROM duckdb_columns() WHERE ${where}`);
    return rows.map(([name]) => String(name));
  }

  classify(error: unknown): StoreErrorClass {
    const problem = problemOf(error);
    if (problem.startsWith('Constraint Error')) return 'CONSTRAINT';
    if (/^(Conversion|Out of Range|Invalid Input|Invalid type) Error/i.test(problem))
      return 'UNREPRESENTABLE';
    // What the appender says of a value that its column's type can not hold.
    if (/^(Type \w+ with value .* can't be cast|Could not convert )/s.test(problem)) return 'UNREPRESENTABLE';
    return /^(Catalog|Binder) Error/.test(problem) ? 'BEHIND' : 'TRANSIENT';
  }

  async close(): Promise<void> {
    this.connection.closeSync();
    this.instance.closeSync();
  }

  private appendTo(type: LogicalType): Append {
    const shape = DIALECT.shape(type);
    if (shape === null) return this.appends[type.kind];
    const nested = new DuckdbNested(this.library, shape);
    return (appender, cell) => appender.appendValue(nested.value(String(cell)), nested.type);
  }

  private async fill(stage: string, target: RowTarget, rows: readonly (readonly Cell[])[]): Promise<void> {
    const appender = await this.connection.createAppender(stage, null, 'temp');
    const appendOf = target.shapes.map(({ type }) => this.appendTo(type));
    try {
      for (const cells of rows) {
        for (let index = 0; index < appendOf.length; index += 1) {
          const cell = cells[index] ?? null;
          if (cell === null) appender.appendNull();
          else appendOf[index]!(appender, cell);
        }
        appender.endRow();
      }
    } finally {
      appender.closeSync();
    }
  }
}
