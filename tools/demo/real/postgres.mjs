// Applies the plans on a PostgreSQL of our own, if this machine has one.
import pg from 'pg';
import { startPostgres } from '#libs/testing';

/** A server to run plans on; null when the machine has none. */
export async function openPostgres() {
  const server = await startPostgres();
  if (server === null) return null;
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  return {
    /** Runs every statement of the plans; answers how many. */
    async apply(plans) {
      const steps = plans.flatMap((plan) => plan.steps ?? []);
      for (const { sql } of steps) await client.query(sql);
      return steps.length;
    },
    /** Names of a table's columns. */
    async columns(table) {
      const { rows } = await client.query(
        'SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1',
        [table],
      );
      return rows.map((row) => row.column_name).sort();
    },
    async close() {
      await client.end();
      await server.stop();
    },
  };
}
