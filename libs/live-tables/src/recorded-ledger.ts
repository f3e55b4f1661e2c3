import { withDropped } from '#libs/planner';
import type { Ledger } from '#libs/table-model';
import type { LiveDatabase } from './contract.js';
import { OWN } from './own-tables.js';

/** Where a worker with a SQLite sink keeps the ledgers of its tables. Source: libs/sinks. */
const BOOK_OF_SINK = '_protokoll_tables';

const SAVE = `
INSERT INTO ${OWN.tables} (name, subject, message, table_version, schema_version, ledger, plan, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (name) DO UPDATE SET subject = excluded.subject, message = excluded.message,
  table_version = excluded.table_version, schema_version = excluded.schema_version, ledger = excluded.ledger,
  plan = excluded.plan, changed_at = excluded.changed_at`;

/**
 * The ledger that the database itself says a table was brought to, by a plan that was applied or by a worker, whichever is
 * newer; columns that were dropped stay dropped. Null when it says nothing.
 */
export async function recordedLedger(database: LiveDatabase, table: string): Promise<Ledger | null> {
  const applied = await ledgerIn(database, OWN.tables, table);
  const worked = await ledgerIn(database, BOOK_OF_SINK, table);
  if (worked === null || (applied !== null && !isNewer(worked, applied))) return applied;
  return withDropped(worked, applied);
}

/** Notes, within the transaction that is open, the ledger that a plan brought its table to. */
export async function recordLedger(
  database: LiveDatabase,
  ledger: Ledger,
  plan: string,
  at: string,
): Promise<void> {
  const { table, subject, message, tableVersion, schemaVersion } = ledger;
  const text = JSON.stringify(ledger);
  await database.query(SAVE, [table, subject, message, tableVersion, schemaVersion, text, plan, at]);
}

async function ledgerIn(database: LiveDatabase, book: string, table: string): Promise<Ledger | null> {
  if ((await database.describe(book)) === null) return null;
  const [row] = await database.query(`SELECT ledger FROM ${book} WHERE name = $1`, [table]);
  return row === undefined ? null : (JSON.parse(String(row['ledger'])) as Ledger);
}

function isNewer(one: Ledger, other: Ledger): boolean {
  return one.schemaVersion > other.schemaVersion;
}
