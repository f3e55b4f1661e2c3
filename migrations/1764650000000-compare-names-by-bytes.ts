import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Names of contexts and subjects are compared by their bytes, as SQLite does: lists have one order everywhere, and an index finds those
 * that begin with a text whatever the database's language is.
 */
export class CompareNamesByBytes1764650000000 implements MigrationInterface {
  name = 'CompareNamesByBytes1764650000000';

  up(runner: QueryRunner): Promise<void> {
    return collate(runner, 'C');
  }

  down(runner: QueryRunner): Promise<void> {
    return collate(runner, 'default');
  }
}

async function collate(runner: QueryRunner, collation: string): Promise<void> {
  if (runner.connection.options.type !== 'postgres') return;
  const column = (name: string): string => `ALTER COLUMN "${name}" TYPE text COLLATE "${collation}"`;
  await runner.query(`ALTER TABLE "subject" ${column('context')}, ${column('name')}`);
}
