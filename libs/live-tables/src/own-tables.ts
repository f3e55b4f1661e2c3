import type { LiveDatabase } from './contract.js';

/** Tables that applying keeps beside the event tables; no event table may begin like that. */
export const OWN = {
  /** A row for each statement of each plan that was begun. */
  journal: 'protokoll_migration',
  /** The ledger that each table was last brought to. */
  tables: 'protokoll_table',
} as const;

const DDL = [
  `CREATE TABLE IF NOT EXISTS ${OWN.journal} (
  plan text NOT NULL, step integer NOT NULL, table_name text NOT NULL, sql text NOT NULL, phase text NOT NULL,
  state text NOT NULL, problem text, live_after text, changed_at text NOT NULL, took_ms integer,
  PRIMARY KEY (plan, step)
)`,
  `CREATE TABLE IF NOT EXISTS ${OWN.tables} (
  name text NOT NULL PRIMARY KEY, subject text NOT NULL, message text NOT NULL, table_version integer NOT NULL,
  schema_version integer NOT NULL, ledger text NOT NULL, plan text NOT NULL, changed_at text NOT NULL
)`,
];

/** Makes the tables of applying where they are missing. */
export async function makeOwnTables(database: LiveDatabase): Promise<void> {
  for (const sql of DDL) await database.run(sql);
}
