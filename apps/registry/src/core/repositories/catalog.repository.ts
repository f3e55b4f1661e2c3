import type { SourceFile } from '#libs/compiler';
import type { Database } from '../database/database.js';
import { groupBy } from '../group-by.js';
import { prefixEnd } from '../prefix-end.js';
import type { SubjectName } from '../subject-name.js';

/** Which versions count: those that are live, these and the softly deleted ones, or only the latter. */
export type Liveness = 'live' | 'all' | 'deleted';

/** Part of a list; a null limit is no limit. */
export interface Page {
  readonly offset: number;
  readonly limit: number | null;
}

/** Whose subjects a list has: a null context is all of them. */
export interface ListScope {
  readonly context: string | null;
  /** Start of the name inside the context. */
  readonly prefix: string;
  readonly liveness: Liveness;
}

/** A part of a list that an index finds: what comes after an item, or after so many from the start. */
export interface Place<T> {
  readonly after: T | null;
  /** Counts when there is nothing to come after. */
  readonly offset: number;
  readonly limit: number;
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

/** Where a version is. */
export type VersionPlace = Pick<CatalogVersion, 'subjectId' | 'version'>;

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

/** Lists over all subjects: what there is, and where a schema is in use. Reads what is committed. */
export class CatalogRepository {
  constructor(private readonly database: Database) {}

  /** Subjects by context and name. `deleted`: those of which no version is live. A null context is all of them. */
  subjects(options: ListScope & Place<SubjectName>): Promise<SubjectName[]> {
    const live = `EXISTS (SELECT 1 FROM "version" v WHERE v."subject_id" = s."id" AND v."deleted_at" IS NULL)`;
    const any = `EXISTS (SELECT 1 FROM "version" v WHERE v."subject_id" = s."id")`;
    const kept = { live, all: any, deleted: `${any} AND NOT ${live}` }[options.liveness];
    const { where, params } = scope(options, '>');
    return this.database.query(
      `SELECT s."context" AS "context", s."name" AS "name" FROM "subject" s WHERE ${where} AND ${kept}
       ORDER BY s."context", s."name" LIMIT ? OFFSET ?`,
      [...params, options.limit, options.after === null ? options.offset : 0],
    );
  }

  /** Versions by context, subject and number; `latestOnly`: the highest that counts of each subject. */
  versions(
    options: ListScope & { readonly latestOnly: boolean } & Place<SubjectName & { readonly version: number }>,
  ): Promise<CatalogVersion[]> {
    const { after } = options;
    const { where, params } = scope(options, '>=');
    const past = after === null ? '' : `AND NOT (s."context" = ? AND s."name" = ? AND v."version" <= ?)`;
    const counts = counting(options.liveness, 'v');
    const latest = `NOT EXISTS (SELECT 1 FROM "version" w WHERE w."subject_id" = v."subject_id" AND w."version" > v."version"
      AND ${counting(options.liveness, 'w')})`;
    return this.read(
      `WHERE ${where} ${past} AND ${counts} ${options.latestOnly ? `AND ${latest}` : ''}
       ORDER BY s."context", s."name", v."version" LIMIT ? OFFSET ?`,
      [
        ...params,
        ...(after === null ? [] : [after.context, after.name, after.version]),
        options.limit,
        after === null ? options.offset : 0,
      ],
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

  /** Like {@link references} for several versions, by {@link placeKey}. */
  async referencesOf(versions: readonly VersionPlace[]): Promise<ReadonlyMap<string, CatalogReference[]>> {
    if (versions.length === 0) return new Map();
    const rows = await this.database.query<CatalogReference & { subjectId: number; of: number }>(
      `SELECT r."subject_id" AS "subjectId", r."version" AS "of", r."name" AS "name", s."context" AS "context",
         s."name" AS "subject", r."target_version" AS "version"
       FROM "version_reference" r JOIN "subject" s ON s."id" = r."target_subject_id"
       WHERE (r."subject_id", r."version") IN (VALUES ${pairs(versions.length)}) ORDER BY r."name"`,
      versions.flatMap(({ subjectId, version }) => [subjectId, version]),
    );
    return groupBy(rows, ({ subjectId, of }) => placeKey({ subjectId, version: of }));
  }

  /** Like {@link files} for several texts, by digest. */
  async filesOf(digests: readonly string[]): Promise<ReadonlyMap<string, readonly SourceFile[]>> {
    if (digests.length === 0) return new Map();
    const rows = await this.database.query<{ digest: string; files: string }>(
      `SELECT "digest", "files" FROM "source" WHERE "digest" IN (${digests.map(() => '?').join(', ')})`,
      digests,
    );
    return new Map(rows.map(({ digest, files }) => [digest, JSON.parse(files) as SourceFile[]]));
  }

  /** Like {@link importedGuid} for several ids of one context; those that have none are left out. */
  async importedGuids(context: string, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database.query<{ id: number; guid: string }>(
      `SELECT "id", "guid" FROM "schema_guid" WHERE "context" = ? AND "id" IN (${ids.map(() => '?').join(', ')})`,
      [context, ...ids],
    );
    return new Map(rows.map(({ id, guid }) => [id, guid]));
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

/** A version's place as a key of maps. */
export function placeKey({ subjectId, version }: VersionPlace): string {
  return `${subjectId}/${version}`;
}

/** PostgreSQL takes parameters of VALUES for text unless it is told. */
function pairs(count: number): string {
  return Array.from({ length: count }, () => '(CAST(? AS integer), CAST(? AS integer))').join(', ');
}

/** Subjects of a scope past an item, or from it on. Names are compared by their bytes in both databases. */
function scope(
  { context, prefix, after }: ListScope & { readonly after: SubjectName | null },
  past: '>' | '>=',
): { readonly where: string; readonly params: readonly unknown[] } {
  const end = prefixEnd(prefix);
  const terms: [string, readonly unknown[]][] = [
    // All of them: where nothing else is said of the name, SQLite walks names in order for this, and would sort versions without it.
    ...(context === null && after === null ? [[`s."context" >= ''`, []] as [string, string[]]] : []),
    ...(context === null ? [] : [[`s."context" = ?`, [context]] as [string, string[]]]),
    ...(prefix === '' ? [] : [[`s."name" >= ?`, [prefix]] as [string, string[]]]),
    ...(end === null ? [] : [[`s."name" < ?`, [end]] as [string, string[]]]),
    ...(after === null ? [] : [keyset(context, after, past)]),
  ];
  return {
    where: terms.map(([term]) => term).join(' AND '),
    params: terms.flatMap(([, params]) => params),
  };
}

/** In one context its name is enough, which an index of both finds faster. */
function keyset(context: string | null, after: SubjectName, past: '>' | '>='): [string, readonly unknown[]] {
  if (context !== null) return [`s."name" ${past} ?`, [after.name]];
  return [`(s."context", s."name") ${past} (?, ?)`, [after.context, after.name]];
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
