import type { EngineStatement } from './engine.js';
import { withCodes } from './errors.js';
import { asNumber, bindable, tidyRow, type SqliteParam, type SqliteRow } from './values.js';

/** What a statement that answers no rows did. */
export interface RunResult {
  readonly changes: number;
  readonly lastInsertRowid: number;
}

/** Statements that may be run twice without harm: see {@link SqliteStatement.all}. */
const READ_ONLY = /^\s*(?:select|with|values|explain|pragma)\b/i;
const WRITES = /\b(?:insert|update|delete|replace)\b/i;

/** A prepared statement. All methods block; errors carry a `code`. */
export class SqliteStatement {
  private readonly repeatable: boolean;
  private bigints = false;

  constructor(
    private readonly statement: EngineStatement,
    readonly sql: string,
  ) {
    this.repeatable = READ_ONLY.test(sql) && !WRITES.test(sql);
    if (!this.repeatable) this.readBigInts();
  }

  /** Runs it for its effect. */
  run(...params: readonly SqliteParam[]): RunResult {
    const values = boundAll(params);
    const result = withCodes(() => this.statement.run(...values));
    return { changes: asNumber(result.changes), lastInsertRowid: asNumber(result.lastInsertRowid) };
  }

  /** The first row, or undefined. */
  get(...params: readonly SqliteParam[]): SqliteRow | undefined {
    const row = this.read(() => this.statement.get(...params.map(bindable)));
    return row === undefined ? undefined : tidyRow(row as Record<string, unknown>);
  }

  /** All rows. Reading integers as numbers is faster; the first one that does not fit makes it read again as bigints. */
  all(...params: readonly SqliteParam[]): SqliteRow[] {
    const rows = this.read(() => this.statement.all(...params.map(bindable)));
    for (const row of rows) tidyRow(row as Record<string, unknown>);
    return rows as SqliteRow[];
  }

  /** Rows one by one. */
  *iterate(...params: readonly SqliteParam[]): Generator<SqliteRow, void> {
    this.readBigInts();
    for (const row of this.statement.iterate(...params.map(bindable)))
      yield tidyRow(row as Record<string, unknown>);
  }

  private read<T>(work: () => T): T {
    try {
      return withCodes(work);
    } catch (error) {
      if (this.bigints || !isOutOfRange(error)) throw error;
      this.readBigInts();
      return withCodes(work);
    }
  }

  private readBigInts(): void {
    if (this.bigints) return;
    this.statement.setReadBigInts(true);
    this.bigints = true;
  }
}

/** The parameters as the engine takes them; themselves when it takes every one as it is. */
function boundAll(params: readonly SqliteParam[]): readonly ReturnType<typeof bindable>[] {
  for (let index = 0; index < params.length; index += 1)
    if (bindable(params[index]) !== params[index]) return params.map(bindable);
  return params as readonly ReturnType<typeof bindable>[];
}

function isOutOfRange(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_OUT_OF_RANGE';
}
