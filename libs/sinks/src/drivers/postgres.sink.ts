/**
 * Rows in PostgreSQL 12 and later: COPY into a temporary table, then INSERT … ON CONFLICT DO NOTHING, in one transaction.
 * COPY FROM STDIN is spoken over the connection of `pg`, in text format. A batch that the server refuses goes back to a savepoint
 * and is halved. Migrators wait for each other on an advisory lock.
 * Source: https://www.postgresql.org/docs/current/sql-copy.html (text format), .../protocol-flow.html#PROTOCOL-COPY,
 * .../errcodes-appendix.html. Known refusals: U+0000 in text and in strings of JSON.
 */
import type { Pool, PoolClient, Submittable } from 'pg';
import type { Cell } from '#libs/codec';
import { dialectNamed, type ColumnShape } from '#libs/ddl';
import type { LogicalType } from '#libs/table-model';
import type { TableSink } from '../contract.js';
import { codeOf } from '../problem-of.js';
import { Stages, insertFromStage, stageQuery } from '../tables/stage.js';
import { openTableSink } from '../tables/table-sink.js';
import type { RowTarget, StoreErrorClass, TableStore } from '../tables/table-store.js';

/** How the database is reached. */
export interface PostgresSinkOptions {
  /** How long a migration waits for others that use the table. Default 5000. */
  readonly lockTimeoutMs?: number;
  /** How long to try to connect. Default 5000. */
  readonly connectTimeoutMs?: number;
  /** Milliseconds since 1970. Default: the system's clock. */
  readonly now?: () => number;
}

const DIALECT = dialectNamed('postgres');
/** Any number that nobody else takes for an advisory lock. */
const LOCK_KEY = 0x70_72_6f_74;

/** Opens a database by its `postgres://` URL; tables are made in the connection's schema. **Throws** SINK_UNAVAILABLE. */
export async function openPostgresSink(url: string, options: PostgresSinkOptions = {}): Promise<TableSink> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString: url,
    // One connection that stays: its temporary tables are used again by the next batch.
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
    // A server that vanished is noticed, even by a connection that only waits.
    keepAlive: true,
    application_name: 'protokoll',
  });
  // A connection that dies while nobody uses it is replaced by the next call.
  pool.on('error', ignore);
  return openTableSink(new PostgresStore(pool, options.lockTimeoutMs ?? 5_000), options.now);
}

const ignore = (): void => undefined;

class PostgresStore implements TableStore {
  readonly dialect = DIALECT;
  readonly takesNul = false;
  readonly refusesNull = true;
  readonly savesParts = true;
  readonly ownTableSuffix = '';
  private client: PoolClient | null = null;
  private readonly stages = new WeakMap<PoolClient, Stages>();

  constructor(
    private readonly pool: Pool,
    private readonly lockTimeoutMs: number,
  ) {}

  async run(sql: string): Promise<void> {
    await this.connection().query(sql);
  }

  async ask(sql: string): Promise<readonly (readonly (string | null)[])[]> {
    const types = { getTypeParser: () => (text: string | null) => text };
    const { rows } = await this.connection().query<(string | null)[]>({ text: sql, rowMode: 'array', types });
    return rows;
  }

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    this.client = client;
    // A connection that dies fails the query that runs; untold of, its event would end the process.
    client.on('error', ignore);
    let broken = true;
    try {
      await client.query('BEGIN');
      const result = await work();
      await client.query('COMMIT');
      broken = false;
      return result;
    } catch (error) {
      broken = await client.query('ROLLBACK').then(
        () => false,
        () => true,
      );
      // A temporary table that was made by this transaction is gone with it.
      this.stages.delete(client);
      throw error;
    } finally {
      this.client = null;
      client.off('error', ignore);
      client.release(broken);
    }
  }

  async lock(): Promise<void> {
    await this.run(`SET LOCAL lock_timeout = ${this.lockTimeoutMs}`);
    await this.run(`SELECT pg_advisory_xact_lock(${LOCK_KEY})`);
  }

  async insert(target: RowTarget, rows: readonly (readonly Cell[])[]): Promise<number> {
    const client = this.connection();
    const stage = await this.stagesOf(client).of(target, async (name) => {
      await client.query(`DROP TABLE IF EXISTS pg_temp.${name}`);
      await client.query(`CREATE TEMPORARY TABLE ${name} AS ${stageQuery(DIALECT, target)}`);
    });
    await client.query('SAVEPOINT part');
    try {
      await copyInto(client, `COPY ${stage} FROM STDIN`, copyText(target.shapes, rows));
      const { rowCount } = await client.query(
        insertFromStage(DIALECT, target, await target.siblings(), stage),
      );
      await client.query(`TRUNCATE ${stage}; RELEASE SAVEPOINT part`);
      return rowCount ?? 0;
    } catch (error) {
      await client.query('ROLLBACK TO SAVEPOINT part');
      throw error;
    }
  }

  asText({ kind }: LogicalType, column: string): string {
    if (kind === 'bool') return `${column}::int::text`;
    if (kind === 'bytes') return `encode(${column}, 'hex')`;
    return kind === 'timestamp'
      ? `(extract(epoch FROM ${column}) * 1000000)::bigint::text`
      : `${column}::text`;
  }

  async columns(table: string): Promise<readonly string[]> {
    const rows = await this.ask(
      `SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(${DIALECT.text(DIALECT.quote(table))}) AND attnum > 0 AND NOT attisdropped`,
    );
    return rows.map(([name]) => String(name));
  }

  classify(error: unknown): StoreErrorClass {
    const state = codeOf(error) ?? '';
    if (state.startsWith('23')) return 'CONSTRAINT';
    // Data exceptions, and values that are beyond a limit of the program, such as a tsvector or an index row.
    if (state.startsWith('22') || state.startsWith('54')) return 'UNREPRESENTABLE';
    // No such column, no such table, another type.
    return ['42703', '42P01', '42804'].includes(state) ? 'BEHIND' : 'TRANSIENT';
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private connection(): PoolClient {
    if (this.client === null) throw new Error('no transaction is open');
    return this.client;
  }

  private stagesOf(client: PoolClient): Stages {
    const stages = this.stages.get(client) ?? new Stages();
    this.stages.set(client, stages);
    return stages;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Rows as COPY's text format has them: a line each, cells apart by tabs. */
function copyText(shapes: readonly ColumnShape[], rows: readonly (readonly Cell[])[]): Buffer {
  let text = '';
  for (const cells of rows) {
    for (let index = 0; index < shapes.length; index += 1) {
      if (index > 0) text += '\t';
      text += copyCell(DIALECT.parameter(shapes[index]!.type, cells[index] ?? null));
    }
    text += '\n';
  }
  return Buffer.from(text);
}

function copyCell(cell: Cell): string {
  if (cell === null) return '\\N';
  if (typeof cell === 'string')
    return /[\\\n\r\t]/.test(cell) ? cell.replaceAll(/[\\\n\r\t]/g, (it) => ESCAPES[it] ?? it) : cell;
  return typeof cell === 'object' ? `\\\\x${Buffer.from(cell).toString('hex')}` : String(cell);
}

/** What `pg` gives to a query of one's own; its types leave out COPY. */
interface CopyConnection {
  query(sql: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** Bytes to a message of COPY. */
const CHUNK_BYTES = 65_536;

/** Sends the data of one COPY … FROM STDIN; rejects with the server's error. `pg` calls the handlers in the protocol's order. */
function copyInto(client: PoolClient, sql: string, data: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure: unknown = null;
    const copy = {
      submit: (connection: unknown) => (connection as CopyConnection).query(sql),
      handleCopyInResponse: (connection: CopyConnection) => {
        for (let from = 0; from < data.length; from += CHUNK_BYTES)
          connection.sendCopyFromChunk(data.subarray(from, from + CHUNK_BYTES));
        connection.endCopyFrom();
      },
      handleError: (error: unknown) => {
        failure = error;
        reject(error);
      },
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => {
        if (failure === null) resolve();
      },
    };
    client.query(copy as Submittable);
  });
}
