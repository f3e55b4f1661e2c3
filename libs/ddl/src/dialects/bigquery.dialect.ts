/**
 * BigQuery, GoogleSQL. Source: https://cloud.google.com/bigquery/docs/reference/standard-sql/data-definition-language,
 * https://cloud.google.com/bigquery/docs/schemas#column_names, https://cloud.google.com/bigquery/quotas#standard_tables
 * Partitioned by the day of arrival and clustered by the time of the event. The key is told, not enforced: a batch that is sent
 * twice lands twice unless the writer uses stream offsets.
 * Lists and maps of single values are arrays; what has messages inside is JSON, because DDL adds no field to a struct that is there:
 * https://cloud.google.com/bigquery/docs/managing-table-schemas#add_a_nested_column_to_a_record_column
 * Refusals: names beyond letters, digits and `_`, and names with the engine's own prefixes; more than 5 changes of one table in 10 s.
 */
import { cost } from '../cost.js';
import { defineDialect } from '../define-dialect.js';
import { rfc3339Cell } from '../microseconds.js';
import { plainCollections } from '../nested-words.js';
import { backslashText } from '../text-literals.js';
import { clusterOf, createTableText, keyLine } from '../words.js';

const QUOTA =
  'At most 5 changes of one table in 10 seconds; streaming writers see the change some minutes later.';

/** BigQuery. Unsigned 64-bit integers are NUMERIC, durations INT64 microseconds. */
export const bigquery = defineDialect({
  name: 'bigquery',
  title: 'BigQuery',
  proof: { level: 'rendered', on: null },
  limits: { identifierBytes: 300, columns: 10_000, commentLength: 1024 },
  types: {
    int32: 'INT64',
    int64: 'INT64',
    uint64: 'NUMERIC',
    float32: 'FLOAT64',
    float64: 'FLOAT64',
    bool: 'BOOL',
    text: 'STRING',
    bytes: 'BYTES',
    timestamp: 'TIMESTAMP',
    duration: 'INT64',
    json: 'JSON',
    uuid: 'STRING',
  },
  hasComments: true,
  addsIfMissing: true,
  enforcesKey: false,
  rows: { partition: 'always', cluster: true },
  costs: {
    createTable: cost('T1', 'none', 'The key is not enforced.'),
    createIndex: cost('T0', 'none', 'None is made: the table is partitioned by day of arrival.'),
    addColumn: cost('T1', 'none', QUOTA),
    dropColumn: cost('T1', 'none', QUOTA),
    comment: cost('T1', 'none', QUOTA),
    createView: cost('T1', 'none'),
  },
  expiry: {
    cost: cost('T1', 'none', QUOTA),
    sql: (table, ttlDays) =>
      `ALTER TABLE ${table} SET OPTIONS (partition_expiration_days = ${ttlDays ?? 'NULL'})`,
  },
  typeChanges: {
    'int32>int64': cost('T0', 'none'),
    'int64>uint64': cost('T1', 'none', QUOTA),
    'float32>float64': cost('T0', 'none'),
  },
  words: {
    createTable: (parts) => {
      const { ttlDays } = parts.layout;
      const told = [
        ...(parts.comment === null ? [] : [`description = ${parts.comment}`]),
        ...(ttlDays === undefined ? [] : [`partition_expiration_days = ${ttlDays}`]),
      ];
      const said = told.length === 0 ? '' : `\nOPTIONS (${told.join(', ')})`;
      const keys = clusterOf(parts, ['event_time']).map(parts.quote).join(', ');
      const suffix = `\nPARTITION BY DATE(${parts.quote('ingest_time')})\nCLUSTER BY ${keys}${said}`;
      return createTableText(parts, [`${keyLine(parts)} NOT ENFORCED`], suffix);
    },
    createIndex: null,
    commentTable: (table, comment) => `ALTER TABLE ${table} SET OPTIONS (description = ${comment ?? 'NULL'})`,
    commentColumn: ({ table, column, comment }) =>
      `ALTER TABLE ${table} ALTER COLUMN ${column} SET OPTIONS (description = ${comment ?? 'NULL'})`,
    inlineComment: (comment) => ` OPTIONS (description = ${comment})`,
  },
  nested: {
    // No DDL adds a field to a struct, so whatever has one is JSON, and that takes new fields.
    holds: plainCollections,
    list: (element) => `ARRAY<${element}>`,
    map: (key, value) => `ARRAY<STRUCT<key ${key}, value ${value}>>`,
    struct: (fields) => `STRUCT<${fields.map((field) => field.join(' ')).join(', ')}>`,
    grow: null,
  },
  quoteMark: '`',
  // The first alternative matches nothing but the place before a prefix that the engine keeps for itself.
  refusedInNames:
    /^(?=_table_|_file_|_partition|_row_timestamp|__root__|_colidentifier|_change_)|[^\p{L}\p{M}\p{N}_]/giu,
  textLiteral: backslashText,
  bytesLiteral: (hex) => `FROM_HEX('${hex}')`,
  nonFiniteLiteral: (value) => `CAST('${value}' AS FLOAT64)`,
  literals: {
    uint64: (literal) => `NUMERIC ${literal}`,
    timestamp: (literal) => `TIMESTAMP ${literal}`,
    json: (literal) => `JSON ${literal}`,
  },
  parameters: { uint64: (cell) => String(cell), timestamp: rfc3339Cell },
});
