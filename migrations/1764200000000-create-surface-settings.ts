import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What surfaces keep for their callers and the core does not read. Scopes are those of "config". */
export class CreateSurfaceSettings1764200000000 implements MigrationInterface {
  name = 'CreateSurfaceSettings1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "surface_setting" ("surface" text NOT NULL, "scope" text NOT NULL, "settings" text NOT NULL,
        PRIMARY KEY ("surface", "scope"))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "surface_setting"`);
  }
}
