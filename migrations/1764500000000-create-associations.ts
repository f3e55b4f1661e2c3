import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which resources, such as topics, have which subjects for their keys and values. */
export class CreateAssociations1764500000000 implements MigrationInterface {
  name = 'CreateAssociations1764500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "association" ("guid" text NOT NULL PRIMARY KEY, "resource_name" text NOT NULL, "resource_namespace" text NOT NULL,
        "resource_id" text NOT NULL, "resource_type" text NOT NULL, "association_type" text NOT NULL,
        "subject_id" integer NOT NULL REFERENCES "subject" ("id"), "lifecycle" text NOT NULL, "frozen" integer NOT NULL,
        UNIQUE ("resource_id", "resource_type", "association_type"))`,
    );
    await runner.query(`CREATE INDEX "association_subject" ON "association" ("subject_id")`);
    await runner.query(`CREATE INDEX "association_resource_name" ON "association" ("resource_name")`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "association"`);
  }
}
