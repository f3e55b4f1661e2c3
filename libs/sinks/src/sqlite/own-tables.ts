import { RegistryError } from '#libs/errors';
import type { SqliteDatabase } from '#libs/sqlite';

/** Layout of the sink's own tables; grows with each change of it. */
const LAYOUT = 1;

/** Names of the tables that are the sink's own. No event table may begin like that: see table-model. */
export const OWN = {
  tables: '_protokoll_tables',
  journal: '_protokoll_plan_journal',
  deadLetters: '_protokoll_dead_letters',
  parked: '_protokoll_parked',
  usage: '_protokoll_usage',
  counters: '_protokoll_counters',
  deliveries: '_protokoll_deliveries',
  attempts: '_protokoll_attempts',
  cursors: '_protokoll_cursors',
} as const;

const SOURCE = `
  event_id TEXT NOT NULL, batch_id TEXT NOT NULL, fingerprint TEXT, schema_id INTEGER, type TEXT NOT NULL,
  app_id TEXT NOT NULL, app_version TEXT NOT NULL, platform TEXT NOT NULL, created_at_ms INTEGER NOT NULL,
  ingest_time_ms INTEGER NOT NULL, seq INTEGER NOT NULL, payload BLOB NOT NULL`;

const DDL = `
CREATE TABLE IF NOT EXISTS ${OWN.tables} (
  name TEXT NOT NULL PRIMARY KEY, subject TEXT NOT NULL, message TEXT NOT NULL, table_version INTEGER NOT NULL,
  schema_version INTEGER NOT NULL, ledger TEXT NOT NULL, rows INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ${OWN.journal} (
  id INTEGER PRIMARY KEY, table_name TEXT NOT NULL, plan TEXT NOT NULL, from_version INTEGER NOT NULL,
  to_version INTEGER NOT NULL, step INTEGER NOT NULL, sql TEXT NOT NULL, outcome TEXT NOT NULL, at_ms INTEGER NOT NULL,
  took_us INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS ${OWN.deadLetters} (
  id INTEGER PRIMARY KEY AUTOINCREMENT,${SOURCE},
  reason TEXT NOT NULL, message TEXT NOT NULL, path TEXT, delivery_count INTEGER NOT NULL, first_seen_ms INTEGER NOT NULL,
  UNIQUE (event_id, reason)
) STRICT;
CREATE INDEX IF NOT EXISTS _protokoll_dead_letters_reason ON ${OWN.deadLetters} (reason, id);
CREATE TABLE IF NOT EXISTS ${OWN.parked} (
  id INTEGER PRIMARY KEY AUTOINCREMENT,${SOURCE},
  ref TEXT NOT NULL, reason TEXT NOT NULL, parked_at_ms INTEGER NOT NULL, UNIQUE (event_id)
) STRICT;
CREATE INDEX IF NOT EXISTS _protokoll_parked_ref ON ${OWN.parked} (ref, parked_at_ms);
CREATE TABLE IF NOT EXISTS ${OWN.usage} (
  hour TEXT NOT NULL, type TEXT NOT NULL, fingerprint TEXT NOT NULL, subject TEXT NOT NULL, version INTEGER NOT NULL,
  app_id TEXT NOT NULL, app_version TEXT NOT NULL, platform TEXT NOT NULL, events INTEGER NOT NULL, bytes INTEGER NOT NULL,
  rejected INTEGER NOT NULL, drift INTEGER NOT NULL, first_seen_ms INTEGER NOT NULL, last_seen_ms INTEGER NOT NULL,
  PRIMARY KEY (hour, type, fingerprint, subject, version, app_id, app_version, platform)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ${OWN.counters} (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ${OWN.deliveries} (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE IF NOT EXISTS ${OWN.attempts} (name TEXT NOT NULL PRIMARY KEY, attempts INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ${OWN.cursors} (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
PRAGMA user_version = ${LAYOUT};
`;

/** Makes the sink's own tables where they are missing. **Throws** DATABASE_TOO_NEW. */
export function makeOwnTables(database: SqliteDatabase): void {
  database.transaction(() => {
    const found = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
    if (found > LAYOUT)
      throw new RegistryError('DATABASE_TOO_NEW', { migration: `events database layout ${found}` });
    database.exec(DDL);
  });
}
