import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import type { SubjectRow } from '../entities/subject.entity.js';
import { prefixEnd } from '../prefix-end.js';
import { DEFAULT_CONTEXT, type SubjectName } from '../subject-name.js';

/** Reads and writes subjects. */
export class SubjectsRepository {
  constructor(private readonly database: Database) {}

  /** The subject, or null when nothing was ever registered under the name. */
  find(name: SubjectName, manager: EntityManager = this.database.reads): Promise<SubjectRow | null> {
    return manager.getRepository<SubjectRow>('subject').findOneBy({ context: name.context, name: name.name });
  }

  /** The subject with the given key. The key must be one that a stored row holds. */
  byId(id: number, manager: EntityManager = this.database.reads): Promise<SubjectRow> {
    return manager.getRepository<SubjectRow>('subject').findOneByOrFail({ id });
  }

  /**
   * The subject, made if need be, and locked until the transaction ends: publishers of one subject take turns, those of
   * different subjects do not wait for each other.
   */
  async lock(manager: EntityManager, name: SubjectName, at: string): Promise<SubjectRow> {
    return (
      (await this.lockKnown(manager, name)) ??
      (await this.make(manager, name, at)) ??
      this.lockMade(manager, name)
    );
  }

  /** Null when it is there, made by another transaction that has been committed meanwhile. */
  private async make(manager: EntityManager, name: SubjectName, at: string): Promise<SubjectRow | null> {
    if (name.context !== DEFAULT_CONTEXT)
      await this.database.run(
        manager,
        `INSERT INTO "context" ("name", "next_id") VALUES (?, 1) ON CONFLICT ("name") DO NOTHING`,
        [name.context],
      );
    const rows = await this.database.run<SubjectRow>(
      manager,
      `INSERT INTO "subject" ("context", "name", "next_version", "created_at") VALUES (?, ?, 1, ?)
       ON CONFLICT ("context", "name") DO NOTHING
       RETURNING "id", "context", "name", "next_version" AS "nextVersion", "created_at" AS "createdAt"`,
      [name.context, name.name, at],
    );
    return rows[0] ?? null;
  }

  private async lockMade(manager: EntityManager, name: SubjectName): Promise<SubjectRow> {
    return (await this.lockKnown(manager, name))!;
  }

  private async lockKnown(manager: EntityManager, name: SubjectName): Promise<SubjectRow | null> {
    const rows = await this.database.run<SubjectRow>(
      manager,
      `SELECT "id", "context", "name", "next_version" AS "nextVersion", "created_at" AS "createdAt" FROM "subject"
       WHERE "context" = ? AND "name" = ? ${this.database.kind === 'postgres' ? 'FOR UPDATE' : ''}`,
      [name.context, name.name],
    );
    return rows[0] ?? null;
  }

  /** Takes the subject's next version number, or the given one, which must not be lower. */
  async takeVersion(
    manager: EntityManager,
    subject: SubjectRow,
    version = subject.nextVersion,
  ): Promise<number> {
    await this.database.run(manager, `UPDATE "subject" SET "next_version" = ? WHERE "id" = ?`, [
      version + 1,
      subject.id,
    ]);
    return version;
  }

  /** Has the subject give the number after its highest version next, though higher ones were given. */
  async reuseVersions(manager: EntityManager, subject: SubjectRow): Promise<void> {
    await this.database.run(
      manager,
      `UPDATE "subject" SET "next_version" =
         (SELECT COALESCE(max(v."version"), 0) + 1 FROM "version" v WHERE v."subject_id" = ?) WHERE "id" = ?`,
      [subject.id, subject.id],
    );
  }

  /** Subjects with a live version, by qualified order (context, name), past `after`. */
  async list(options: { prefix: string; context: string; after: string; limit: number }): Promise<string[]> {
    const { context, prefix, after, limit } = options;
    const end = prefixEnd(prefix);
    const rows = await this.database.query<{ name: string }>(
      `SELECT s."name" AS "name" FROM "subject" s WHERE s."context" = ? AND s."name" > ? AND s."name" >= ? ${end === null ? '' : 'AND s."name" < ?'}
         AND EXISTS (SELECT 1 FROM "version" v WHERE v."subject_id" = s."id" AND v."deleted_at" IS NULL)
       ORDER BY s."name" LIMIT ?`,
      [context, after, prefix, ...(end === null ? [] : [end]), limit],
    );
    return rows.map((row) => row.name);
  }
}
