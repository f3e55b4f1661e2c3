import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Drafts: proposals kept under a label. They hold their own texts and image, so that nothing of them is left when they are
 * replaced or removed, and no number, id or fingerprint of the registry is ever theirs.
 */
export class CreateDrafts1764100000000 implements MigrationInterface {
  name = 'CreateDrafts1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    const bytes = runner.connection.options.type === 'postgres' ? 'bytea' : 'blob';
    await runner.query(
      `CREATE TABLE "draft" ("subject_id" integer NOT NULL REFERENCES "subject" ("id"), "label" text NOT NULL,
        "fingerprint" text NOT NULL, "content_key" text NOT NULL, "source_digest" text NOT NULL, "metadata" text NOT NULL,
        "references" text NOT NULL, "author" text NOT NULL, "reason" text NOT NULL, "verdict" text NOT NULL,
        "created_at" text NOT NULL, "files" text NOT NULL, "image" ${bytes} NOT NULL, PRIMARY KEY ("subject_id", "label"))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "draft"`);
  }
}
