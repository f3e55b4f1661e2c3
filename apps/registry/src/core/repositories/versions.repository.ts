import { IsNull, type EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import { insertRows, placesOf } from '../database/insert-rows.js';
import type { LabelRow } from '../entities/label.entity.js';
import type { VersionReferenceRow } from '../entities/version-reference.entity.js';
import type { VersionRow } from '../entities/version.entity.js';

/** A version named as `subject version n`, for messages. */
export interface VersionName {
  readonly context: string;
  readonly name: string;
  readonly version: number;
}

/** What a reference points to. */
export interface ReferenceTarget {
  readonly targetSubjectId: number;
  readonly version: number;
}

/** Equal for equal targets. */
export function targetKey({ targetSubjectId, version }: ReferenceTarget): string {
  return `${targetSubjectId}/${version}`;
}

/** What judging takes of a version. */
export interface PublishedVersion {
  readonly version: number;
  readonly fingerprint: string;
  readonly format: string;
  readonly sourceDigest: string;
  /** As JSON. */
  readonly metadata: string;
}

/** Versions that one statement keeps. */
const KEEP_CHUNK = 100;

const REFERENCE_COLUMNS = ['subject_id', 'version', 'name', 'target_subject_id', 'target_version'];

const VERSION_COLUMNS = [
  'subject_id',
  'version',
  'schema_id',
  'fingerprint',
  'format',
  'source_digest',
  'content_key',
  'metadata',
  'author',
  'reason',
  'verdict',
  'state',
  'created_at',
  'deleted_at',
];

/** Reads and writes versions, their references and labels. */
export class VersionsRepository {
  constructor(private readonly database: Database) {}

  /** One version, soft-deleted ones too; null when the number was never given or the version is gone for good. */
  find(
    subjectId: number,
    version: number,
    manager: EntityManager = this.database.reads,
  ): Promise<VersionRow | null> {
    return manager.getRepository<VersionRow>('version').findOneBy({ subjectId, version });
  }

  /** The highest live version; drafts do not count. */
  latest(subjectId: number, manager: EntityManager = this.database.reads): Promise<VersionRow | null> {
    return manager
      .getRepository<VersionRow>('version')
      .createQueryBuilder('version')
      .where('version.subjectId = :subjectId AND version.deletedAt IS NULL AND version.state <> :draft', {
        subjectId,
        draft: 'DRAFT',
      })
      .orderBy('version.version', 'DESC')
      .limit(1)
      .getOne();
  }

  /** Versions in ascending order: the live ones, and the soft-deleted ones when asked for. */
  list(
    subjectId: number,
    options: { deleted: boolean },
    manager: EntityManager = this.database.reads,
  ): Promise<VersionRow[]> {
    return manager.getRepository<VersionRow>('version').find({
      where: options.deleted ? { subjectId } : { subjectId, deletedAt: IsNull() },
      order: { version: 'ASC' },
    });
  }

  /**
   * Live versions in ascending order, all of them or the last `depth`; drafts do not count. Without what a judge need not
   * know: verdicts of a long history are much to read.
   */
  async published(
    subjectId: number,
    depth: number | null,
    manager: EntityManager,
  ): Promise<PublishedVersion[]> {
    const rows = await this.database.run<PublishedVersion>(
      manager,
      `SELECT "version", "fingerprint", "format", "source_digest" AS "sourceDigest", "metadata" FROM "version"
       WHERE "subject_id" = ? AND "deleted_at" IS NULL AND "state" <> 'DRAFT' ORDER BY "version" DESC LIMIT ?`,
      [subjectId, depth ?? 2 ** 31 - 1],
    );
    return rows.reverse();
  }

  /** The live version that has this content, or null. */
  byContent(subjectId: number, contentKey: string, manager: EntityManager): Promise<VersionRow | null> {
    return manager
      .getRepository<VersionRow>('version')
      .findOneBy({ subjectId, contentKey, deletedAt: IsNull() });
  }

  /** Of each live version that has one of these contents its subject's id. */
  async subjectsWithContent(
    manager: EntityManager,
    contents: readonly { readonly subjectId: number; readonly contentKey: string }[],
  ): Promise<ReadonlySet<number>> {
    if (contents.length === 0) return new Set();
    const places = placesOf(contents.length, 2, '(CAST(? AS integer), ?)');
    const rows = await this.database.run<{ subjectId: number }>(
      manager,
      `SELECT "subject_id" AS "subjectId" FROM "version" WHERE ("subject_id", "content_key") IN (VALUES ${places}) AND "deleted_at" IS NULL`,
      contents.flatMap(({ subjectId, contentKey }) => [subjectId, contentKey]),
    );
    return new Set(rows.map(({ subjectId }) => subjectId));
  }

  insert(
    manager: EntityManager,
    version: VersionRow,
    references: readonly VersionReferenceRow[],
  ): Promise<void> {
    return this.insertMany(manager, [version], references);
  }

  /** Several versions, and what they refer to. */
  async insertMany(
    manager: EntityManager,
    versions: readonly VersionRow[],
    references: readonly VersionReferenceRow[],
  ): Promise<void> {
    const rows = versions.map((version) => [
      version.subjectId,
      version.version,
      version.schemaId,
      version.fingerprint,
      version.format,
      version.sourceDigest,
      version.contentKey,
      JSON.stringify(version.metadata),
      version.author,
      version.reason,
      JSON.stringify(version.verdict),
      version.state,
      version.createdAt,
      version.deletedAt,
    ]);
    await insertRows(this.database, manager, 'version', VERSION_COLUMNS, rows);
    const referred = references.map((one) => [
      one.subjectId,
      one.version,
      one.name,
      one.targetSubjectId,
      one.targetVersion,
    ]);
    await insertRows(this.database, manager, 'version_reference', REFERENCE_COLUMNS, referred);
  }

  /**
   * When a version was deleted, null when it is live; undefined when it is gone. Until the transaction ends nobody refers to the version:
   * who wants to waits in {@link keep}.
   */
  async lock(manager: EntityManager, subjectId: number, version: number): Promise<string | null | undefined> {
    const rows = await this.database.run<{ deletedAt: string | null }>(
      manager,
      `SELECT "deleted_at" AS "deletedAt" FROM "version" WHERE "subject_id" = ? AND "version" = ?
       ${this.database.kind === 'postgres' ? 'FOR UPDATE' : ''}`,
      [subjectId, version],
    );
    return rows[0]?.deletedAt;
  }

  /**
   * The first of the versions that is not there, or, unless `deleted` is set, not live; null when all are, and then nobody deletes any of
   * them until the transaction ends.
   */
  async keep<Target extends ReferenceTarget>(
    manager: EntityManager,
    targets: readonly Target[],
    { deleted = false } = {},
  ): Promise<Target | null> {
    const kept = await this.kept(manager, targets, { deleted });
    return targets.find((target) => !kept.has(targetKey(target))) ?? null;
  }

  /** Like {@link keep}: all that were kept, as {@link targetKey}. */
  async kept(
    manager: EntityManager,
    targets: readonly ReferenceTarget[],
    { deleted = false } = {},
  ): Promise<ReadonlySet<string>> {
    const kept = new Set<string>();
    for (let start = 0; start < targets.length; start += KEEP_CHUNK) {
      const chunk = targets.slice(start, start + KEEP_CHUNK);
      // PostgreSQL takes parameters of VALUES for text unless it is told. In one order for everybody, so that nobody waits in a ring.
      const places = chunk.map(() => '(CAST(? AS integer), CAST(? AS integer))').join(', ');
      const rows = await this.database.run<{ subjectId: number; version: number }>(
        manager,
        `SELECT "subject_id" AS "subjectId", "version" FROM "version" WHERE ("subject_id", "version") IN (VALUES ${places})
         ${deleted ? '' : 'AND "deleted_at" IS NULL'} ORDER BY "subject_id", "version" ${this.database.kind === 'postgres' ? 'FOR SHARE' : ''}`,
        chunk.flatMap(({ targetSubjectId, version }) => [targetSubjectId, version]),
      );
      for (const { subjectId, version } of rows) kept.add(`${subjectId}/${version}`);
    }
    return kept;
  }

  /** Changes what may change of a version. */
  async update(
    manager: EntityManager,
    version: Pick<VersionRow, 'subjectId' | 'version'>,
    changes: Partial<Pick<VersionRow, 'state' | 'deletedAt'>>,
  ): Promise<void> {
    await manager
      .getRepository<VersionRow>('version')
      .update({ subjectId: version.subjectId, version: version.version }, changes);
  }

  /** Removes a version for good, with its references and labels; with the last one, the subject's associations. Its schema, lives and ledger stay. */
  async remove(manager: EntityManager, version: VersionRow): Promise<void> {
    const key = { subjectId: version.subjectId, version: version.version };
    await manager.getRepository<LabelRow>('label').delete(key);
    await manager.getRepository<VersionReferenceRow>('version_reference').delete(key);
    await manager.getRepository<VersionRow>('version').delete(key);
    await this.database.run(
      manager,
      `DELETE FROM "association" WHERE "subject_id" = ? AND NOT EXISTS (SELECT 1 FROM "version" v WHERE v."subject_id" = ?)`,
      [version.subjectId, version.subjectId],
    );
  }

  references(
    subjectId: number,
    version: number,
    manager: EntityManager = this.database.reads,
  ): Promise<VersionReferenceRow[]> {
    return manager
      .getRepository<VersionReferenceRow>('version_reference')
      .find({ where: { subjectId, version }, order: { name: 'ASC' } });
  }

  /** Versions of other subjects that refer to the given one; soft-deleted ones only when asked for. */
  referencedBy(
    subjectId: number,
    version: number,
    options: { deleted: boolean },
    manager: EntityManager,
  ): Promise<VersionName[]> {
    return this.database.run<VersionName>(
      manager,
      `SELECT s."context" AS "context", s."name" AS "name", r."version" AS "version" FROM "version_reference" r
         JOIN "version" v ON v."subject_id" = r."subject_id" AND v."version" = r."version"
         JOIN "subject" s ON s."id" = r."subject_id"
       WHERE r."target_subject_id" = ? AND r."target_version" = ? AND r."subject_id" <> ?
         ${options.deleted ? '' : 'AND v."deleted_at" IS NULL'} ORDER BY s."name", r."version"`,
      [subjectId, version, subjectId],
    );
  }

  labels(subjectId: number, manager: EntityManager = this.database.reads): Promise<LabelRow[]> {
    return manager.getRepository<LabelRow>('label').find({ where: { subjectId }, order: { name: 'ASC' } });
  }

  label(
    subjectId: number,
    name: string,
    manager: EntityManager = this.database.reads,
  ): Promise<LabelRow | null> {
    return manager.getRepository<LabelRow>('label').findOneBy({ subjectId, name });
  }

  /** Moves the label here. A name stands for one thing: a draft under it is gone. The subject must be locked. */
  async setLabel(manager: EntityManager, label: LabelRow): Promise<void> {
    await this.database.run(manager, `DELETE FROM "draft" WHERE "subject_id" = ? AND "label" = ?`, [
      label.subjectId,
      label.name,
    ]);
    await this.database.run(
      manager,
      `INSERT INTO "label" ("subject_id", "name", "version") VALUES (?, ?, ?)
       ON CONFLICT ("subject_id", "name") DO UPDATE SET "version" = excluded."version"`,
      [label.subjectId, label.name, label.version],
    );
  }

  /** True when the label was there. */
  async removeLabel(manager: EntityManager, subjectId: number, name: string): Promise<boolean> {
    const repository = manager.getRepository<LabelRow>('label');
    const label = await repository.findOneBy({ subjectId, name });
    if (label !== null) await repository.delete({ subjectId, name });
    return label !== null;
  }
}
