import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';

/** A content's id in a context. */
export interface PlacedId {
  readonly context: string;
  readonly id: number;
  readonly contentKey: string;
  readonly fingerprint: string;
}

/** Writes what an import brings with its own numbers, and asks what stands in its way. All in the caller's transaction. */
export class ImportRepository {
  constructor(private readonly database: Database) {}

  /** Makes a context, or moves its counter of ids up. */
  async raiseContext(manager: EntityManager, name: string, nextId: number): Promise<void> {
    await this.database.run(
      manager,
      `INSERT INTO "context" ("name", "next_id") VALUES (?, ?) ON CONFLICT ("name") DO NOTHING`,
      [name, nextId],
    );
    await this.database.run(
      manager,
      `UPDATE "context" SET "next_id" = ? WHERE "name" = ? AND "next_id" < ?`,
      [nextId, name, nextId],
    );
  }

  /** Moves a subject's counter of versions up. */
  async raiseSubject(manager: EntityManager, subjectId: number, nextVersion: number): Promise<void> {
    await this.database.run(
      manager,
      `UPDATE "subject" SET "next_version" = ? WHERE "id" = ? AND "next_version" < ?`,
      [nextVersion, subjectId, nextVersion],
    );
  }

  /** Keeps a table's name for a message, unless either has another already. */
  async reserveTable(
    manager: EntityManager,
    subjectId: number,
    message: string,
    name: string,
  ): Promise<void> {
    await this.database.run(
      manager,
      `INSERT INTO "table_name" ("name", "subject_id", "message") VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
      [name, subjectId, message],
    );
  }

  /** Names that a subject's messages have for their tables, by message. */
  async reservedTables(manager: EntityManager, subjectId: number): Promise<ReadonlyMap<string, string>> {
    const rows = await this.database.run<{ message: string; name: string }>(
      manager,
      `SELECT "message", "name" FROM "table_name" WHERE "subject_id" = ?`,
      [subjectId],
    );
    return new Map(rows.map(({ message, name }) => [message, name]));
  }

  /** What has the id or is the content in a context; a content may have several ids. */
  placed(manager: EntityManager, { context, id, contentKey }: PlacedId): Promise<PlacedId[]> {
    return this.database.run(
      manager,
      `SELECT "context", "id", "content_key" AS "contentKey", "fingerprint" FROM "schema_id"
       WHERE "context" = ? AND ("id" = ? OR "content_key" = ?)`,
      [context, id, contentKey],
    );
  }

  async insertId(manager: EntityManager, { context, id, contentKey, fingerprint }: PlacedId): Promise<void> {
    await this.database.run(
      manager,
      `INSERT INTO "schema_id" ("context", "id", "content_key", "fingerprint") VALUES (?, ?, ?, ?)`,
      [context, id, contentKey, fingerprint],
    );
    await this.raiseContext(manager, context, id + 1);
  }

  /** Fingerprint of the schema that a GUID was imported with; null when it is not known. */
  async fingerprintOfGuid(manager: EntityManager, guid: string): Promise<string | null> {
    const rows = await this.database.run<{ fingerprint: string }>(
      manager,
      `SELECT "fingerprint" FROM "schema_guid" WHERE "guid" = ? LIMIT 1`,
      [guid],
    );
    return rows[0]?.fingerprint ?? null;
  }

  async insertGuid(
    manager: EntityManager,
    row: {
      readonly guid: string;
      readonly context: string;
      readonly id: number;
      readonly fingerprint: string;
    },
  ): Promise<void> {
    await this.database.run(
      manager,
      `INSERT INTO "schema_guid" ("guid", "context", "id", "fingerprint") VALUES (?, ?, ?, ?) ON CONFLICT ("context", "id") DO NOTHING`,
      [row.guid, row.context, row.id, row.fingerprint],
    );
  }
}
