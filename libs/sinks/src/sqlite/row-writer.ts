import type { Cell } from '#libs/codec';
import { RegistryError } from '#libs/errors';
import type { SqliteParam } from '#libs/sqlite';
import { EVENT_KEY, type LogicalKind, type LogicalType } from '#libs/table-model';
import type { RowBatch, SinkRow } from '../event.js';
import { isBehind, isRefusal } from './failures.js';
import { OWN } from './own-tables.js';
import type { Statements } from './statements.js';
import type { KnownTable } from '../tables/known-table.js';
import { DIALECT, type TableBook } from './table-book.js';

/** What is told of each row. */
export interface RowOutcomes {
  inserted(row: SinkRow): void;
  duplicate(row: SinkRow): void;
  refused(row: SinkRow, error: Error): void;
}

/** Writes rows; within a transaction. One that the database refuses does not touch the others. */
export class RowWriter {
  constructor(
    private readonly statements: Statements,
    private readonly book: TableBook,
  ) {}

  /** **Throws** TABLE_BEHIND, also when somebody changed the table by hand, and SQLite's own error when the database is unwell. */
  write(batch: RowBatch, outcomes: RowOutcomes): void {
    try {
      this.insertAll(batch, outcomes);
    } catch (error) {
      if (!isBehind(error)) throw error;
      throw this.behind(batch, this.book.find(batch.table, batch.tableVersion), error);
    }
  }

  private insertAll(batch: RowBatch, outcomes: RowOutcomes): void {
    const { table, columns, rows } = batch;
    const known = this.book.find(table, batch.tableVersion);
    const types = known === null ? null : typesFor(known, batch);
    if (known === null || types === null) throw this.behind(batch, known);
    const insert = this.statements.of(insertSql(table, columns, this.book.siblings(known.ledger)));
    let inserted = 0;
    const converted = types.flatMap((type, index) => (AS_THEY_ARE.has(type.kind) ? [] : [{ type, index }]));
    for (const row of rows) {
      try {
        const { changes } = insert.run(...bound(converted, columns.length, row));
        inserted += changes;
        if (changes > 0) outcomes.inserted(row);
        else outcomes.duplicate(row);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        outcomes.refused(row, error);
      }
    }
    if (inserted > 0)
      this.statements.of(`UPDATE ${OWN.tables} SET rows = rows + ? WHERE name = ?`).run(inserted, table);
  }

  private behind(
    { table, tableVersion }: RowBatch,
    known: KnownTable | null,
    cause?: unknown,
  ): RegistryError {
    const actual = known?.ledger.tableVersion ?? 0;
    return new RegistryError('TABLE_BEHIND', { table, actual, needed: tableVersion }, { cause });
  }
}

/** Types in the order of the batch's columns; null when the table is too old or lacks a column. */
function typesFor(known: KnownTable, batch: RowBatch): readonly LogicalType[] | null {
  if (known.ledger.tableVersion < batch.tableVersion) return null;
  const types = batch.columns.map((name) => known.types.get(name));
  return types.every((type) => type !== undefined) ? types : null;
}

/** Kinds whose cells the dialect binds as they come; most columns are of these, and to ask for each cell costs as much as to bind it. */
const AS_THEY_ARE: ReadonlySet<LogicalKind> = new Set([
  'int32',
  'int64',
  'text',
  'bytes',
  'timestamp',
  'duration',
  'json',
  'uuid',
]);

function bound(
  converted: readonly { readonly type: LogicalType; readonly index: number }[],
  length: number,
  { cells }: SinkRow,
): readonly SqliteParam[] {
  if (converted.length === 0 && cells.length === length) return cells;
  const values: Cell[] = cells.slice(0, length);
  for (let index = values.length; index < length; index += 1) values.push(null);
  for (const { type, index } of converted) values[index] = DIALECT.parameter(type, values[index]!);
  return values;
}

/** A row is left out when its event is there already, in the table or in another one of the same message. */
function insertSql(table: string, columns: readonly string[], siblings: readonly string[]): string {
  const names = columns.map((name) => DIALECT.quote(name)).join(', ');
  const marks = columns.map((_, index) => `?${index + 1}`).join(', ');
  const key = columns.indexOf(EVENT_KEY) + 1;
  const into = `INSERT INTO ${DIALECT.quote(table)} (${names})`;
  const rest = `ON CONFLICT (${EVENT_KEY}) DO NOTHING`;
  if (siblings.length === 0) return `${into} VALUES (${marks}) ${rest}`;
  const elsewhere = siblings.map(
    (name) => `NOT EXISTS (SELECT 1 FROM ${DIALECT.quote(name)} WHERE ${EVENT_KEY} = ?${key})`,
  );
  return `${into} SELECT ${marks} WHERE ${elsewhere.join(' AND ')} ${rest}`;
}
