import type { Fingerprint } from '#libs/descriptors';
import type { Life } from '#libs/compat';
import type { Ledger } from '#libs/table-model';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import { insertRows } from '../database/insert-rows.js';
import type { LifeRow } from '../entities/life.entity.js';
import type { SubjectRow } from '../entities/subject.entity.js';
import type { SubjectName } from '../subject-name.js';
import { toLife } from './tables.repository.js';

/** A content's id in a context. */
export interface PlacedId {
  readonly context: string;
  readonly id: number;
  readonly contentKey: string;
  readonly fingerprint: string;
}

/** What an import needs to know of a version that is there. */
export interface PlacedVersion {
  readonly subjectId: number;
  readonly version: number;
  readonly schemaId: number;
  readonly contentKey: string;
  readonly deletedAt: string | null;
}

/** Which texts a version was made of. */
export interface KnownText extends SubjectName {
  readonly version: number;
  readonly fingerprint: Fingerprint;
  readonly sourceDigest: string;
}

/** Keys that one statement asks for. */
const KEYS_AT_ONCE = 200;

/** Asks for many at a time what stands in the way of an import. What is not there is left out of the answers. */
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

  /** Makes the subjects and contexts that are not there, and locks all of them until the transaction ends. */
  async lockSubjects(
    manager: EntityManager,
    names: readonly SubjectName[],
    at: string,
  ): Promise<SubjectRow[]> {
    const contexts = [...new Set(names.map(({ context }) => context))].map((context) => [context, 1]);
    const known = (columns: string): string => `ON CONFLICT (${columns}) DO NOTHING`;
    await insertRows(this.database, manager, 'context', ['name', 'next_id'], contexts, known('"name"'));
    // In one order for everybody, so that nobody waits in a ring.
    const rows = [...names]
      .sort((one, other) => (one.name < other.name ? -1 : 1))
      .map(({ context, name }) => [context, name, 1, at]);
    const columns = ['context', 'name', 'next_version', 'created_at'];
    await insertRows(this.database, manager, 'subject', columns, rows, known('"context", "name"'));
    return this.subjects(manager, names, this.database.kind === 'postgres' ? 'FOR UPDATE' : '');
  }

  /** Subjects by name. */
  subjects(manager: EntityManager, names: readonly SubjectName[], lock = ''): Promise<SubjectRow[]> {
    return this.many(
      manager,
      names.map(({ context, name }) => [context, name]),
      (
        places,
      ) => `SELECT "id", "context", "name", "next_version" AS "nextVersion", "created_at" AS "createdAt"
        FROM "subject" WHERE ("context", "name") IN (${places}) ORDER BY "context", "name" ${lock}`,
    );
  }

  /** Versions by subject and number. */
  versions(
    manager: EntityManager,
    places: readonly (readonly [subjectId: number, version: number])[],
  ): Promise<PlacedVersion[]> {
    return this.many(
      manager,
      places,
      (
        values,
      ) => `SELECT "subject_id" AS "subjectId", "version", "schema_id" AS "schemaId", "content_key" AS "contentKey",
        "deleted_at" AS "deletedAt" FROM "version" WHERE ("subject_id", "version") IN (${values})`,
    );
  }

  /** What versions were made of, by the subject's name and number. Sees what is committed. */
  texts(places: readonly (SubjectName & { readonly version: number })[]): Promise<KnownText[]> {
    return this.many(
      this.database.reads,
      places.map(({ context, name, version }) => [context, name, version]),
      (
        values,
      ) => `SELECT s."context" AS "context", s."name" AS "name", v."version" AS "version", v."fingerprint" AS "fingerprint",
        v."source_digest" AS "sourceDigest" FROM "subject" s JOIN "version" v ON v."subject_id" = s."id"
        WHERE (s."context", s."name", v."version") IN (${values})`,
    );
  }

  /** What has one of the ids or is one of the contents in a context; a content may have several ids. */
  async placed(manager: EntityManager, wanted: readonly PlacedId[]): Promise<PlacedId[]> {
    const by = (column: string, keys: readonly (readonly unknown[])[]): Promise<PlacedId[]> =>
      this.many(
        manager,
        keys,
        (values) => `SELECT "context", "id", "content_key" AS "contentKey", "fingerprint" FROM "schema_id"
          WHERE ("context", "${column}") IN (${values})`,
      );
    const byId = await by(
      'id',
      wanted.map(({ context, id }) => [context, id]),
    );
    const byContent = await by(
      'content_key',
      wanted.map(({ context, contentKey }) => [context, contentKey]),
    );
    return [...byId, ...byContent];
  }

  /** Fingerprints of the schemas that GUIDs were imported with. */
  guids(manager: EntityManager, guids: readonly string[]): Promise<{ guid: string; fingerprint: string }[]> {
    return this.many(
      manager,
      guids.map((guid) => [guid]),
      (values) => `SELECT "guid", "fingerprint" FROM "schema_guid" WHERE "guid" IN (${values})`,
    );
  }

  /** Live versions by subject and content. */
  liveContents(
    manager: EntityManager,
    contents: readonly (readonly [subjectId: number, contentKey: string])[],
  ): Promise<{ subjectId: number; contentKey: string; version: number }[]> {
    return this.many(
      manager,
      contents,
      (values) => `SELECT "subject_id" AS "subjectId", "content_key" AS "contentKey", "version" FROM "version"
        WHERE "deleted_at" IS NULL AND ("subject_id", "content_key") IN (${values})`,
    );
  }

  /** Names that subjects' messages have for their tables. */
  ownTables(
    manager: EntityManager,
    subjectIds: readonly number[],
  ): Promise<{ subjectId: number; message: string; name: string }[]> {
    return this.many(
      manager,
      subjectIds.map((id) => [id]),
      (values) =>
        `SELECT "subject_id" AS "subjectId", "message", "name" FROM "table_name" WHERE "subject_id" IN (${values})`,
    );
  }

  /** The newest ledger of each message of subjects. */
  async ledgers(
    manager: EntityManager,
    subjectIds: readonly number[],
  ): Promise<{ subjectId: number; message: string; ledger: Ledger }[]> {
    const rows = await this.many<{ subjectId: number; message: string; ledger: string }>(
      manager,
      subjectIds.map((id) => [id]),
      (
        values,
      ) => `SELECT l."subject_id" AS "subjectId", l."message" AS "message", l."ledger" AS "ledger" FROM "ledger" l
        WHERE l."subject_id" IN (${values}) AND l."version" =
          (SELECT max(m."version") FROM "ledger" m WHERE m."subject_id" = l."subject_id" AND m."message" = l."message")`,
    );
    return rows.map((row) => ({ ...row, ledger: JSON.parse(row.ledger) as Ledger }));
  }

  /** What numbers meant in subjects. */
  async lives(
    manager: EntityManager,
    subjectIds: readonly number[],
  ): Promise<{ subjectId: number; life: Life }[]> {
    const rows = await this.many<LifeRow>(
      manager,
      subjectIds.map((id) => [id]),
      (
        values,
      ) => `SELECT "subject_id" AS "subjectId", "kind", "owner", "number", "name", "signature", "fingerprint",
        "first_version" AS "firstVersion", "last_version" AS "lastVersion" FROM "life" WHERE "subject_id" IN (${values})
        ORDER BY "subject_id", "kind", "owner", "number", "first_version", "name", "signature"`,
    );
    return rows.map((row) => ({ subjectId: row.subjectId, life: toLife(row) }));
  }

  /** Keys are made of whole numbers and texts; each of them is asked for once. */
  private async many<Row>(
    manager: EntityManager,
    keys: readonly (readonly unknown[])[],
    select: (values: string) => string,
  ): Promise<Row[]> {
    const distinct = [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()];
    const rows: Row[] = [];
    for (let start = 0; start < distinct.length; start += KEYS_AT_ONCE) {
      const chunk = distinct.slice(start, start + KEYS_AT_ONCE);
      // PostgreSQL takes parameters of VALUES for text unless it is told.
      const place = (part: unknown): string => (typeof part === 'number' ? 'CAST(? AS integer)' : '?');
      const values = chunk.map((key) => `(${key.map(place).join(', ')})`).join(', ');
      rows.push(...(await this.database.run<Row>(manager, select(`VALUES ${values}`), chunk.flat())));
    }
    return rows;
  }
}
