/**
 * MariaDB 10.7 and later, InnoDB. Source: https://mariadb.com/kb/en/alter-table/, .../instant-add-column-for-innodb/, .../identifier-names/
 * Texts are LONGTEXT, labels too: every VARCHAR counts against the 65 535 bytes of a row, a LONGTEXT counts 12. JSON has no
 * CHECK of the engine's own kind, because a column with one can not be added instantly.
 * No partitions: their days would have to be named ahead, and the key would have to hold the day.
 * Written for the default sql_mode: with NO_BACKSLASH_ESCAPES a comment's backslash comes out twice.
 * Refusals: NaN and infinity (stored as NULL); characters beyond U+FFFF and spaces at the end of a name; each DDL commits.
 */
import type { Cell } from '#libs/codec';
import { cost } from '../cost.js';
import { defineDialect } from '../define-dialect.js';
import { dateTimeCell } from '../microseconds.js';
import { doubledBackslashText } from '../text-literals.js';
import { createTableText, keyLine } from '../words.js';

const COPY = cost('T3', 'SHARED, ALGORITHM=COPY', 'About 2 s for a million rows, in which nobody may write.');
const INSTANT = 'exclusive metadata lock for a moment';

/** MariaDB. Unsigned 64-bit integers are BIGINT UNSIGNED, timestamps DATETIME(6) in UTC, durations BIGINT microseconds. */
export const mariadb = defineDialect({
  name: 'mariadb',
  title: 'MariaDB',
  proof: { level: 'tried', on: 'MariaDB 10.11' },
  limits: {
    identifierBytes: 64,
    columns: 1017,
    commentLength: 1024,
    // Found by trying how many columns of one type fit: 383 LONGTEXT, 995 BIGINT, 501 UUID beside the key.
    rowSize: {
      totalBytes: 8107,
      columnBytes: {
        int32: 4.125,
        int64: 8.125,
        uint64: 8.125,
        float32: 4.125,
        float64: 8.125,
        bool: 1.125,
        text: 21.125,
        bytes: 21.125,
        timestamp: 8.125,
        duration: 8.125,
        json: 21.125,
        uuid: 16.125,
      },
    },
  },
  types: {
    int32: 'INT',
    int64: 'BIGINT',
    uint64: 'BIGINT UNSIGNED',
    float32: 'FLOAT',
    float64: 'DOUBLE',
    bool: 'BOOLEAN',
    text: 'LONGTEXT',
    bytes: 'LONGBLOB',
    timestamp: 'DATETIME(6)',
    duration: 'BIGINT',
    json: 'LONGTEXT',
    uuid: 'UUID',
  },
  hasComments: true,
  addsIfMissing: true,
  rows: { partition: 'asked', cluster: false },
  costs: {
    createTable: cost('T1', 'none'),
    createIndex: cost(
      'T2',
      'NONE, ALGORITHM=INPLACE',
      'Instant on a new table; else reads every row beside the writers.',
      {
        rewrite: false,
      },
    ),
    addColumn: cost('T1', INSTANT, 'Instant, or refused: it never copies the table.'),
    dropColumn: cost('T1', INSTANT, 'Instant, or refused: it never copies the table.'),
    comment: cost('T1', INSTANT),
    createView: cost('T1', 'none'),
  },
  typeChanges: {
    'int32>int64': COPY,
    'int64>text': COPY,
    'uint64>text': COPY,
    'int64>uint64': COPY,
    'float32>float64': COPY,
  },
  words: {
    createTable: (parts) => {
      const said = parts.comment === null ? '' : ` COMMENT = ${parts.comment}`;
      const apart =
        parts.rest === null
          ? ''
          : `\nPARTITION BY RANGE COLUMNS (${parts.quote('ingest_time')}) (PARTITION ${parts.rest} VALUES LESS THAN (MAXVALUE))`;
      const suffix = ` ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin${said}${apart}`;
      return createTableText(parts, [keyLine(parts)], suffix);
    },
    // The rest is split: rows that lie in it already go where they belong.
    day: ({ table, partition, rest, to }) => ({
      make: `ALTER TABLE ${table} REORGANIZE PARTITION ${rest} INTO (PARTITION ${partition} VALUES LESS THAN ('${to} 00:00:00'), PARTITION ${rest} VALUES LESS THAN (MAXVALUE))`,
      drop: `ALTER TABLE ${table} DROP PARTITION IF EXISTS ${partition}`,
    }),
    dropIndex: (table, index) => `DROP INDEX ${index} ON ${table}`,
    addColumn: (table, definition) =>
      `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${definition}, ALGORITHM = INSTANT`,
    dropColumn: (table, column) => `ALTER TABLE ${table} DROP COLUMN ${column}, ALGORITHM = INSTANT`,
    changeType: ({ table, column, type, comment }) =>
      `ALTER TABLE ${table} MODIFY COLUMN ${column} ${type}${comment === null ? '' : ` COMMENT ${comment}`}`,
    commentTable: (table, comment) => `ALTER TABLE ${table} COMMENT = ${comment ?? "''"}`,
    commentColumn: ({ table, column, type, comment }) =>
      `ALTER TABLE ${table} MODIFY COLUMN ${column} ${type} COMMENT ${comment ?? "''"}, ALGORITHM = INSTANT`,
    cast: (value, type) => `CAST(${value} AS ${type.startsWith('LONG') ? 'CHAR' : type})`,
    inlineComment: (comment) => ` COMMENT ${comment}`,
  },
  quoteMark: '`',
  refusedInNames: /[\u{10000}-\u{10FFFF}]| +$/gu,
  textLiteral: doubledBackslashText,
  bytesLiteral: (hex) => `X'${hex}'`,
  nonFiniteLiteral: () => 'NULL',
  parameters: { float32: finiteCell, float64: finiteCell, timestamp: dateTimeCell },
});

function finiteCell(cell: NonNullable<Cell>): Cell {
  return typeof cell === 'number' && !Number.isFinite(cell) ? null : cell;
}
