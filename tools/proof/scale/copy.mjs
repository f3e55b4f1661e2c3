// Fills PostgreSQL with the rows of a kept SQLite registry: both have the same tables, and copying takes a fraction of an import. What is
// read through the API afterwards says whether they are the same.
import { openSqlite } from '#libs/sqlite';
import pg from 'pg';

const ROWS_AT_ONCE = 2_000;

/** Tables in an order in which each has what it refers to, and the keys by which they are walked. */
const TABLES = {
  context: ['name'],
  schema: ['fingerprint'],
  source: ['digest'],
  schema_id: ['context', 'id'],
  schema_guid: ['context', 'id'],
  subject: ['id'],
  version: ['subject_id', 'version'],
  version_reference: ['subject_id', 'version', 'name'],
  label: ['subject_id', 'name'],
  life: ['subject_id', 'kind', 'owner', 'number', 'name', 'signature'],
  table_name: ['name'],
  ledger: ['subject_id', 'message', 'version'],
  config: ['scope'],
  change: ['id'],
};

/** The tables must be there and empty. */
export async function copyRows(data, url) {
  const source = openSqlite(`${data}/registry.db`, { readOnly: true });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('TRUNCATE "context" CASCADE');
    for (const [table, keys] of Object.entries(TABLES)) await copyTable(source, client, table, keys);
    for (const table of ['subject', 'change'])
      await client.query(
        `SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT max("id") + 1 FROM "${table}"))`,
      );
  } finally {
    await client.end();
    source.close();
  }
}

async function copyTable(source, client, table, keys) {
  const { rows } = await client.query(
    `SELECT column_name AS name, data_type AS type FROM information_schema.columns WHERE table_name = $1 ORDER BY ordinal_position`,
    [table],
  );
  const names = rows.map(({ name }) => `"${name}"`).join(', ');
  const arrays = rows.map(({ type }, at) => `$${at + 1}::${type}[]`).join(', ');
  const insert = `INSERT INTO "${table}" (${names}) OVERRIDING SYSTEM VALUE SELECT * FROM unnest(${arrays})`;
  const order = keys.map((key) => `"${key}"`).join(', ');
  const places = keys.map(() => '?').join(', ');
  const next = source.prepare(
    `SELECT ${names} FROM "${table}" WHERE (${order}) > (${places}) ORDER BY ${order} LIMIT ${ROWS_AT_ONCE}`,
  );
  const first = source.prepare(`SELECT ${names} FROM "${table}" ORDER BY ${order} LIMIT ${ROWS_AT_ONCE}`);
  for (let page = first.all(); page.length > 0;) {
    const columns = rows.map(({ name, type }) =>
      page.map((row) => (type === 'bytea' ? Buffer.from(row[name]) : row[name])),
    );
    await client.query(insert, columns);
    const last = page.at(-1);
    page = next.all(...keys.map((key) => last[key]));
  }
}
