// MariaDB has no sink: rows are written by mysql2 with the dialect's own cells.
import { dialectNamed } from '#libs/ddl';
import { ENVELOPE } from '#libs/table-model';

/** `given` is a mysql:// URL or the path of a socket, as root. */
export async function openMariadb(given, traits) {
  if (given === undefined) return 'PROOF_MARIADB names no server';
  const { createConnection } = await import('mysql2/promise');
  const how = given.startsWith('mysql:') ? { uri: given } : { socketPath: given, user: 'root' };
  const database = `proof_${process.pid}`;
  const connection = await createConnection({
    ...how,
    charset: 'utf8mb4',
    supportBigNumbers: true,
    bigNumberStrings: true,
    timezone: 'Z',
  });
  await connection.query(`CREATE DATABASE ${database}`);
  await connection.query(`USE ${database}`);
  const ledgers = new Map();
  const dialect = dialectNamed('mariadb');
  return {
    dialect: 'mariadb',
    traits: { ...traits, nan: null, infinity: null },
    applyPlan: async (plan, ledger) => {
      for (const { sql } of plan.statements) await connection.query(sql);
      ledgers.set(ledger.table, ledger);
    },
    writeRows: async ([batch]) => {
      for (const { cells } of batch.rows)
        await insert(connection, dialect, ledgers.get(batch.table), batch, cells);
      return { rows: batch.rows.length, duplicates: 0, rejected: [] };
    },
    readRows: (table) => select(connection, dialect, ledgers.get(table)),
    columns: async (table) => {
      const sql = `SELECT column_name, column_type, is_nullable, column_comment FROM information_schema.columns WHERE table_schema = ? AND table_name = ?`;
      const [rows] = await connection.query(sql, [database, table]);
      return rows.map((row) => JSON.stringify(row)).sort();
    },
    forget: async (tables) => {
      for (const table of tables) await connection.query(`DROP TABLE ${dialect.quote(table)}`);
    },
    close: async () => {
      await connection.query(`DROP DATABASE ${database}`);
      await connection.end();
    },
  };
}

async function insert(connection, dialect, ledger, { columns }, cells) {
  const types = typesOf(ledger);
  const names = columns.map((name) => dialect.quote(name)).join(', ');
  const values = columns.map((name, index) => bound(dialect.parameter(types.get(name), cells[index])));
  const marks = columns.map(() => '?').join(', ');
  await connection.execute(`INSERT INTO ${dialect.quote(ledger.table)} (${names}) VALUES (${marks})`, values);
}

function bound(cell) {
  if (cell instanceof Uint8Array) return Buffer.from(cell);
  return typeof cell === 'bigint' ? String(cell) : cell;
}

async function select(connection, dialect, ledger) {
  const types = [...typesOf(ledger)];
  const values = types.map(([name, { kind }]) => {
    const quoted = dialect.quote(name);
    return kind === 'timestamp' ? `TIMESTAMPDIFF(MICROSECOND, '1970-01-01', ${quoted})` : quoted;
  });
  const [rows] = await connection.execute({
    sql: `SELECT ${values.join(', ')} FROM ${dialect.quote(ledger.table)}`,
    rowsAsArray: true,
  });
  return rows.map((row) =>
    Object.fromEntries(types.map(([name, type], index) => [name, cellOf(type, row[index])])),
  );
}

function cellOf({ kind }, value) {
  if (value === null) return null;
  if (kind === 'bool') return Boolean(value);
  if (kind === 'timestamp' || kind === 'duration') return BigInt(value);
  if (kind === 'bytes') return value.toString('base64');
  return kind === 'json' ? JSON.parse(value) : value;
}

function typesOf(ledger) {
  return new Map(
    [...ENVELOPE, ...ledger.entries.filter(({ state }) => state !== 'dropped')].map(({ name, type }) => [
      name,
      type,
    ]),
  );
}
