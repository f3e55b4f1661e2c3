import type { MigrationInterface, QueryRunner } from 'typeorm';

/** GUIDs that schemas had in the registry that they were imported from. Their own GUID is made of the fingerprint and is not here. */
export class CreateSchemaGuids1764400000000 implements MigrationInterface {
  name = 'CreateSchemaGuids1764400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "schema_guid" ("guid" text NOT NULL, "context" text NOT NULL, "id" integer NOT NULL,
        "fingerprint" text NOT NULL REFERENCES "schema" ("fingerprint"), PRIMARY KEY ("context", "id"))`,
    );
    await runner.query(`CREATE INDEX "schema_guid_guid" ON "schema_guid" ("guid")`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "schema_guid"`);
  }
}
