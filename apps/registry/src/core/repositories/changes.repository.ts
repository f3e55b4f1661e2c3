import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import { insertRows } from '../database/insert-rows.js';
import type { ChangeRow } from '../entities/change.entity.js';

/** A change that is about to be recorded. */
export type NewChange = Omit<ChangeRow, 'id' | 'at'>;

/** Key of the lock under which changes are numbered; any number will do as long as it stays. */
const CHANGE_LOCK = 7_305_642;

/** Reads and writes the change feed. */
export class ChangesRepository {
  constructor(private readonly database: Database) {}

  /**
   * Records changes as a transaction's LAST step. On PostgreSQL a sequence numbers rows before they are committed, so a
   * reader could pass over a row that commits late; the lock, held to the transaction's end, makes both orders one.
   */
  async append(manager: EntityManager, changes: readonly NewChange[], at: string): Promise<void> {
    if (this.database.kind === 'postgres')
      await manager.query('SELECT pg_advisory_xact_lock($1)', [CHANGE_LOCK]);
    const columns = ['kind', 'subject', 'version', 'fingerprint', 'at', 'details'];
    const rows = changes.map(({ kind, subject, version, fingerprint, details }) => [
      kind,
      subject,
      version,
      fingerprint,
      at,
      JSON.stringify(details),
    ]);
    await insertRows(this.database, manager, 'change', columns, rows);
  }

  /** Changes past the given id, in order. */
  async after(id: number, limit: number): Promise<ChangeRow[]> {
    const rows = await this.database.query<Omit<ChangeRow, 'details'> & { details: string }>(
      `SELECT * FROM "change" WHERE "id" > ? ORDER BY "id" LIMIT ?`,
      [id, limit],
    );
    return rows.map((row) => ({ ...row, details: JSON.parse(row.details) as Record<string, string> }));
  }

  /** Id of the newest change, or 0. */
  async head(): Promise<number> {
    const rows = await this.database.query<{ id: number | null }>(`SELECT max("id") AS "id" FROM "change"`);
    return rows[0]?.id ?? 0;
  }
}
