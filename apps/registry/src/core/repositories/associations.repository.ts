import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import type { SubjectName } from '../subject-name.js';

/** Whether a resource owns its subject (STRONG), or shares it (WEAK). */
export type Lifecycle = 'STRONG' | 'WEAK';

/** A resource, such as a topic, and the subject that it has for one purpose, such as its keys. */
export interface Association extends SubjectName {
  readonly guid: string;
  readonly resourceName: string;
  readonly resourceNamespace: string;
  readonly resourceId: string;
  readonly resourceType: string;
  /** What the subject is for, such as `key` or `value`; a resource has one of each. */
  readonly associationType: string;
  readonly lifecycle: Lifecycle;
  readonly frozen: boolean;
}

/** What associations are asked for by; a member that is not there is any. */
export interface AssociationQuery {
  readonly resourceId?: string;
  readonly resourceName?: string;
  readonly resourceNamespace?: string;
  readonly subject?: SubjectName;
  readonly subjectIds?: readonly number[];
}

/** Subjects that one statement asks for. */
const SUBJECTS_AT_ONCE = 500;

/** Reads and writes associations. They go with the last version of their subject, see VersionsRepository. */
export class AssociationsRepository {
  constructor(private readonly database: Database) {}

  /** By namespace, name, id and type of the resource, then by purpose. */
  async find(query: AssociationQuery, manager: EntityManager = this.database.reads): Promise<Association[]> {
    const { subjectIds, ...rest } = query;
    if (subjectIds === undefined) return this.read(rest, [], manager);
    const found: Association[] = [];
    for (let start = 0; start < subjectIds.length; start += SUBJECTS_AT_ONCE)
      found.push(...(await this.read(rest, subjectIds.slice(start, start + SUBJECTS_AT_ONCE), manager)));
    return found;
  }

  /** How many there are. */
  async count(manager: EntityManager): Promise<number> {
    const rows = await this.database.run<{ count: number }>(
      manager,
      `SELECT count(*) AS "count" FROM "association"`,
    );
    return Number(rows[0]?.count);
  }

  /** Runs `work` in a transaction in which nobody else changes associations: what one may be depends on others. */
  write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.database.write(async (manager) => {
      if (this.database.kind === 'postgres')
        await this.database.run(manager, `LOCK TABLE "association" IN SHARE ROW EXCLUSIVE MODE`);
      return work(manager);
    });
  }

  /** Stores an association, or what changed of it. Its subject must be there. */
  async put(manager: EntityManager, association: Association): Promise<void> {
    const one = association;
    await this.database.run(
      manager,
      `INSERT INTO "association" ("guid", "resource_name", "resource_namespace", "resource_id", "resource_type", "association_type",
         "subject_id", "lifecycle", "frozen")
       SELECT ?, ?, ?, ?, ?, ?, s."id", ?, ? FROM "subject" s WHERE s."context" = ? AND s."name" = ?
       ON CONFLICT ("guid") DO UPDATE SET "lifecycle" = excluded."lifecycle", "frozen" = excluded."frozen"`,
      [
        one.guid,
        one.resourceName,
        one.resourceNamespace,
        one.resourceId,
        one.resourceType,
        one.associationType,
        one.lifecycle,
        one.frozen ? 1 : 0,
        one.context,
        one.name,
      ],
    );
  }

  /** Removes an association; nothing when it is gone. */
  async remove(manager: EntityManager, guid: string): Promise<void> {
    await this.database.run(manager, `DELETE FROM "association" WHERE "guid" = ?`, [guid]);
  }

  private async read(
    { subject, resourceId, resourceName, resourceNamespace }: AssociationQuery,
    subjectIds: readonly number[],
    manager: EntityManager,
  ): Promise<Association[]> {
    const wanted: [string, unknown][] = [
      ['a."resource_id" = ?', resourceId],
      ['a."resource_name" = ?', resourceName],
      ['a."resource_namespace" = ?', resourceNamespace],
      ['s."context" = ?', subject?.context],
      ['s."name" = ?', subject?.name],
    ];
    const conditions = wanted.filter(([, value]) => value !== undefined);
    const ids =
      subjectIds.length === 0 ? [] : [`a."subject_id" IN (${subjectIds.map(() => '?').join(', ')})`];
    const where = [...conditions.map(([condition]) => condition), ...ids].join(' AND ');
    const rows = await this.database.run<Omit<Association, 'frozen'> & { frozen: number }>(
      manager,
      `SELECT a."guid" AS "guid", a."resource_name" AS "resourceName", a."resource_namespace" AS "resourceNamespace",
         a."resource_id" AS "resourceId", a."resource_type" AS "resourceType", a."association_type" AS "associationType",
         a."lifecycle" AS "lifecycle", a."frozen" AS "frozen", s."context" AS "context", s."name" AS "name"
       FROM "association" a JOIN "subject" s ON s."id" = a."subject_id" WHERE ${where}
       ORDER BY a."resource_namespace", a."resource_name", a."resource_id", a."resource_type", a."association_type"`,
      [...conditions.map(([, value]) => value), ...subjectIds],
    );
    return rows.map((row) => ({ ...row, frozen: row.frozen === 1 }));
  }
}
