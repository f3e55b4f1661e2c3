/**
 * DuckDB 1.2 and later. Source: https://duckdb.org/docs/stable/sql/statements/alter_table, .../comment_on, .../data_types/overview
 * No index by time: DuckDB keeps minima and maxima of each row group, and an index of its own would refuse DROP COLUMN.
 * The key is kept, so that a batch that is sent twice lands once. Partitions by day appear on export:
 * `COPY … TO … (FORMAT parquet, PARTITION_BY (day))`.
 * Refusals: U+0000 in text is taken by the engine but by no literal of ours.
 */
import { cost } from '../cost.js';
import { defineDialect } from '../define-dialect.js';
import { rfc3339Cell } from '../microseconds.js';

const LOCK = 'transaction on the table';
const REWRITE = cost(
  'T3',
  LOCK,
  'About 0.03 s for a million rows; a transaction that writes meanwhile fails.',
);

/** DuckDB. Unsigned 64-bit integers are UBIGINT, durations BIGINT microseconds, lists, maps and structs its own. */
export const duckdb = defineDialect({
  name: 'duckdb',
  title: 'DuckDB',
  proof: { level: 'tried', on: 'DuckDB 1.5.6' },
  // The engine names no limit on either; these were tried.
  limits: { identifierBytes: 255, columns: 5000 },
  types: {
    int32: 'INTEGER',
    int64: 'BIGINT',
    uint64: 'UBIGINT',
    float32: 'FLOAT',
    float64: 'DOUBLE',
    bool: 'BOOLEAN',
    text: 'VARCHAR',
    bytes: 'BLOB',
    timestamp: 'TIMESTAMPTZ',
    duration: 'BIGINT',
    json: 'JSON',
    uuid: 'UUID',
  },
  hasComments: true,
  addsIfMissing: true,
  rows: { partition: 'never', cluster: false },
  costs: {
    createTable: cost('T1', LOCK),
    createIndex: cost('T0', 'none', 'None is made: row groups know their first and last time.'),
    addColumn: cost('T1', LOCK, 'About 20 ms; a transaction that writes to the table meanwhile fails.'),
    growColumn: cost(
      'T3',
      LOCK,
      'About 0.05 s for a million rows; a transaction that writes meanwhile fails.',
    ),
    dropColumn: cost('T1', LOCK, 'Refused while an index other than the key is on the table.'),
    comment: cost('T1', LOCK),
    createView: cost('T1', LOCK),
  },
  typeChanges: {
    'int32>int64': REWRITE,
    'int64>text': REWRITE,
    'uint64>text': REWRITE,
    'float32>float64': REWRITE,
  },
  words: { createIndex: null },
  nested: {
    list: (element) => `${element}[]`,
    map: (key, value) => `MAP(${key}, ${value})`,
    struct: (fields) => `STRUCT(${fields.map((field) => field.join(' ')).join(', ')})`,
    grow: ({ table, fields }) =>
      fields.map(({ path, type }) => ({
        sql: `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${path} ${type}`,
        undo: `ALTER TABLE ${table} DROP COLUMN ${path}`,
      })),
  },
  bytesLiteral: (hex) => `unhex('${hex}')`,
  nonFiniteLiteral: (value) => `'${value}'::DOUBLE`,
  parameters: { timestamp: rfc3339Cell },
});
