import type { SourceFile } from '#libs/compiler';
import type { registry } from '#libs/gen';
import type { Database } from '../database/database.js';
import { groupBy } from '../group-by.js';

/** A version's place among all. */
export interface VersionKey {
  readonly subjectId: number;
  readonly version: number;
}

/** With its subject's name, by which the places are in order. */
export interface NamedKey extends VersionKey {
  readonly context: string;
  readonly name: string;
}

/** What a version refers to. */
export interface ReferenceKey extends VersionKey {
  /** The import's path. */
  readonly name: string;
  readonly targetSubjectId: number;
  readonly targetVersion: number;
}

/** A subject as it is stored, with the names of its tables by message. */
export interface ExportedSubject {
  readonly id: number;
  readonly context: string;
  readonly name: string;
  readonly nextVersion: number;
  readonly createdAt: string;
  readonly tables: Readonly<Record<string, string>>;
}

/** A version with all that was published. */
export interface ExportedVersion extends VersionKey {
  readonly context: string;
  readonly name: string;
  readonly schemaId: number;
  /** That it was imported with; null: that of the fingerprint. */
  readonly guid: string | null;
  readonly fingerprint: string;
  readonly format: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly state: string;
  readonly author: string;
  readonly reason: string;
  readonly createdAt: string;
  readonly deletedAt: string | null;
  readonly files: readonly SourceFile[];
  readonly references: readonly {
    readonly name: string;
    readonly context: string;
    readonly subject: string;
    readonly version: number;
  }[];
  readonly labels: readonly string[];
}

/** Rows as the database has them: JSON as text. */
type VersionFacts = Omit<ExportedVersion, 'metadata' | 'files' | 'references' | 'labels'> & {
  readonly metadata: string;
  readonly files: string;
};

/** Reads everything there is, in orders that do not depend on when it was stored. */
export class ExportRepository {
  constructor(private readonly database: Database) {}

  /** Contexts by name. */
  contexts(): Promise<{ name: string; nextId: number }[]> {
    return this.database.query(`SELECT "name", "next_id" AS "nextId" FROM "context" ORDER BY "name"`);
  }

  /** Every scope's own settings, by the scope as it is stored. */
  async configs(): Promise<{ scope: string; config: registry.ConfigJson }[]> {
    const rows = await this.database.query<{ scope: string; config: string }>(
      `SELECT "scope", "config" FROM "config" ORDER BY "scope"`,
    );
    return rows.map(({ scope, config }) => ({ scope, config: JSON.parse(config) as registry.ConfigJson }));
  }

  /** What surfaces keep, by surface and scope. */
  async settings(): Promise<{ surface: string; scope: string; settings: Record<string, unknown> }[]> {
    const rows = await this.database.query<{ surface: string; scope: string; settings: string }>(
      `SELECT "surface", "scope", "settings" FROM "surface_setting" WHERE "settings" <> '{}' ORDER BY "surface", "scope"`,
    );
    return rows.map((row) => ({ ...row, settings: JSON.parse(row.settings) as Record<string, unknown> }));
  }

  /** Subjects by context and name, past the given one. */
  async subjects(
    after: { readonly context: string; readonly name: string },
    limit: number,
  ): Promise<ExportedSubject[]> {
    const rows = await this.database.query<Omit<ExportedSubject, 'tables'>>(
      `SELECT "id", "context", "name", "next_version" AS "nextVersion", "created_at" AS "createdAt" FROM "subject"
       WHERE ("context", "name") > (?, ?) ORDER BY "context", "name" LIMIT ?`,
      [after.context, after.name, limit],
    );
    const names = await this.inList<{ subjectId: number; message: string; name: string }>(
      `SELECT "subject_id" AS "subjectId", "message", "name" FROM "table_name" WHERE "subject_id" IN`,
      rows.map(({ id }) => id),
      `ORDER BY "message"`,
    );
    const tables = groupBy(names, ({ subjectId }) => subjectId);
    return rows.map((row) => ({
      ...row,
      tables: Object.fromEntries((tables.get(row.id) ?? []).map(({ message, name }) => [message, name])),
    }));
  }

  /** Places of versions by context, subject and number, past the given one. */
  versionKeys(after: NamedKey | null, limit: number): Promise<NamedKey[]> {
    const past =
      after === null
        ? ''
        : `WHERE (s."context", s."name") >= (?, ?) AND NOT (s."context" = ? AND s."name" = ? AND v."version" <= ?)`;
    return this.database.query(
      `SELECT s."context" AS "context", s."name" AS "name", v."subject_id" AS "subjectId", v."version" AS "version"
       FROM "subject" s JOIN "version" v ON v."subject_id" = s."id" ${past}
       ORDER BY s."context", s."name", v."version" LIMIT ?`,
      [
        ...(after === null ? [] : [after.context, after.name, after.context, after.name, after.version]),
        limit,
      ],
    );
  }

  /** References by who refers, past the given one. */
  referenceKeys(after: ReferenceKey | null, limit: number): Promise<ReferenceKey[]> {
    return this.database.query(
      `SELECT "subject_id" AS "subjectId", "version", "name", "target_subject_id" AS "targetSubjectId",
         "target_version" AS "targetVersion" FROM "version_reference"
       ${after === null ? '' : `WHERE ("subject_id", "version", "name") > (?, ?, ?)`}
       ORDER BY "subject_id", "version", "name" LIMIT ?`,
      [...(after === null ? [] : [after.subjectId, after.version, after.name]), limit],
    );
  }

  /** The versions at those places, in their order; those that are gone meanwhile are left out. */
  async versions(keys: readonly VersionKey[]): Promise<ExportedVersion[]> {
    const facts = await this.atPlaces<VersionFacts>(
      `SELECT s."context" AS "context", s."name" AS "name", v."subject_id" AS "subjectId", v."version" AS "version",
         v."schema_id" AS "schemaId", v."fingerprint" AS "fingerprint", v."format" AS "format", v."metadata" AS "metadata", v."state" AS "state",
         v."author" AS "author", v."reason" AS "reason", v."created_at" AS "createdAt", v."deleted_at" AS "deletedAt",
         g."guid" AS "guid", o."files" AS "files" FROM "version" v JOIN "subject" s ON s."id" = v."subject_id"
         JOIN "source" o ON o."digest" = v."source_digest"
         LEFT JOIN "schema_guid" g ON g."context" = s."context" AND g."id" = v."schema_id" WHERE (v."subject_id", v."version") IN`,
      keys,
    );
    const references = await this.atPlaces<VersionKey & ExportedVersion['references'][number] & Target>(
      `SELECT r."subject_id" AS "subjectId", r."version" AS "version", r."name" AS "name", s."context" AS "context",
         s."name" AS "subject", r."target_version" AS "target" FROM "version_reference" r
         JOIN "subject" s ON s."id" = r."target_subject_id" WHERE (r."subject_id", r."version") IN`,
      keys,
      `ORDER BY r."name"`,
    );
    const labels = await this.atPlaces<VersionKey & { name: string }>(
      `SELECT "subject_id" AS "subjectId", "version", "name" FROM "label" WHERE ("subject_id", "version") IN`,
      keys,
      `ORDER BY "name"`,
    );
    const factsByKey = new Map(facts.map((row) => [keyText(row), row]));
    const referencesByKey = groupBy(references, keyText);
    const labelsByKey = groupBy(labels, keyText);
    return keys.flatMap((key) => {
      const row = factsByKey.get(keyText(key));
      if (row === undefined) return [];
      const own = referencesByKey.get(keyText(key)) ?? [];
      return {
        ...row,
        metadata: JSON.parse(row.metadata) as Record<string, string>,
        files: JSON.parse(row.files) as SourceFile[],
        references: own.map(({ name, context, subject, target }) => ({
          name,
          context,
          subject,
          version: target,
        })),
        labels: (labelsByKey.get(keyText(key)) ?? []).map(({ name }) => name),
      };
    });
  }

  private atPlaces<Row>(select: string, keys: readonly VersionKey[], order = ''): Promise<Row[]> {
    if (keys.length === 0) return Promise.resolve([]);
    // PostgreSQL takes parameters of VALUES for text unless it is told.
    const places = keys.map(() => '(CAST(? AS integer), CAST(? AS integer))').join(', ');
    return this.database.query<Row>(
      `${select} (VALUES ${places}) ${order}`,
      keys.flatMap(({ subjectId, version }) => [subjectId, version]),
    );
  }

  private inList<Row>(select: string, ids: readonly number[], order: string): Promise<Row[]> {
    if (ids.length === 0) return Promise.resolve([]);
    return this.database.query<Row>(`${select} (${ids.map(() => '?').join(', ')}) ${order}`, ids);
  }
}

interface Target {
  readonly target: number;
}

/** A place as a key of maps. */
function keyText({ subjectId, version }: VersionKey): string {
  return `${subjectId}/${version}`;
}
