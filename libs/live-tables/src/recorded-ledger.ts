import { withDropped } from '#libs/planner';
import type { Ledger } from '#libs/table-model';
import type { LiveDatabase } from './contract.js';
import { OWN, TABLES_BOOK, saveRow } from './own-tables.js';

/** Where a worker with a SQLite sink keeps the ledgers of its tables. Source: libs/sinks. */
const BOOK_OF_SINK = '_protokoll_tables';

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
  const { table, subject, message } = ledger;
  await saveRow(database, TABLES_BOOK, {
    name: table,
    subject,
    message,
    table_version: ledger.tableVersion,
    schema_version: ledger.schemaVersion,
    ledger: JSON.stringify(ledger),
    plan,
    changed_at: at,
  });
}

async function ledgerIn(database: LiveDatabase, book: string, table: string): Promise<Ledger | null> {
  if ((await database.describe(book)) === null) return null;
  const [row] = await database.query(`SELECT ledger FROM ${book} WHERE name = $1`, [table]);
  return row === undefined ? null : (JSON.parse(String(row['ledger'])) as Ledger);
}

function isNewer(one: Ledger, other: Ledger): boolean {
  return one.schemaVersion > other.schemaVersion;
}
