import { advanceLedger, buildTable } from '#libs/table-model';
import { messageOf } from '#libs/testing';
import { DIALECTS, createTable, dialectNamed } from './index.js';

/** How a dialect makes the table of one field of labels: its lines where dialects differ, and what follows the columns. */
interface Shape {
  readonly label: string;
  readonly id: string;
  readonly time: string;
  readonly tail: readonly string[];
  /** Statements after CREATE TABLE. */
  readonly more: readonly string[];
  readonly undo: readonly string[];
}

const SHAPES: Readonly<Record<string, Shape>> = {
  bigquery: {
    label: '`label` STRING,',
    id: '`event_id` STRING NOT NULL,',
    time: '`ingest_time` TIMESTAMP NOT NULL,',
    tail: [
      ')',
      'PARTITION BY DATE(`ingest_time`)',
      'CLUSTER BY `event_time`',
      "OPTIONS (description = 'Events of message h.Event, subject \\'clicks\\'.')",
    ],
    more: [],
    undo: ['DROP TABLE `event`'],
  },
  clickhouse: {
    label: '`label` LowCardinality(Nullable(String))',
    id: '`event_id` UUID,',
    time: "`ingest_time` DateTime64(6, 'UTC'),",
    tail: [
      'ENGINE = ReplacingMergeTree(`ingest_time`)',
      'PARTITION BY toYYYYMMDD(`ingest_time`)',
      'ORDER BY (`event_time`, `event_id`)',
      "COMMENT 'Events of message h.Event, subject \\'clicks\\'.'",
    ],
    more: [],
    undo: ['DROP TABLE `event`'],
  },
  databricks: {
    label: '`label` STRING',
    id: '`event_id` STRING NOT NULL,',
    time: '`ingest_time` TIMESTAMP NOT NULL,',
    tail: [
      'USING DELTA',
      'CLUSTER BY (`ingest_time`, `event_time`)',
      "COMMENT 'Events of message h.Event, subject \\'clicks\\'.'",
      "TBLPROPERTIES ('delta.columnMapping.mode' = 'name', 'delta.enableTypeWidening' = 'true')",
    ],
    more: [],
    undo: ['DROP TABLE `event`'],
  },
  duckdb: {
    label: '"label" VARCHAR,',
    id: '"event_id" UUID NOT NULL,',
    time: '"ingest_time" TIMESTAMPTZ NOT NULL,',
    tail: [')'],
    more: ["COMMENT ON TABLE \"event\" IS 'Events of message h.Event, subject ''clicks''.'"],
    undo: ['DROP TABLE "event"', 'COMMENT ON TABLE "event" IS NULL'],
  },
  mariadb: {
    label: '`label` LONGTEXT,',
    id: '`event_id` UUID NOT NULL,',
    time: '`ingest_time` DATETIME(6) NOT NULL,',
    tail: [
      ") ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin COMMENT = 'Events of message h.Event, subject ''clicks''.'",
    ],
    more: ['CREATE INDEX IF NOT EXISTS `event_ingest_time_idx` ON `event` (`ingest_time`)'],
    undo: ['DROP TABLE `event`', 'DROP INDEX `event_ingest_time_idx` ON `event`'],
  },
  postgres: {
    label: '"label" text,',
    id: '"event_id" uuid NOT NULL,',
    time: '"ingest_time" timestamptz NOT NULL,',
    tail: [')'],
    more: [
      'CREATE INDEX IF NOT EXISTS "event_ingest_time_idx" ON "event" ("ingest_time")',
      "COMMENT ON TABLE \"event\" IS 'Events of message h.Event, subject ''clicks''.'",
    ],
    undo: [
      'DROP TABLE IF EXISTS "event"',
      'DROP INDEX IF EXISTS "event_ingest_time_idx"',
      'COMMENT ON TABLE "event" IS NULL',
    ],
  },
  redshift: {
    label: '"label" VARCHAR(256),',
    id: '"event_id" VARCHAR(36) NOT NULL,',
    time: '"ingest_time" TIMESTAMPTZ NOT NULL,',
    tail: [')', 'DISTSTYLE KEY', 'DISTKEY ("event_id")', 'COMPOUND SORTKEY ("ingest_time")'],
    more: ["COMMENT ON TABLE \"event\" IS 'Events of message h.Event, subject ''clicks''.'"],
    undo: ['DROP TABLE "event"', 'COMMENT ON TABLE "event" IS NULL'],
  },
  snowflake: {
    label: '"label" VARCHAR,',
    id: '"event_id" VARCHAR(36) NOT NULL,',
    time: '"ingest_time" TIMESTAMP_NTZ(9) NOT NULL,',
    tail: [
      ')',
      'CLUSTER BY (TO_DATE("ingest_time"))',
      "COMMENT = 'Events of message h.Event, subject ''clicks''.'",
    ],
    more: [],
    undo: ['DROP TABLE "event"'],
  },
  sqlite: {
    label: '"label" TEXT,',
    id: '"event_id" TEXT NOT NULL,',
    time: '"ingest_time" INTEGER NOT NULL,',
    tail: [') STRICT'],
    more: ['CREATE INDEX IF NOT EXISTS "event_ingest_time_idx" ON "event" ("ingest_time")'],
    undo: ['DROP TABLE "event"', 'DROP INDEX "event_ingest_time_idx"'],
  },
};

const { ledger } = advanceLedger(
  null,
  'clicks',
  buildTable(messageOf([{ number: 1, name: 'label', kind: 'enum', oneof: null }])),
  1,
);

it('every dialect of SQL has its shape here', () => {
  expect(Object.keys(SHAPES)).toEqual(DIALECTS.filter(({ words }) => words !== null).map(({ name }) => name));
});

describe.each(Object.entries(SHAPES))('%s', (name, shape) => {
  const statements = createTable(dialectNamed(name), ledger);
  const lines = statements[0]!.sql.split('\n');
  const lineWith = (text: string): string | undefined => lines.find((line) => line.includes(text))?.trim();

  it('has its types, NOT NULL for the envelope alone', () => {
    expect([lineWith('label'), lineWith('event_id'), lineWith('ingest_time')]).toEqual([
      shape.label,
      shape.id,
      shape.time,
    ]);
  });

  it('ends as the engine wants it', () => expect(lines.slice(14)).toEqual(shape.tail));

  it('goes on with an index and comments where the table can not say them', () => {
    expect(statements.slice(1).map(({ sql }) => sql)).toEqual(shape.more);
    expect(statements.map(({ undo }) => undo)).toEqual(shape.undo);
  });
});

describe('names that an engine can not hold', () => {
  it.each([
    ['bigquery', 'größe_名前', true],
    ['bigquery', 'a b', false],
    ['bigquery', 'a-b', false],
    ['bigquery', '_PARTITIONTIME', false],
    ['bigquery', '_table_suffix', false],
    ['bigquery', 'my_table_', true],
    ['clickhouse', 'a.b', false],
    ['clickhouse', 'a b', true],
    ['databricks', 'a b', false],
    ['databricks', 'a/b', false],
    ['databricks', 'a,b', true],
    ['mariadb', 'a ', false],
    ['mariadb', ' a', true],
    ['mariadb', 'a𝄞', false],
    ['mariadb', '名前', true],
    ['redshift', 'oid', false],
    ['redshift', 'OID', false],
    ['redshift', 'oids', true],
    ['snowflake', 'a.b c"d', true],
    ['duckdb', 'a.b c"d', true],
    ['postgres', 'a.b c"d', true],
    ['sqlite', 'a.b c"d', true],
    ['iceberg', 'a.b', false],
    ['parquet', 'a.b', true],
  ])('%s: %j stays: %s', (name, identifier, stays) => {
    const given = dialectNamed(name).engineName(identifier);
    expect(given === identifier).toBe(stays);
    if (!stays) expect(given).toMatch(/_[0-9a-f]{8}$/);
    // Said twice, the name is the same; what came out may go in again.
    expect(dialectNamed(name).engineName(given)).toBe(given);
  });

  it('are never the same for two names', () => {
    for (const dialect of DIALECTS) {
      const names = ['a b', 'a.b', 'a/b', 'a-b', 'a_b', 'a b ', 'a_b_'].map((name) =>
        dialect.engineName(name),
      );
      expect(new Set(names).size).toBe(names.length);
    }
  });
});
