import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Names of tables are compared in lower case: a publication asks for one among all. */
export class IndexTableNames1764600000000 implements MigrationInterface {
  name = 'IndexTableNames1764600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX "table_name_folded" ON "table_name" (lower("name"))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "table_name_folded"`);
  }
}
