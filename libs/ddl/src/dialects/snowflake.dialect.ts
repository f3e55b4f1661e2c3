/**
 * Snowflake. Source: https://docs.snowflake.com/en/sql-reference/sql/create-table, .../sql/alter-table-column, .../data-types-text
 * Names keep their case, because they are always quoted. Timestamps are TIMESTAMP_NTZ, meant in UTC. Clustered by the day of
 * arrival. The key is told, not enforced: read with QUALIFY ROW_NUMBER() where a row may have come twice.
 * Refusals: no change of a column's type but a wider NUMBER.
 */
import { cost } from '../cost.js';
import { defineDialect } from '../define-dialect.js';
import { dateTimeCell } from '../microseconds.js';
import { doubledBackslashText } from '../text-literals.js';
import { clusterOf, createTableText, keyLine } from '../words.js';

const LOCK = 'table metadata for a moment';

/** Snowflake. Unsigned 64-bit integers are NUMBER(20,0), lists are ARRAY, maps and structs OBJECT, other JSON is VARIANT, durations NUMBER(19,0) microseconds. */
export const snowflake = defineDialect({
  name: 'snowflake',
  title: 'Snowflake',
  proof: { level: 'rendered', on: null },
  // Snowflake documents no limit of columns; this one is ours.
  limits: { identifierBytes: 255, columns: 10_000 },
  types: {
    int32: 'NUMBER(10,0)',
    int64: 'NUMBER(19,0)',
    uint64: 'NUMBER(20,0)',
    float32: 'FLOAT',
    float64: 'FLOAT',
    bool: 'BOOLEAN',
    text: 'VARCHAR',
    bytes: 'BINARY',
    timestamp: 'TIMESTAMP_NTZ(9)',
    duration: 'NUMBER(19,0)',
    json: 'VARIANT',
    uuid: 'VARCHAR(36)',
  },
  hasComments: true,
  addsIfMissing: true,
  enforcesKey: false,
  rows: { partition: 'never', cluster: true },
  costs: {
    createTable: cost('T1', 'none', 'The key is not enforced.'),
    createIndex: cost('T0', 'none', 'None is made: the table is clustered by day of arrival.'),
    addColumn: cost('T1', LOCK),
    dropColumn: cost('T1', LOCK, 'Time Travel still reads it for a while.'),
    comment: cost('T1', LOCK),
    createView: cost('T1', 'none'),
  },
  typeChanges: {
    'int32>int64': cost('T1', LOCK),
    'int64>uint64': cost('T1', LOCK),
    'float32>float64': cost('T0', 'none'),
  },
  words: {
    createTable: (parts) => {
      const said = parts.comment === null ? '' : `\nCOMMENT = ${parts.comment}`;
      const more = clusterOf(parts, [], ['ingest_time']).map((name) => `, ${parts.quote(name)}`);
      const suffix = `\nCLUSTER BY (TO_DATE(${parts.quote('ingest_time')})${more.join('')})${said}`;
      return createTableText(parts, [keyLine(parts)], suffix);
    },
    createIndex: null,
    commentTable: (table, comment) => `COMMENT ON TABLE ${table} IS ${comment ?? "''"}`,
    commentColumn: ({ table, column, comment }) =>
      `COMMENT ON COLUMN ${table}.${column} IS ${comment ?? "''"}`,
    inlineComment: (comment) => ` COMMENT ${comment}`,
  },
  // Without types inside, so that new fields need no statement.
  nested: { list: () => 'ARRAY', map: () => 'OBJECT', struct: () => 'OBJECT', grow: null },
  textLiteral: doubledBackslashText,
  bytesLiteral: (hex) => `TO_BINARY('${hex}', 'HEX')`,
  nonFiniteLiteral: (value) => `'${Number.isNaN(value) ? 'NaN' : value > 0 ? 'inf' : '-inf'}'::FLOAT`,
  literals: { json: (literal) => `PARSE_JSON(${literal})` },
  parameters: { uint64: (cell) => String(cell), timestamp: dateTimeCell },
});
