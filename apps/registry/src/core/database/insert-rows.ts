import type { EntityManager } from 'typeorm';
import type { Database } from './database.js';

/** Rows a statement may have at a time; SQLite's expression depth and parameter count set it. */
const INSERT_CHUNK = 100;

/**
 * Inserts rows whose values are in the columns' order and in the database's own form: JSON as text. The way for hot writes:
 * TypeORM's builder takes longer for ten rows than the database does. Names are the program's own, never a caller's.
 */
export async function insertRows(
  database: Database,
  manager: EntityManager,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
  /** `ON CONFLICT …`; else a row that is there already is a failure. */
  conflict = '',
): Promise<void> {
  const names = columns.map((column) => `"${column}"`).join(', ');
  const places = `(${columns.map(() => '?').join(', ')})`;
  for (let start = 0; start < rows.length; start += INSERT_CHUNK) {
    const chunk = rows.slice(start, start + INSERT_CHUNK);
    const values = chunk.map(() => places).join(', ');
    await database.run(
      manager,
      `INSERT INTO "${table}" (${names}) VALUES ${values} ${conflict}`,
      chunk.flat(),
    );
  }
}
