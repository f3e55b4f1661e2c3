import { RegistryError } from '#libs/errors';
import type { Fingerprint, Schema } from '#libs/descriptors';
import { guidOf } from '#libs/registry-client';
import { In, type EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import { insertRows, placesOf } from '../database/insert-rows.js';
import type { SourceRow } from '../entities/source.entity.js';
import { PROTOBUF } from '../schema-format.js';

/** Digits of a fingerprint that events carry. */
const PREFIX_LENGTH = 32;
/** Digits of a GUID before the first that is not the fingerprint's. */
const GUID_START_LENGTH = 12;

const SCHEMA_COLUMNS = ['fingerprint', 'prefix', 'format', 'canonical', 'created_at'];
const SOURCE_COLUMNS = ['digest', 'fingerprint', 'files', 'image'];

/** A content that has an id in a context. */
export interface IdentifiedContent {
  readonly context: string;
  readonly contentKey: string;
  readonly fingerprint: string;
}

const ID_COLUMNS = ['context', 'id', 'content_key', 'fingerprint'];

/** A schema that is about to be stored. */
export interface NewSchema {
  readonly schema: Pick<Schema, 'fingerprint' | 'canonical'>;
  readonly source: SourceRow;
  readonly at: string;
  readonly format: string;
}

/** Reads and writes schemas, their sources and their ids. Nothing here is ever changed or removed. */
export class SchemasRepository {
  constructor(private readonly database: Database) {}

  /** Full fingerprint of a full or 32-digit one, or null. */
  async resolveFingerprint(text: string): Promise<string | null> {
    const column = text.length === PREFIX_LENGTH ? 'prefix' : 'fingerprint';
    const rows = await this.database.query<{ fingerprint: string }>(
      `SELECT "fingerprint" FROM "schema" WHERE "${column}" = ?`,
      [text],
    );
    return rows[0]?.fingerprint ?? null;
  }

  /** The schema whose fingerprint has a GUID, or that was imported with it; else null. The first twelve digits of a fingerprint and its GUID are the same. */
  async resolveGuid(guid: string): Promise<string | null> {
    return (await this.ofFingerprint(guid)) ?? (await this.imported(guid));
  }

  private async imported(guid: string): Promise<string | null> {
    const rows = await this.database.query<{ fingerprint: string }>(
      `SELECT "fingerprint" FROM "schema_guid" WHERE "guid" = ? LIMIT 1`,
      [guid],
    );
    return rows[0]?.fingerprint ?? null;
  }

  private async ofFingerprint(guid: string): Promise<string | null> {
    const start = guid.replaceAll('-', '').slice(0, GUID_START_LENGTH);
    const rows = await this.database.query<{ fingerprint: Fingerprint }>(
      `SELECT "fingerprint" FROM "schema" WHERE "prefix" >= ? AND "prefix" < ?`,
      [start, `${start}g`],
    );
    return rows.find(({ fingerprint }) => guidOf(fingerprint) === guid)?.fingerprint ?? null;
  }

  /** Fingerprint behind an id of a context, or null. */
  async fingerprintOfId(context: string, id: number): Promise<string | null> {
    const rows = await this.database.query<{ fingerprint: string }>(
      `SELECT "fingerprint" FROM "schema_id" WHERE "context" = ? AND "id" = ?`,
      [context, id],
    );
    return rows[0]?.fingerprint ?? null;
  }

  /** The lowest id that a context has for the schema, or null. */
  async idOfFingerprint(context: string, fingerprint: string): Promise<number | null> {
    const rows = await this.database.query<{ id: number | null }>(
      `SELECT min("id") AS "id" FROM "schema_id" WHERE "context" = ? AND "fingerprint" = ?`,
      [context, fingerprint],
    );
    return rows[0]?.id ?? null;
  }

  /** Canonical descriptor set, or null when the fingerprint is not known. **Throws** NOT_PROTOBUF. */
  async canonical(fingerprint: string): Promise<Uint8Array | null> {
    const rows = await this.database.query<{ canonical: Uint8Array; format: string }>(
      `SELECT "canonical", "format" FROM "schema" WHERE "fingerprint" = ?`,
      [fingerprint],
    );
    const [row] = rows;
    if (row !== undefined && row.format !== PROTOBUF)
      throw new RegistryError('NOT_PROTOBUF', { ref: fingerprint, format: row.format });
    return row?.canonical ?? null;
  }

  /** Texts and images of several digests, in no order. Those that are not there are left out. */
  sources(digests: readonly string[], manager: EntityManager = this.database.reads): Promise<SourceRow[]> {
    return manager.getRepository<SourceRow>('source').findBy({ digest: In([...digests]) });
  }

  /** For each schema the digest of one of its texts. Those that are not there are left out. */
  async digestsOf(fingerprints: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const places = fingerprints.map(() => '?').join(', ');
    const rows = await this.database.query<{ fingerprint: string; digest: string }>(
      `SELECT "fingerprint", min("digest") AS "digest" FROM "source" WHERE "fingerprint" IN (${places}) GROUP BY "fingerprint"`,
      fingerprints,
    );
    return new Map(rows.map((row) => [row.fingerprint, row.digest]));
  }

  source(digest: string, manager: EntityManager = this.database.reads): Promise<SourceRow> {
    return manager.getRepository<SourceRow>('source').findOneByOrFail({ digest });
  }

  /** Any of the texts that the schema was compiled from. */
  sourceOfFingerprint(fingerprint: string, manager: EntityManager = this.database.reads): Promise<SourceRow> {
    return manager
      .getRepository<SourceRow>('source')
      .findOneOrFail({ where: { fingerprint }, order: { digest: 'ASC' } });
  }

  /** Stores the schema and its text; both are no-ops when they are there. */
  store(
    manager: EntityManager,
    schema: Pick<Schema, 'fingerprint' | 'canonical'>,
    source: SourceRow,
    at: string,
    format = PROTOBUF,
  ): Promise<void> {
    return this.storeMany(manager, [{ schema, source, at, format }]);
  }

  /** Stores several schemas and their texts; those that are there are left as they are. */
  async storeMany(manager: EntityManager, rows: readonly NewSchema[]): Promise<void> {
    // In one order for everybody: who stores the same waits.
    const schemas = sortedBy(rows, ({ schema }) => schema.fingerprint).map(
      ({ schema: { fingerprint, canonical }, at, format }) => [
        fingerprint,
        fingerprint.slice(0, PREFIX_LENGTH),
        format,
        Buffer.from(canonical),
        at,
      ],
    );
    const known = 'ON CONFLICT ("fingerprint") DO NOTHING';
    await insertRows(this.database, manager, 'schema', SCHEMA_COLUMNS, schemas, known);
    const sources = sortedBy(rows, ({ source }) => source.digest).map(
      ({ source: { digest, fingerprint, files, image } }) => [
        digest,
        fingerprint,
        JSON.stringify(files),
        Buffer.from(image),
      ],
    );
    await insertRows(
      this.database,
      manager,
      'source',
      SOURCE_COLUMNS,
      sources,
      'ON CONFLICT ("digest") DO NOTHING',
    );
  }

  /**
   * Ids of contents, in their order: the known ones, else the context's next. The schemas must be stored. Until the transaction ends others
   * who take ids of the contexts wait, so that none is left out.
   */
  async takeIds(manager: EntityManager, contents: readonly IdentifiedContent[]): Promise<number[]> {
    const nextIds = await this.lockCounters(manager, new Set(contents.map(({ context }) => context)));
    const rows = await this.database.run<{ context: string; contentKey: string; id: number }>(
      manager,
      `SELECT "context", "content_key" AS "contentKey", "id" FROM "schema_id" WHERE ("context", "content_key") IN (VALUES ${placesOf(contents.length, 2)})`,
      contents.flatMap(({ context, contentKey }) => [context, contentKey]),
    );
    const known = new Map(rows.map((row) => [contentOf(row), row.id]));
    const fresh: unknown[][] = [];
    const ids = contents.map((content) => {
      const { context, contentKey, fingerprint } = content;
      const given = known.get(contentOf(content));
      if (given !== undefined) return given;
      const id = nextIds.get(context)!;
      nextIds.set(context, id + 1);
      known.set(contentOf(content), id);
      fresh.push([context, id, contentKey, fingerprint]);
      return id;
    });
    for (const context of new Set(fresh.map(([name]) => name as string)))
      await this.database.run(manager, `UPDATE "context" SET "next_id" = ? WHERE "name" = ?`, [
        nextIds.get(context),
        context,
      ]);
    await insertRows(this.database, manager, 'schema_id', ID_COLUMNS, fresh);
    return ids;
  }

  private async lockCounters(
    manager: EntityManager,
    contexts: ReadonlySet<string>,
  ): Promise<Map<string, number>> {
    const rows = await this.database.run<{ name: string; nextId: number }>(
      manager,
      `SELECT "name", "next_id" AS "nextId" FROM "context" WHERE "name" IN (${[...contexts].map(() => '?').join(', ')})
       ORDER BY "name" ${this.database.kind === 'postgres' ? 'FOR NO KEY UPDATE' : ''}`,
      [...contexts],
    );
    return new Map(rows.map(({ name, nextId }) => [name, nextId]));
  }

  /** The id of a content in a context: the known one, else the next, or the one that is wanted. **Throws** PLACE_TAKEN. */
  async takeId(
    manager: EntityManager,
    content: IdentifiedContent,
    wanted: number | null = null,
  ): Promise<number> {
    if (wanted === null) return (await this.takeIds(manager, [content]))[0]!;
    const known = await this.idOfContent(manager, content.context, content.contentKey);
    return this.claimId(manager, content, known, wanted);
  }

  /** Keeps the GUID of an id, unless it has one already. */
  async keepGuid(manager: EntityManager, context: string, id: number, guid: string): Promise<void> {
    await this.database.run(
      manager,
      `INSERT INTO "schema_guid" ("guid", "context", "id", "fingerprint")
       SELECT ?, i."context", i."id", i."fingerprint" FROM "schema_id" i WHERE i."context" = ? AND i."id" = ?
       ON CONFLICT ("context", "id") DO NOTHING`,
      [guid, context, id],
    );
  }

  /** Gives a content the id that it has elsewhere. **Throws** PLACE_TAKEN when the content or the id has another. */
  private async claimId(
    manager: EntityManager,
    row: IdentifiedContent,
    known: number | null,
    wanted: number,
  ): Promise<number> {
    if (known === wanted) return wanted;
    await this.database.run(
      manager,
      `UPDATE "context" SET "next_id" = CASE WHEN "next_id" > ? THEN "next_id" ELSE ? END WHERE "name" = ?`,
      [wanted, wanted + 1, row.context],
    );
    const taken = await this.database.run(
      manager,
      `SELECT 1 FROM "schema_id" WHERE "context" = ? AND "id" = ?`,
      [row.context, wanted],
    );
    if (known !== null || taken.length > 0) {
      const problem = known === null ? 'it is of another schema.' : `the schema has id ${known}.`;
      throw new RegistryError('PLACE_TAKEN', { subject: row.context, what: 'id', value: wanted, problem });
    }
    await this.database.run(
      manager,
      `INSERT INTO "schema_id" ("context", "id", "content_key", "fingerprint") VALUES (?, ?, ?, ?)`,
      [row.context, wanted, row.contentKey, row.fingerprint],
    );
    return wanted;
  }

  /** Versions that have the schema, oldest first; soft-deleted ones are left out. */
  uses(fingerprint: string): Promise<{ context: string; name: string; version: number }[]> {
    return this.database.query(
      `SELECT s."context" AS "context", s."name" AS "name", v."version" AS "version" FROM "version" v JOIN "subject" s ON s."id" = v."subject_id"
       WHERE v."fingerprint" = ? AND v."deleted_at" IS NULL ORDER BY v."created_at", s."id", v."version"`,
      [fingerprint],
    );
  }

  private async idOfContent(
    manager: EntityManager,
    context: string,
    contentKey: string,
  ): Promise<number | null> {
    const rows = await this.database.run<{ id: number }>(
      manager,
      `SELECT "id" FROM "schema_id" WHERE "context" = ? AND "content_key" = ?`,
      [context, contentKey],
    );
    return rows[0]?.id ?? null;
  }
}

function contentOf({ context, contentKey }: Pick<IdentifiedContent, 'context' | 'contentKey'>): string {
  return `${context}/${contentKey}`;
}

/** In the keys' order, one of each. */
function sortedBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return [...byKey.keys()].sort().map((key) => byKey.get(key)!);
}
