import { RegistryError } from '#libs/errors';
import type { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../../../../migrations/index.js';

/** Key of the lock that lets one process migrate at a time; any number will do as long as it stays. */
const MIGRATION_LOCK = 7_305_641;

/** Runs the migrations that the database lacks. **Throws** DATABASE_TOO_NEW when it has some that this build lacks. */
export async function migrate(source: DataSource): Promise<void> {
  if (source.options.type !== 'postgres') return runMissing(source);
  // The lock belongs to a session, so it needs a connection of its own for as long as the migrations run.
  const runner = source.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await runMissing(source);
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await runner.release();
  }
}

async function runMissing(source: DataSource): Promise<void> {
  await refuseNewer(source);
  await source.runMigrations();
}

async function refuseNewer(source: DataSource): Promise<void> {
  const known = new Set(MIGRATIONS.map((migration) => migration.name));
  const runner = source.createQueryRunner();
  try {
    if (!(await runner.hasTable('migrations'))) return;
    const rows = (await runner.query('SELECT "name" FROM "migrations" ORDER BY "id"')) as { name: string }[];
    const unknown = rows.find((row) => !known.has(row.name));
    if (unknown !== undefined) throw new RegistryError('DATABASE_TOO_NEW', { migration: unknown.name });
  } finally {
    await runner.release();
  }
}
