import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import { insertRows, placesOf } from '../database/insert-rows.js';
import type { SubjectRow } from '../entities/subject.entity.js';
import { prefixEnd } from '../prefix-end.js';
import { DEFAULT_CONTEXT, formatSubjectName, type SubjectName } from '../subject-name.js';

/** Subjects that a transaction has locked. */
export interface LockedSubjects {
  /** By qualified name. */
  readonly byName: ReadonlyMap<string, SubjectRow>;
  /** Ids of those that it made. */
  readonly made: ReadonlySet<number>;
  /** Contexts that it made. */
  readonly contexts: readonly string[];
}

const COLUMNS = `"id", "context", "name", "next_version" AS "nextVersion", "created_at" AS "createdAt"`;

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

  /** Like {@link lock} for several different ones, of which nobody else takes the locks in another order. */
  async lockAll(manager: EntityManager, names: readonly SubjectName[], at: string): Promise<LockedSubjects> {
    const known = await this.lockKnownOf(manager, names);
    const missing = inOrder(names.filter((name) => !known.has(formatSubjectName(name))));
    const contexts = await this.makeContexts(manager, missing);
    const rows = missing.map(({ context, name }) => [context, name, 1, at]);
    const columns = ['context', 'name', 'next_version', 'created_at'];
    const tail = `ON CONFLICT ("context", "name") DO NOTHING RETURNING ${COLUMNS}`;
    const made = await insertRows<SubjectRow>(this.database, manager, 'subject', columns, rows, tail);
    const byName = new Map([
      ...known,
      ...made.map((row): [string, SubjectRow] => [formatSubjectName(row), row]),
    ]);
    // Others made them meanwhile, and have committed.
    const late = missing.filter((name) => !byName.has(formatSubjectName(name)));
    if (late.length > 0)
      for (const [name, row] of await this.lockKnownOf(manager, late)) byName.set(name, row);
    return { byName, made: new Set(made.map(({ id }) => id)), contexts };
  }

  /** Removes subjects, and contexts, that this transaction has made and nothing has come of. */
  async removeMade(
    manager: EntityManager,
    ids: readonly number[],
    contexts: readonly string[],
  ): Promise<void> {
    for (const id of ids) await this.database.run(manager, `DELETE FROM "subject" WHERE "id" = ?`, [id]);
    for (const context of contexts)
      await this.database.run(
        manager,
        `DELETE FROM "context" WHERE "name" = ? AND NOT EXISTS (SELECT 1 FROM "subject" s WHERE s."context" = "context"."name")`,
        [context],
      );
  }

  /** Those that it made. */
  private async makeContexts(manager: EntityManager, names: readonly SubjectName[]): Promise<string[]> {
    const others = new Set(
      names.map(({ context }) => context).filter((context) => context !== DEFAULT_CONTEXT),
    );
    const rows = [...others].map((context) => [context, 1]);
    const tail = 'ON CONFLICT ("name") DO NOTHING RETURNING "name"';
    const made = await insertRows<{ name: string }>(
      this.database,
      manager,
      'context',
      ['name', 'next_id'],
      rows,
      tail,
    );
    return made.map(({ name }) => name);
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
       RETURNING ${COLUMNS}`,
      [name.context, name.name, at],
    );
    return rows[0] ?? null;
  }

  private async lockMade(manager: EntityManager, name: SubjectName): Promise<SubjectRow> {
    return (await this.lockKnown(manager, name))!;
  }

  private async lockKnown(manager: EntityManager, name: SubjectName): Promise<SubjectRow | null> {
    return (await this.lockKnownOf(manager, [name])).get(formatSubjectName(name)) ?? null;
  }

  /** By qualified name. The lock lets others refer to a subject: they do not wait, nor in a ring. */
  private async lockKnownOf(
    manager: EntityManager,
    names: readonly SubjectName[],
  ): Promise<Map<string, SubjectRow>> {
    const rows = await this.database.run<SubjectRow>(
      manager,
      `SELECT ${COLUMNS} FROM "subject" WHERE ("context", "name") IN (VALUES ${placesOf(names.length, 2)})
       ORDER BY "context", "name" ${this.database.kind === 'postgres' ? 'FOR NO KEY UPDATE' : ''}`,
      names.flatMap(({ context, name }) => [context, name]),
    );
    return new Map(rows.map((row) => [formatSubjectName(row), row]));
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

  /** Takes the subjects' version numbers, which must not be lower than their next ones. */
  async takeVersions(
    manager: EntityManager,
    taken: readonly { readonly subjectId: number; readonly version: number }[],
  ): Promise<void> {
    const places = placesOf(taken.length, 2, '(CAST(? AS integer), CAST(? AS integer))');
    await this.database.run(
      manager,
      `UPDATE "subject" SET "next_version" = t."column2" FROM (VALUES ${places}) AS t WHERE "subject"."id" = t."column1"`,
      taken.flatMap(({ subjectId, version }) => [subjectId, version + 1]),
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

/** By context and name. */
function inOrder(names: readonly SubjectName[]): SubjectName[] {
  return names.toSorted((one, other) => {
    const [left, right] = [formatSubjectName(one), formatSubjectName(other)];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}
