import {
  advanceLedger,
  buildTable,
  type Ledger,
  type LedgerEntry,
  type LogicalKind,
} from '#libs/table-model';
import { messageOf } from '#libs/testing';
import {
  DIALECTS,
  addColumn,
  changeType,
  commentColumn,
  commentTable,
  dialectNamed,
  dropColumn,
  type Statement,
  type TypeChange,
} from './index.js';

/** What a dialect says of a column of labels named `it"s`, field f1, with the comment `Don't \\ go.`, in the table click. */
interface Wording {
  readonly add: readonly string[];
  readonly drop: string;
  /** The column loses its comment; the message moved. */
  readonly comment: readonly string[];
  /** Changes of a column `n` that the engine makes in place, with their class. */
  readonly changes: Readonly<Partial<Record<TypeChange, string>>>;
  /** Literals of 00ff, one microsecond, {}, 7, -Infinity, true and `\\'`. */
  readonly literals: Readonly<Partial<Record<LogicalKind, string>>>;
}

const WORDINGS: Readonly<Record<string, Wording>> = {
  bigquery: {
    add: [
      "ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `it_s_0862348c` STRING OPTIONS (description = 'Don\\'t \\\\ go.\\nField 1, called \\'f1\\'.')",
    ],
    drop: 'ALTER TABLE `click` DROP COLUMN `it_s_0862348c`',
    comment: [
      "ALTER TABLE `click` ALTER COLUMN `it_s_0862348c` SET OPTIONS (description = 'Field 1, called \\'f1\\'.')",
      "ALTER TABLE `click` SET OPTIONS (description = 'Events of message h.Moved, subject \\'clicks\\'.')",
    ],
    changes: {
      'int64>uint64': 'T1: ALTER TABLE `click` ALTER COLUMN `n` SET DATA TYPE NUMERIC',
      'float32>float64': 'T0: ALTER TABLE `click` ALTER COLUMN `n` SET DATA TYPE FLOAT64',
    },
    literals: {
      bytes: "FROM_HEX('00ff')",
      timestamp: "TIMESTAMP '1970-01-01T00:00:00.000001Z'",
      json: "JSON '{}'",
      uint64: "NUMERIC '7'",
      float64: "CAST('-Infinity' AS FLOAT64)",
      bool: 'TRUE',
      text: "'\\\\\\''",
    },
  },
  clickhouse: {
    add: [
      "ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `it\"s` LowCardinality(Nullable(String)) COMMENT 'Don\\'t \\\\ go.\\nField 1, called \\'f1\\'.'",
    ],
    drop: 'ALTER TABLE `click` DROP COLUMN `it"s`',
    comment: [
      "ALTER TABLE `click` COMMENT COLUMN `it\"s` 'Field 1, called \\'f1\\'.'",
      "ALTER TABLE `click` MODIFY COMMENT 'Events of message h.Moved, subject \\'clicks\\'.'",
    ],
    changes: {
      'int64>text': 'T2: ALTER TABLE `click` MODIFY COLUMN `n` Nullable(String)',
      'float32>float64': 'T2: ALTER TABLE `click` MODIFY COLUMN `n` Nullable(Float64)',
    },
    literals: {
      bytes: "unhex('00ff')",
      timestamp: "'1970-01-01 00:00:00.000001'",
      json: "'{}'",
      uint64: '7',
      float64: '-inf',
      bool: 'TRUE',
      text: "'\\\\\\''",
    },
  },
  databricks: {
    add: [
      "ALTER TABLE `click` ADD COLUMNS (`it\"s` STRING COMMENT 'Don\\'t \\\\ go.\\nField 1, called \\'f1\\'.')",
    ],
    drop: 'ALTER TABLE `click` DROP COLUMN `it"s`',
    comment: [
      "ALTER TABLE `click` ALTER COLUMN `it\"s` COMMENT 'Field 1, called \\'f1\\'.'",
      "COMMENT ON TABLE `click` IS 'Events of message h.Moved, subject \\'clicks\\'.'",
    ],
    changes: {
      'int64>uint64': 'T1: ALTER TABLE `click` ALTER COLUMN `n` TYPE DECIMAL(20,0)',
      'float32>float64': 'T1: ALTER TABLE `click` ALTER COLUMN `n` TYPE DOUBLE',
    },
    literals: {
      bytes: "X'00ff'",
      timestamp: "TIMESTAMP '1970-01-01T00:00:00.000001Z'",
      json: "'{}'",
      uint64: "CAST('7' AS DECIMAL(20,0))",
      float64: "DOUBLE('-Infinity')",
      bool: 'TRUE',
      text: "'\\\\\\''",
    },
  },
  duckdb: {
    add: [
      'ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "it""s" VARCHAR',
      "COMMENT ON COLUMN \"click\".\"it\"\"s\" IS 'Don''t \\ go.\nField 1, called ''f1''.'",
    ],
    drop: 'ALTER TABLE "click" DROP COLUMN "it""s"',
    comment: [
      'COMMENT ON COLUMN "click"."it""s" IS \'Field 1, called \'\'f1\'\'.\'',
      "COMMENT ON TABLE \"click\" IS 'Events of message h.Moved, subject ''clicks''.'",
    ],
    changes: {
      'int64>text': 'T3: ALTER TABLE "click" ALTER COLUMN "n" SET DATA TYPE VARCHAR',
      'float32>float64': 'T3: ALTER TABLE "click" ALTER COLUMN "n" SET DATA TYPE DOUBLE',
    },
    literals: {
      bytes: "unhex('00ff')",
      timestamp: "'1970-01-01T00:00:00.000001Z'",
      json: "'{}'",
      uint64: '7',
      float64: "'-Infinity'::DOUBLE",
      bool: 'TRUE',
      text: "'\\'''",
    },
  },
  mariadb: {
    add: [
      "ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `it\"s` LONGTEXT COMMENT 'Don''t \\\\ go.\nField 1, called ''f1''.', ALGORITHM = INSTANT",
    ],
    drop: 'ALTER TABLE `click` DROP COLUMN `it"s`, ALGORITHM = INSTANT',
    comment: [
      "ALTER TABLE `click` MODIFY COLUMN `it\"s` LONGTEXT COMMENT 'Field 1, called ''f1''.', ALGORITHM = INSTANT",
      "ALTER TABLE `click` COMMENT = 'Events of message h.Moved, subject ''clicks''.'",
    ],
    changes: {
      'int64>uint64': 'T3: ALTER TABLE `click` MODIFY COLUMN `n` BIGINT UNSIGNED',
      'int64>text': 'T3: ALTER TABLE `click` MODIFY COLUMN `n` LONGTEXT',
      'float32>float64': 'T3: ALTER TABLE `click` MODIFY COLUMN `n` DOUBLE',
    },
    literals: {
      bytes: "X'00ff'",
      timestamp: "'1970-01-01 00:00:00.000001'",
      json: "'{}'",
      uint64: '7',
      float64: 'NULL',
      bool: 'TRUE',
      text: "'\\\\'''",
    },
  },
  postgres: {
    add: [
      'ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "it""s" text',
      "COMMENT ON COLUMN \"click\".\"it\"\"s\" IS E'Don''t \\\\ go.\nField 1, called ''f1''.'",
    ],
    drop: 'ALTER TABLE "click" DROP COLUMN IF EXISTS "it""s"',
    comment: [
      'COMMENT ON COLUMN "click"."it""s" IS \'Field 1, called \'\'f1\'\'.\'',
      "COMMENT ON TABLE \"click\" IS 'Events of message h.Moved, subject ''clicks''.'",
    ],
    changes: {
      'int64>uint64': 'T3: ALTER TABLE "click" ALTER COLUMN "n" TYPE numeric(20,0) USING "n"::numeric(20,0)',
      'int64>text': 'T3: ALTER TABLE "click" ALTER COLUMN "n" TYPE text USING "n"::text',
      'float32>float64':
        'T3: ALTER TABLE "click" ALTER COLUMN "n" TYPE double precision USING "n"::double precision',
    },
    literals: {
      bytes: "decode('00ff', 'hex')",
      timestamp: "'1970-01-01T00:00:00.000001Z'",
      json: "'{}'",
      uint64: "'7'",
      float64: "'-Infinity'::double precision",
      bool: 'TRUE',
      text: "E'\\\\'''",
    },
  },
  redshift: {
    add: [
      'ALTER TABLE "click" ADD COLUMN "it""s" VARCHAR(256)',
      "COMMENT ON COLUMN \"click\".\"it\"\"s\" IS 'Don''t \\\\ go.\nField 1, called ''f1''.'",
    ],
    drop: 'ALTER TABLE "click" DROP COLUMN "it""s"',
    comment: [
      'COMMENT ON COLUMN "click"."it""s" IS \'Field 1, called \'\'f1\'\'.\'',
      "COMMENT ON TABLE \"click\" IS 'Events of message h.Moved, subject ''clicks''.'",
    ],
    changes: {},
    literals: {
      bytes: "TO_VARBYTE('00ff', 'hex')",
      timestamp: "'1970-01-01T00:00:00.000001Z'",
      json: "JSON_PARSE('{}')",
      uint64: "'7'",
      float64: "'-Infinity'::DOUBLE PRECISION",
      bool: 'TRUE',
      text: "'\\\\'''",
    },
  },
  snowflake: {
    add: [
      "ALTER TABLE \"click\" ADD COLUMN IF NOT EXISTS \"it\"\"s\" VARCHAR COMMENT 'Don''t \\\\ go.\nField 1, called ''f1''.'",
    ],
    drop: 'ALTER TABLE "click" DROP COLUMN "it""s"',
    comment: [
      'COMMENT ON COLUMN "click"."it""s" IS \'Field 1, called \'\'f1\'\'.\'',
      "COMMENT ON TABLE \"click\" IS 'Events of message h.Moved, subject ''clicks''.'",
    ],
    changes: {
      'int64>uint64': 'T1: ALTER TABLE "click" ALTER COLUMN "n" SET DATA TYPE NUMBER(20,0)',
      'float32>float64': 'T0: ALTER TABLE "click" ALTER COLUMN "n" SET DATA TYPE FLOAT',
    },
    literals: {
      bytes: "TO_BINARY('00ff', 'HEX')",
      timestamp: "'1970-01-01 00:00:00.000001'",
      json: "PARSE_JSON('{}')",
      uint64: "'7'",
      float64: "'-inf'::FLOAT",
      bool: 'TRUE',
      text: "'\\\\'''",
    },
  },
  sqlite: {
    add: ['ALTER TABLE "click" ADD COLUMN "it""s" TEXT'],
    drop: 'ALTER TABLE "click" DROP COLUMN "it""s"',
    comment: [],
    changes: {},
    literals: {
      bytes: "X'00ff'",
      timestamp: '1',
      json: "'{}'",
      uint64: "'7'",
      float64: '-9e999',
      bool: '1',
      text: "'\\'''",
    },
  },
};

const CELLS = {
  bytes: Uint8Array.of(0, 255),
  timestamp: 1,
  json: '{}',
  uint64: 7n,
  float64: -Infinity,
  bool: true,
  text: "\\'",
} as const;

const bare = advanceLedger(
  null,
  'clicks',
  buildTable(messageOf([{ number: 1, name: 'f1', kind: 'enum', oneof: null }])),
  1,
).ledger;
const entry: LedgerEntry = { ...bare.entries[0]!, name: 'it"s', comment: "Don't \\ go." };
const ledger: Ledger = { ...bare, table: 'click', entries: [entry] };
const plain: LedgerEntry = {
  ...entry,
  name: 'n',
  comment: null,
  form: 'int',
  logicalNames: [{ version: 1, name: 'n' }],
};

const sqlOf = (statements: readonly Statement[]): readonly string[] => statements.map(({ sql }) => sql);

it('every dialect of SQL has its words here', () => {
  const names = DIALECTS.filter(({ words }) => words !== null).map(({ name }) => name);
  expect(Object.keys(WORDINGS).sort()).toEqual([...names].sort());
});

describe.each(Object.entries(WORDINGS))('%s', (name, wording) => {
  const dialect = dialectNamed(name);

  it('adds a column', () => expect(sqlOf(addColumn(dialect, ledger, entry))).toEqual(wording.add));

  it('drops it, says what is lost, and can make an empty one again', () => {
    const [drop, ...more] = dropColumn(dialect, ledger, entry);
    expect(more).toEqual([]);
    expect(drop).toMatchObject({
      sql: wording.drop,
      phase: 'contract',
      reversible: false,
      undo: wording.add[0],
      dataLoss: `Every value of column 'it"s', written by versions 1 to 1.`,
      oldRowsReadable: false,
      oldWritersInsert: false,
    });
    expect(addColumn(dialect, ledger, entry)[0]?.undo).toBe(wording.drop);
  });

  it('changes comments', () => {
    const column = commentColumn(dialect, ledger, entry, { ...entry, comment: null });
    const table = commentTable(dialect, ledger, { ...ledger, message: 'h.Moved' });
    expect(sqlOf([...column, ...table])).toEqual(wording.comment);
    for (const { undo, reversible } of column) expect([undo, reversible]).toEqual([expect.any(String), true]);
  });

  it.each(['int64>uint64', 'int64>text', 'float32>float64'] as const)('%s', (change) => {
    const [before, after] = change.split('>') as [LogicalKind, LogicalKind];
    const statement = changeType(dialect, ledger, { ...plain, type: { kind: before } }, { kind: after });
    expect(statement === null ? undefined : `${statement.class}: ${statement.sql}`).toBe(
      wording.changes[change],
    );
    if (statement !== null) expect(statement).toMatchObject({ reversible: false, undo: null });
  });

  it('has no statement for a change that would mean something else', () => {
    for (const kind of ['json', 'timestamp', 'bytes'] as const) {
      expect(changeType(dialect, ledger, entry, { kind })).toBeNull();
    }
  });

  it.each(Object.entries(CELLS))('says a cell of %s', (kind, cell) => {
    expect(dialect.literal({ kind: kind as LogicalKind }, cell)).toBe(wording.literals[kind as LogicalKind]);
  });

  it('cuts comments to what the engine takes, never through a character', () => {
    const limit = dialect.limits.commentLength;
    if (limit === undefined) return;
    const long = { ...entry, comment: '𝄞'.repeat(limit) };
    const [statement] = commentColumn(dialect, ledger, null, long);
    expect(statement?.sql).toMatch(/𝄞…'/u);
    // With the u flag a half of a pair matches, a whole pair does not.
    expect(statement?.sql).not.toMatch(/[\uD800-\uDFFF]/u);
  });
});
