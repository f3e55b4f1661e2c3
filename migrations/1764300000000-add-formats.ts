import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Schemas that are not Protobuf: what there is so far is. */
export class AddFormats1764300000000 implements MigrationInterface {
  name = 'AddFormats1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES)
      await runner.query(`ALTER TABLE "${table}" ADD COLUMN "format" text NOT NULL DEFAULT 'PROTOBUF'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`ALTER TABLE "${table}" DROP COLUMN "format"`);
  }
}

const TABLES = ['schema', 'version'];
