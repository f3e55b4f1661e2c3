import type { SourceFile } from '#libs/compiler';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import type { DraftVersion } from '../draft.js';
import { PROTOBUF } from '../schema-format.js';

/** What a draft was made from and compiled to. */
export interface DraftContent {
  readonly files: readonly SourceFile[];
  /** FileDescriptorSet with source info and imports. */
  readonly image: Uint8Array;
}

/** A row without its content, as the database has it. */
interface DraftFacts {
  readonly subjectId: number;
  readonly label: string;
  readonly fingerprint: string;
  readonly sourceDigest: string;
  readonly contentKey: string;
  readonly metadata: string;
  readonly references: string;
  readonly author: string;
  readonly reason: string;
  readonly verdict: string;
  readonly createdAt: string;
}

const FACTS = `"subject_id" AS "subjectId", "label", "fingerprint", "content_key" AS "contentKey", "source_digest" AS "sourceDigest",
  "metadata", "references", "author", "reason", "verdict", "created_at" AS "createdAt"`;

/** Reads and writes drafts. The key, subject and label, holds one at a time. */
export class DraftsRepository {
  constructor(private readonly database: Database) {}

  /** The draft under a label, or null. */
  async find(
    subjectId: number,
    label: string,
    manager: EntityManager = this.database.reads,
  ): Promise<DraftVersion | null> {
    const rows = await this.database.run<DraftFacts>(
      manager,
      `SELECT ${FACTS} FROM "draft" WHERE "subject_id" = ? AND "label" = ?`,
      [subjectId, label],
    );
    return rows[0] === undefined ? null : toVersion(rows[0]);
  }

  /** A subject's drafts by label. */
  async list(subjectId: number): Promise<DraftVersion[]> {
    const rows = await this.database.query<DraftFacts>(
      `SELECT ${FACTS} FROM "draft" WHERE "subject_id" = ? ORDER BY "label"`,
      [subjectId],
    );
    return rows.map(toVersion);
  }

  /** How many drafts a subject has. */
  async count(subjectId: number, manager: EntityManager): Promise<number> {
    const rows = await this.database.run<{ count: number | string }>(
      manager,
      `SELECT count(*) AS "count" FROM "draft" WHERE "subject_id" = ?`,
      [subjectId],
    );
    return Number(rows[0]?.count ?? 0);
  }

  /** The texts and the image of a draft; null when it is gone. */
  async content(subjectId: number, label: string): Promise<DraftContent | null> {
    const rows = await this.database.query<{ files: string; image: Uint8Array }>(
      `SELECT "files", "image" FROM "draft" WHERE "subject_id" = ? AND "label" = ?`,
      [subjectId, label],
    );
    const row = rows[0];
    return row === undefined ? null : { files: JSON.parse(row.files) as SourceFile[], image: row.image };
  }

  /** Puts the draft under its label, in the place of an earlier one. */
  async put(manager: EntityManager, draft: DraftVersion, content: DraftContent): Promise<void> {
    await this.remove(manager, draft.subjectId, draft.label);
    await this.database.run(
      manager,
      `INSERT INTO "draft" ("subject_id", "label", "fingerprint", "content_key", "source_digest", "metadata", "references", "author",
         "reason", "verdict", "created_at", "files", "image") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        draft.subjectId,
        draft.label,
        draft.fingerprint,
        draft.contentKey,
        draft.sourceDigest,
        JSON.stringify(draft.metadata),
        JSON.stringify(draft.references),
        draft.author,
        draft.reason,
        JSON.stringify(draft.verdict),
        draft.createdAt,
        JSON.stringify(content.files),
        Buffer.from(content.image),
      ],
    );
  }

  /** Removes the draft under a label, if there is one. */
  async remove(manager: EntityManager, subjectId: number, label: string): Promise<void> {
    await this.database.run(manager, `DELETE FROM "draft" WHERE "subject_id" = ? AND "label" = ?`, [
      subjectId,
      label,
    ]);
  }
}

function toVersion(row: DraftFacts): DraftVersion {
  const { subjectId, label, fingerprint, sourceDigest, contentKey, author, reason, createdAt } = row;
  return {
    subjectId,
    label,
    version: 0,
    schemaId: 0,
    fingerprint,
    format: PROTOBUF,
    sourceDigest,
    contentKey,
    metadata: JSON.parse(row.metadata) as DraftVersion['metadata'],
    references: JSON.parse(row.references) as DraftVersion['references'],
    author,
    reason,
    verdict: JSON.parse(row.verdict) as DraftVersion['verdict'],
    state: 'DRAFT',
    createdAt,
    deletedAt: null,
  };
}
