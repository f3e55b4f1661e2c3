// The tables that a history leads to: the ledger says what they should be, the databases what they are.
import { say, table as printTable } from '../print.mjs';

const TIMEOUT_MS = 60_000;

/** Waits until the worker brought every table to its ledger, prints them, and answers what differs, as sentences. */
export async function compareTables(api, signals, postgres) {
  const problems = [];
  const rows = [];
  for (const signal of signals) {
    const { ledgers } = await api.get(`/api/v1/subjects/${signal.subject}/versions/latest/ledger`);
    for (const ledger of ledgers) {
      const wanted = ledger.entries.map((entry) => entry.name);
      const actual = await untilMigrated(api, ledger);
      const inPostgres = postgres === null ? null : await postgres.columns(ledger.table);
      problems.push(...missingIn('SQLite', ledger, wanted, actual));
      if (inPostgres !== null) problems.push(...missingIn('PostgreSQL', ledger, wanted, inPostgres));
      const frozen = ledger.entries.filter((entry) => entry.state === 'frozen').length;
      rows.push([
        ledger.table,
        ledger.tableVersion,
        wanted.length,
        frozen,
        actual.length,
        inPostgres?.length ?? '-',
      ]);
    }
  }
  printTable(['table', 'version', 'columns', 'of them frozen', 'in SQLite', 'in PostgreSQL'], rows);
  if (postgres !== null) say('In the databases the envelope (event id, times, source) comes on top.');
  return problems;
}

/** Columns of the worker's table once it is where the ledger is. Throws after the timeout. */
async function untilMigrated(api, ledger) {
  const deadline = Date.now() + TIMEOUT_MS;
  for (;;) {
    const { tables } = await api.get('/api/v1/events/tables');
    const found = tables.find(({ table }) => table === ledger.table);
    if (found !== undefined && found.tableVersion >= ledger.tableVersion)
      return found.columns.map(({ name }) => name);
    if (Date.now() > deadline)
      throw new Error(
        `table '${ledger.table}' is at ${found?.tableVersion ?? 0}, not ${ledger.tableVersion}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function missingIn(database, { table }, wanted, actual) {
  const present = new Set(actual);
  return wanted
    .filter((name) => !present.has(name))
    .map((name) => `${database}: ${table} lacks column ${name}`);
}
