import type { EntityManager } from 'typeorm';
import type { Database } from './database.js';

/** Rows a statement may have at a time. */
const INSERT_CHUNK = 1_000;
/** Parameters a statement may have: SQLite takes 32 766, PostgreSQL twice as many. */
const MAX_PARAMETERS = 30_000;

/**
 * Inserts rows whose values are in the columns' order and in the database's own form: JSON as text. The way for hot writes:
 * TypeORM's builder takes longer for ten rows than the database does. Names are the program's own, never a caller's. `tail`:
 * `ON CONFLICT …`, else a row that is there already is a failure, and `RETURNING …`, whose rows are answered in no order.
 */
export async function insertRows<Row = never>(
  database: Database,
  manager: EntityManager,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
  tail = '',
): Promise<Row[]> {
  const names = columns.map((column) => `"${column}"`).join(', ');
  const answered: Row[] = [];
  for (const chunk of chunksOf(rows, columns.length)) {
    const sql = `INSERT INTO "${table}" (${names}) VALUES ${placesOf(chunk.length, columns.length)} ${tail}`;
    const made = await database.run<Row>(manager, sql, chunk.flat());
    // Without RETURNING, TypeORM answers a number on SQLite.
    if (Array.isArray(made)) answered.push(...made);
  }
  return answered;
}

/** Rows, as many as a statement may have; `width`: parameters of a row. */
export function* chunksOf<Row>(rows: readonly Row[], width: number): Generator<readonly Row[]> {
  const size = Math.min(INSERT_CHUNK, Math.floor(MAX_PARAMETERS / width));
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size);
}

/** `(?, ?), (?, ?)`: places of rows. `place`: those of one row, where they need casts. */
export function placesOf(
  count: number,
  width: number,
  place = `(${Array.from({ length: width }, () => '?').join(', ')})`,
): string {
  return Array.from({ length: count }, () => place).join(', ');
}
