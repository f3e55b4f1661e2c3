import type { Cell } from '#libs/codec';
import { RegistryError } from '#libs/errors';
import { EVENT_KEY } from '#libs/table-model';
import type { RejectedRow, RowBatch, RowErrorClass, RowsResult, SinkRow } from '../event.js';
import { problemOf } from '../problem-of.js';
import { findMisfits } from './find-misfits.js';
import { insertAround } from './insert-around.js';
import { shapesOf, type KnownTable } from './known-table.js';
import type { LedgerBook } from './ledger-book.js';
import type { RowStore, RowTarget } from './table-store.js';

/** Writes batches; within a transaction where the engine saves parts. **Throws** TABLE_BEHIND before the first row, and the engine's own errors. */
export async function writeRows(
  store: RowStore,
  book: LedgerBook,
  batches: readonly RowBatch[],
): Promise<RowsResult> {
  const targets: RowTarget[] = [];
  for (const batch of batches) targets.push(await targetOf(book, batch, store.dialect.name));
  const rejected: RejectedRow[] = [];
  let rows = 0;
  for (const [index, batch] of batches.entries())
    rows += await new BatchPart(store, book, batch, targets[index]!, rejected).write();
  const given = batches.reduce((sum, batch) => sum + batch.rows.length, 0);
  return { rows, rejected, duplicates: given - rows - rejected.length };
}

async function targetOf(book: LedgerBook, batch: RowBatch, dialect: string): Promise<RowTarget> {
  const { table, columns, tableVersion: needed } = batch;
  const known = await book.find(table, needed);
  if (known === null || known.ledger.tableVersion < needed) throw behind(batch, known);
  if (!columns.every((name) => known.types.has(name))) throw behind(batch, known);
  const all = shapesOf(known.ledger, dialect);
  const shapes = columns.flatMap((name) => all.get(name) ?? []);
  const { tableVersion } = known.ledger;
  return {
    table,
    tableVersion,
    ledger: known.ledger,
    columns,
    shapes,
    keyIndex: columns.indexOf(EVENT_KEY),
    siblings: () => book.siblings(known.ledger),
  };
}

function behind({ table, tableVersion }: RowBatch, known: KnownTable | null): RegistryError {
  const actual = known?.ledger.tableVersion ?? 0;
  return new RegistryError('TABLE_BEHIND', { table, actual, needed: tableVersion });
}

/** The first line of what an engine says; what it quotes is a value unless it says that it is a name. */
function withoutValues(problem: string): string {
  const [line = ''] = problem.slice(0, 2_000).split('\n');
  return line.replaceAll(/(?<!\b(?:column|relation|constraint|table) )(["']).*?\1/g, "'…'");
}

class BatchPart {
  constructor(
    private readonly store: RowStore,
    private readonly book: LedgerBook,
    private readonly batch: RowBatch,
    private readonly target: RowTarget,
    private readonly rejected: RejectedRow[],
  ) {}

  /** How many rows were new. */
  async write(): Promise<number> {
    const { store, target } = this;
    return insertAround<SinkRow>(
      this.fitting(),
      (part) => this.insert(part.map(({ cells }) => cells)),
      (row, error) => {
        const errorClass = store.classify(error) === 'CONSTRAINT' ? 'CONSTRAINT' : 'UNREPRESENTABLE';
        this.refuse(row, errorClass, null, withoutValues(problemOf(error)));
      },
      (error) => ['UNREPRESENTABLE', 'CONSTRAINT'].includes(store.classify(error)),
    ).catch((error: unknown) => {
      if (store.classify(error) !== 'BEHIND') throw error;
      // Somebody changed the table by hand: it is looked at anew, and the rows wait.
      this.book.forget(target.table);
      const { table, tableVersion: actual } = target;
      throw new RegistryError(
        'TABLE_BEHIND',
        { table, actual, needed: this.batch.tableVersion },
        { cause: error },
      );
    });
  }

  private insert(rows: readonly (readonly Cell[])[]): Promise<number> {
    return this.store.insert(this.target, rows);
  }

  /** Rows whose every cell fits, the first of each event. */
  private fitting(): readonly SinkRow[] {
    const { rows } = this.batch;
    const { shapes, columns, keyIndex } = this.target;
    const misfits = findMisfits(
      shapes,
      rows.map(({ cells }) => cells),
      this.store,
    );
    const seen = new Set<Cell>();
    return rows.filter((row, number) => {
      const misfit = misfits.get(number);
      if (misfit !== undefined) {
        const { errorClass, index, problem } = misfit;
        this.refuse(row, errorClass, columns[index] ?? null, problem);
        return false;
      }
      const key = row.cells[keyIndex] ?? null;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  }

  private refuse(row: SinkRow, errorClass: RowErrorClass, column: string | null, problem: string): void {
    const message =
      column === null ? problem : `A value for column '${column}' can not be stored: ${problem}`;
    this.rejected.push({ eventId: row.source.eventId, errorClass, column, message });
  }
}
