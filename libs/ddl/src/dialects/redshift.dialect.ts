/**
 * Amazon Redshift. Source: https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_TABLE_NEW.html, .../r_ALTER_TABLE.html, .../r_names.html
 * Rows are spread by id and sorted by arrival, so that a day is read in one piece. The key is told, not enforced. Unless
 * enable_case_sensitive_identifier is on, names are folded to lower case; no two of a table differ in case only.
 * Refusals: text over 65 535 bytes; no change of a column's type but a longer VARCHAR; no ADD COLUMN IF NOT EXISTS.
 */
import { cost } from '../cost.js';
import { defineDialect } from '../define-dialect.js';
import { rfc3339Cell } from '../microseconds.js';
import { doubledBackslashText } from '../text-literals.js';
import { addColumnOnce, clusterOf, createTableText, keyLine } from '../words.js';

const LOCK = 'AccessExclusiveLock';

/** Amazon Redshift. Unsigned 64-bit integers are DECIMAL(20,0), JSON is SUPER, durations BIGINT microseconds. */
export const redshift = defineDialect({
  name: 'redshift',
  title: 'Amazon Redshift',
  proof: { level: 'rendered', on: null },
  limits: { identifierBytes: 127, columns: 1600 },
  types: {
    int32: 'INTEGER',
    int64: 'BIGINT',
    uint64: 'DECIMAL(20,0)',
    float32: 'REAL',
    float64: 'DOUBLE PRECISION',
    bool: 'BOOLEAN',
    text: 'VARCHAR(65535)',
    bytes: 'VARBYTE(1024000)',
    timestamp: 'TIMESTAMPTZ',
    duration: 'BIGINT',
    json: 'SUPER',
    uuid: 'VARCHAR(36)',
  },
  formTypes: { enum: 'VARCHAR(256)', case: 'VARCHAR(256)' },
  hasComments: true,
  addsIfMissing: false,
  enforcesKey: false,
  rows: { partition: 'never', cluster: true },
  costs: {
    createTable: cost(
      'T1',
      'none',
      'The key is not enforced: load through a staging table where a row may come twice.',
    ),
    createIndex: cost('T0', 'none', 'None is made: the table is sorted by arrival.'),
    addColumn: cost('T1', LOCK, 'Waits for running transactions.'),
    dropColumn: cost('T1', LOCK, 'Waits for running transactions; refused while a view uses the column.'),
    comment: cost('T1', LOCK),
    createView: cost('T1', 'none'),
  },
  words: {
    createTable: (parts) => {
      const keys = ['ingest_time', ...clusterOf(parts, [], ['ingest_time'])];
      const suffix = `\nDISTSTYLE KEY\nDISTKEY (${parts.quote('event_id')})\nCOMPOUND SORTKEY (${keys.map(parts.quote).join(', ')})`;
      return createTableText(parts, [keyLine(parts)], suffix);
    },
    createIndex: null,
    addColumn: addColumnOnce,
    // OR REPLACE exists, yet refuses to rename a column.
    replaceView: null,
  },
  // System columns of every table, beside those that the table model knows from PostgreSQL.
  refusedInNames: /^(?=(?:oid|insertxid|deletexid)$)/giu,
  textLiteral: doubledBackslashText,
  bytesLiteral: (hex) => `TO_VARBYTE('${hex}', 'hex')`,
  nonFiniteLiteral: (value) => `'${value}'::DOUBLE PRECISION`,
  literals: { json: (literal) => `JSON_PARSE(${literal})` },
  parameters: { uint64: (cell) => String(cell), timestamp: rfc3339Cell },
});
