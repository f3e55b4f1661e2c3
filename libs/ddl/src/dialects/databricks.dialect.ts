/**
 * Databricks SQL, Delta tables, runtime 15.4 and later. Source: https://docs.databricks.com/aws/en/sql/language-manual/sql-ref-syntax-ddl-create-table-using,
 * .../sql-ref-syntax-ddl-alter-table-manage-column, .../delta/column-mapping, .../delta/type-widening, .../sql-ref-names
 * Column mapping gives each column an id of its own, so that one can be dropped without writing files again. Clustered by
 * arrival, which takes the place of partitions by day. Nothing enforces the key: write with txnAppId and txnVersion.
 * Refusals: a dot, a space, a slash or a control character in a name; no ADD COLUMN IF NOT EXISTS.
 */
import { cost } from '../cost.js';
import { defineDialect } from '../define-dialect.js';
import { rfc3339Cell } from '../microseconds.js';
import { backslashText } from '../text-literals.js';
import { clusterOf, createTableText } from '../words.js';

const COMMIT = 'one commit to the log';
const WIDER = cost('T1', COMMIT, 'Needs the table feature typeWidening, which readers must know.');

/** Databricks. Unsigned 64-bit integers are DECIMAL(20,0), lists, maps and structs are its own, other JSON is STRING, durations BIGINT microseconds. */
export const databricks = defineDialect({
  name: 'databricks',
  title: 'Databricks (Delta)',
  proof: { level: 'rendered', on: null },
  limits: { identifierBytes: 255, columns: 10_000 },
  types: {
    int32: 'INT',
    int64: 'BIGINT',
    uint64: 'DECIMAL(20,0)',
    float32: 'FLOAT',
    float64: 'DOUBLE',
    bool: 'BOOLEAN',
    text: 'STRING',
    bytes: 'BINARY',
    timestamp: 'TIMESTAMP',
    duration: 'BIGINT',
    json: 'STRING',
    uuid: 'STRING',
  },
  hasComments: true,
  addsIfMissing: false,
  enforcesKey: false,
  rows: { partition: 'never', cluster: true },
  costs: {
    createTable: cost('T1', 'none', 'There is no key.'),
    createIndex: cost('T0', 'none', 'None is made: the table is clustered by arrival.'),
    addColumn: cost('T1', COMMIT),
    growColumn: cost('T1', COMMIT),
    dropColumn: cost('T1', COMMIT, 'The values stay in the files until REORG TABLE … APPLY (PURGE).'),
    comment: cost('T1', COMMIT),
    createView: cost('T1', 'none'),
  },
  typeChanges: {
    'int32>int64': WIDER,
    'int64>uint64': WIDER,
    'float32>float64': WIDER,
  },
  words: {
    createTable: (parts) => {
      const keys = ['ingest_time', ...clusterOf(parts, ['event_time'], ['ingest_time'])]
        .map(parts.quote)
        .join(', ');
      const said = parts.comment === null ? '' : `\nCOMMENT ${parts.comment}`;
      const properties = "'delta.columnMapping.mode' = 'name', 'delta.enableTypeWidening' = 'true'";
      return createTableText(
        parts,
        [],
        `\nUSING DELTA\nCLUSTER BY (${keys})${said}\nTBLPROPERTIES (${properties})`,
      );
    },
    createIndex: null,
    addColumn: (table, definition) => `ALTER TABLE ${table} ADD COLUMNS (${definition})`,
    changeType: ({ table, column }, type) => `ALTER TABLE ${table} ALTER COLUMN ${column} TYPE ${type}`,
    commentColumn: ({ table, column, comment }) =>
      `ALTER TABLE ${table} ALTER COLUMN ${column} COMMENT ${comment ?? "''"}`,
    inlineComment: (comment) => ` COMMENT ${comment}`,
  },
  nested: {
    list: (element) => `ARRAY<${element}>`,
    map: (key, value) => `MAP<${key}, ${value}>`,
    struct: (fields) => `STRUCT<${fields.map(([name, type]) => `${name}: ${type}`).join(', ')}>`,
    grow: ({ table, fields }) =>
      fields.map(({ path, type }) => ({
        sql: `ALTER TABLE ${table} ADD COLUMNS (${path} ${type})`,
        undo: `ALTER TABLE ${table} DROP COLUMN ${path}`,
      })),
  },
  quoteMark: '`',
  // eslint-disable-next-line no-control-regex -- control characters are what is meant
  refusedInNames: /[. /\u0001-\u001F\u007F]/gu,
  textLiteral: backslashText,
  bytesLiteral: (hex) => `X'${hex}'`,
  nonFiniteLiteral: (value) => `DOUBLE('${value}')`,
  literals: {
    uint64: (literal) => `CAST(${literal} AS DECIMAL(20,0))`,
    timestamp: (literal) => `TIMESTAMP ${literal}`,
  },
  parameters: { uint64: (cell) => String(cell), timestamp: rfc3339Cell },
});
