import type { SourceFile } from '#libs/compiler';
import type { Database } from '../database/database.js';
import type { SubjectName } from '../subject-name.js';

/** Which versions count: those that are live, these and the softly deleted ones, or only the latter. */
export type Liveness = 'live' | 'all' | 'deleted';

/** Part of a list; a null limit is no limit. */
export interface Page {
  readonly offset: number;
  readonly limit: number | null;
}

/** A version with the name of its subject. */
export interface CatalogVersion {
  readonly context: string;
  readonly name: string;
  readonly subjectId: number;
  readonly version: number;
  readonly schemaId: number;
  readonly fingerprint: string;
  readonly format: string;
  readonly sourceDigest: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly createdAt: string;
  readonly deletedAt: string | null;
}

/** What a version refers to, by name. */
export interface CatalogReference {
  readonly name: string;
  readonly context: string;
  readonly subject: string;
  readonly version: number;
}

const COLUMNS = `s."context" AS "context", s."name" AS "name", v."subject_id" AS "subjectId", v."version" AS "version",
  v."schema_id" AS "schemaId", v."fingerprint" AS "fingerprint", v."format" AS "format", v."source_digest" AS "sourceDigest", v."metadata" AS "metadata",
  v."created_at" AS "createdAt", v."deleted_at" AS "deletedAt"`;
const NO_LIMIT = 2 ** 31 - 1;

/** Lists over all subjects: what there is, and where a schema is in use. Reads what is committed. */
export class CatalogRepository {
  constructor(private readonly database: Database) {}

  /** Subjects by context and name. `deleted`: those of which no version is live. A null context is all of them. */
  subjects(
    options: Page & { readonly context: string | null; readonly prefix: string; readonly liveness: Liveness },
  ): Promise<{ context: string; name: string }[]> {
    const live = `EXISTS (SELECT 1 FROM "version" v WHERE v."subject_id" = s."id" AND v."deleted_at" IS NULL)`;
    const any = `EXISTS (SELECT 1 FROM "version" v WHERE v."subject_id" = s."id")`;
    const kept = { live, all: any, deleted: `${any} AND NOT ${live}` }[options.liveness];
    const { where, params } = scope(options);
    return this.database.query(
      `SELECT s."context" AS "context", s."name" AS "name" FROM "subject" s WHERE ${where} AND ${kept}
       ORDER BY s."context", s."name" LIMIT ? OFFSET ?`,
      [...params, options.limit ?? NO_LIMIT, options.offset],
    );
  }

  /** Versions by context, subject and number; `latestOnly`: the highest that counts of each subject. */
  versions(
    options: Page & {
      readonly context: string | null;
      readonly prefix: string;
      readonly liveness: Liveness;
      readonly latestOnly: boolean;
    },
  ): Promise<CatalogVersion[]> {
    const { where, params } = scope(options);
    const counts = counting(options.liveness, 'v');
    const latest = `NOT EXISTS (SELECT 1 FROM "version" w WHERE w."subject_id" = v."subject_id" AND w."version" > v."version"
      AND ${counting(options.liveness, 'w')})`;
    return this.read(
      `WHERE ${where} AND ${counts} ${options.latestOnly ? `AND ${latest}` : ''}
       ORDER BY s."context", s."name", v."version" LIMIT ? OFFSET ?`,
      [...params, options.limit ?? NO_LIMIT, options.offset],
    );
  }

  /** The versions of a subject, ascending. */
  versionsOf(name: SubjectName, liveness: Liveness): Promise<CatalogVersion[]> {
    return this.read(
      `WHERE s."context" = ? AND s."name" = ? AND ${counting(liveness, 'v')} ORDER BY v."version"`,
      [name.context, name.name],
    );
  }

  /** A version by number, also one that is softly deleted, or the latest live one that is no draft; null when there is none. */
  async version(name: SubjectName, version: number | 'latest'): Promise<CatalogVersion | null> {
    const which =
      version === 'latest' ? `v."deleted_at" IS NULL AND v."state" <> 'DRAFT'` : 'v."version" = ?';
    const rows = await this.read(
      `WHERE s."context" = ? AND s."name" = ? AND ${which} ORDER BY v."version" DESC LIMIT 1`,
      [name.context, name.name, ...(version === 'latest' ? [] : [version])],
    );
    return rows[0] ?? null;
  }

  /** Whether a subject has a version that counts. */
  async has(name: SubjectName, liveness: Liveness): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT 1 AS "one" FROM "version" v JOIN "subject" s ON s."id" = v."subject_id"
       WHERE s."context" = ? AND s."name" = ? AND ${counting(liveness, 'v')} LIMIT 1`,
      [name.context, name.name],
    );
    return rows.length > 0;
  }

  /** Versions that a context knows by an id, by subject and number; those that are live first. */
  async versionsOfId(context: string, id: number): Promise<CatalogVersion[]> {
    return this.read(
      `JOIN "schema_id" i ON i."context" = s."context" AND i."id" = v."schema_id" AND i."fingerprint" = v."fingerprint"
       WHERE i."context" = ? AND i."id" = ? ORDER BY v."deleted_at" IS NOT NULL, s."name", v."version"`,
      [context, id],
    );
  }

  /** One of {@link versionsOfId}: the given subject's if it has the id, else the first. Null when nobody has it. */
  async versionOfId(context: string, id: number, preferred: string): Promise<CatalogVersion | null> {
    const rows = await this.read(
      `JOIN "schema_id" i ON i."context" = s."context" AND i."id" = v."schema_id" AND i."fingerprint" = v."fingerprint"
       WHERE i."context" = ? AND i."id" = ?
       ORDER BY s."name" = ? DESC, v."deleted_at" IS NOT NULL, s."name", v."version" LIMIT 1`,
      [context, id, preferred],
    );
    return rows[0] ?? null;
  }

  /** The oldest live version that holds a schema, else the oldest that is softly deleted; null when there is none. */
  async versionOfFingerprint(fingerprint: string): Promise<CatalogVersion | null> {
    const rows = await this.read(
      `WHERE v."fingerprint" = ?
       ORDER BY v."deleted_at" IS NOT NULL, v."created_at", v."subject_id", v."version" LIMIT 1`,
      [fingerprint],
    );
    return rows[0] ?? null;
  }

  /** The newest version of a subject with a content, or null. */
  async versionOfContent(
    subjectId: number,
    contentKey: string,
    liveness: Liveness,
  ): Promise<CatalogVersion | null> {
    const rows = await this.read(
      `WHERE v."subject_id" = ? AND v."content_key" = ? AND ${counting(liveness, 'v')} ORDER BY v."version" DESC LIMIT 1`,
      [subjectId, contentKey],
    );
    return rows[0] ?? null;
  }

  /** Ids of the schemas that refer to a version, ascending. */
  async referrers(subjectId: number, version: number, liveness: Liveness): Promise<number[]> {
    const rows = await this.database.query<{ id: number }>(
      `SELECT DISTINCT v."schema_id" AS "id" FROM "version_reference" r
         JOIN "version" v ON v."subject_id" = r."subject_id" AND v."version" = r."version"
       WHERE r."target_subject_id" = ? AND r."target_version" = ? AND ${counting(liveness, 'v')} ORDER BY 1`,
      [subjectId, version],
    );
    return rows.map((row) => row.id);
  }

  /** What a version refers to, by name. */
  references(subjectId: number, version: number): Promise<CatalogReference[]> {
    return this.database.query(
      `SELECT r."name" AS "name", s."context" AS "context", s."name" AS "subject", r."target_version" AS "version"
       FROM "version_reference" r JOIN "subject" s ON s."id" = r."target_subject_id"
       WHERE r."subject_id" = ? AND r."version" = ? ORDER BY r."name"`,
      [subjectId, version],
    );
  }

  /** The files of a stored text, without what they were compiled to. */
  async files(sourceDigest: string): Promise<readonly SourceFile[]> {
    const rows = await this.database.query<{ files: string }>(
      `SELECT "files" FROM "source" WHERE "digest" = ?`,
      [sourceDigest],
    );
    return JSON.parse(rows[0]?.files ?? '[]') as SourceFile[];
  }

  /** Ids that contexts have for a schema, by context. */
  idsOf(fingerprint: string): Promise<{ context: string; id: number }[]> {
    return this.database.query(
      `SELECT "context", "id" FROM "schema_id" WHERE "fingerprint" = ? ORDER BY "context", "id"`,
      [fingerprint],
    );
  }

  /** The GUID that a context's id was imported with; null when it has that of its fingerprint. */
  async importedGuid(context: string, id: number): Promise<string | null> {
    const rows = await this.database.query<{ guid: string }>(
      `SELECT "guid" FROM "schema_guid" WHERE "context" = ? AND "id" = ?`,
      [context, id],
    );
    return rows[0]?.guid ?? null;
  }

  /** Names of contexts that have subjects, and the default one. */
  async contexts(): Promise<string[]> {
    const rows = await this.database.query<{ name: string }>(
      `SELECT c."name" AS "name" FROM "context" c WHERE c."name" = '.'
         OR EXISTS (SELECT 1 FROM "subject" s JOIN "version" v ON v."subject_id" = s."id" WHERE s."context" = c."name") ORDER BY c."name"`,
    );
    return rows.map((row) => row.name);
  }

  /** The highest id that a context has given, 0 when none. */
  async maxId(context: string): Promise<number> {
    const rows = await this.database.query<{ next: number }>(
      `SELECT "next_id" AS "next" FROM "context" WHERE "name" = ?`,
      [context],
    );
    return (rows[0]?.next ?? 1) - 1;
  }

  private async read(rest: string, params: readonly unknown[]): Promise<CatalogVersion[]> {
    const rows = await this.database.query<Omit<CatalogVersion, 'metadata'> & { metadata: string }>(
      `SELECT ${COLUMNS} FROM "version" v JOIN "subject" s ON s."id" = v."subject_id" ${rest}`,
      params,
    );
    return rows.map((row) => ({ ...row, metadata: JSON.parse(row.metadata) as Record<string, string> }));
  }
}

function scope({ context, prefix }: { readonly context: string | null; readonly prefix: string }): {
  readonly where: string;
  readonly params: readonly unknown[];
} {
  const inContext = context === null ? '' : ` AND s."context" = ?`;
  return {
    where: `substr(s."name", 1, ?) = ?${inContext}`,
    params: [[...prefix].length, prefix, ...(context === null ? [] : [context])],
  };
}

function counting(liveness: Liveness, alias: string): string {
  switch (liveness) {
    case 'live':
      return `${alias}."deleted_at" IS NULL`;
    case 'all':
      return '1 = 1';
    case 'deleted':
      return `${alias}."deleted_at" IS NOT NULL`;
  }
}
