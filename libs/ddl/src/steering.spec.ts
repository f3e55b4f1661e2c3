import { TYPED_DIALECTS, advanceLedger, buildTable, type Ledger, type TableLayout } from '#libs/table-model';
import { messageOf } from '#libs/testing';
import {
  DIALECTS,
  dayStatements,
  isPartitioned,
  keyColumns,
  changeTtl,
  createTable,
  dialectNamed,
  entryShape,
  tableCommentText,
} from './index.js';

const plain = advanceLedger(
  null,
  's',
  buildTable(messageOf([{ number: 1, name: 'a', kind: 'string', oneof: null }])),
  1,
).ledger;

function withLayout(layout: TableLayout): Ledger {
  return { ...plain, layout };
}

it('knows the dialects that columns may have a type of their own in', () => {
  const names = DIALECTS.filter(({ words }) => words !== null).map(({ name }) => name);
  expect([...names].sort()).toEqual([...TYPED_DIALECTS]);
});

it.each(DIALECTS)('keeps what an author says of a table nowhere but in it: $name', (dialect) => {
  const sql = createTable(dialect, withLayout({ ttlDays: 7, owner: "o'b" })).map(
    (statement) => statement.sql,
  );
  const text = sql.join('\n').toLowerCase();
  expect(text.includes('ttl') || text.includes('expiration')).toBe(dialect.expiry !== null);
  expect(tableCommentText(withLayout({ ttlDays: 7, owner: "o'b" }))).toContain(
    "Owner: o'b.\nKept for 7 days.",
  );
});

describe('the time for which rows are kept', () => {
  const ttl = (name: string, before: number | null, after: number | null): object[] => {
    const ledger = (days: number | null): Ledger => (days === null ? plain : withLayout({ ttlDays: days }));
    return [...changeTtl(dialectNamed(name), ledger(before), ledger(after))];
  };

  it('is shortened by a step that contracts and says what is lost', () => {
    expect(ttl('clickhouse', 30, 7)).toMatchObject([
      {
        kind: 'expire',
        sql: 'ALTER TABLE `event` MODIFY TTL toDateTime(`ingest_time`) + INTERVAL 7 DAY',
        undo: 'ALTER TABLE `event` MODIFY TTL toDateTime(`ingest_time`) + INTERVAL 30 DAY',
        phase: 'contract',
        dataLoss: 'Every row that arrived more than 7 days ago.',
        undoLoses: null,
        reversible: false,
        oldRowsReadable: false,
        oldWritersInsert: true,
        class: 'T2',
      },
    ]);
    expect(ttl('bigquery', null, 7)).toMatchObject([
      {
        sql: 'ALTER TABLE `event` SET OPTIONS (partition_expiration_days = 7)',
        undo: 'ALTER TABLE `event` SET OPTIONS (partition_expiration_days = NULL)',
        phase: 'contract',
      },
    ]);
  });

  it('is prolonged by one that loses nothing', () => {
    expect(ttl('clickhouse', 7, null)).toMatchObject([
      {
        sql: 'ALTER TABLE `event` REMOVE TTL',
        phase: 'expand',
        dataLoss: null,
        undoLoses: 'Every row that arrived more than 7 days ago.',
        reversible: true,
      },
    ]);
    expect(ttl('bigquery', 7, 30)).toMatchObject([{ phase: 'expand' }]);
  });

  it('needs no step where it stays, or where the engine keeps rows anyway', () => {
    expect(ttl('clickhouse', 7, 7)).toEqual([]);
    for (const { name, expiry } of DIALECTS) if (expiry === null) expect(ttl(name, 30, 7)).toEqual([]);
  });
});

it('gives a column the type of its author, with the words for null', () => {
  const [entry] = plain.entries;
  const given = (dialect: string, type: string): string => {
    const shape = entryShape(dialectNamed(dialect), { ...entry!, overrides: [{ dialect, type }] });
    return dialectNamed(dialect).columnType(shape);
  };
  expect(given('postgres', 'varchar(9)')).toBe('varchar(9)');
  expect(given('clickhouse', 'FixedString(9)')).toBe('Nullable(FixedString(9))');
  expect(given('clickhouse', 'LowCardinality(FixedString(9))')).toBe(
    'LowCardinality(Nullable(FixedString(9)))',
  );
  const elsewhere = entryShape(dialectNamed('sqlite'), {
    ...entry!,
    overrides: [{ dialect: 'postgres', type: 'x' }],
  });
  expect(elsewhere).not.toHaveProperty('given');
});

describe('a table set apart by day', () => {
  const ledger = withLayout({ partition: 'ingest-day' });

  it.each([
    ['postgres', ['event_id', 'ingest_time']],
    ['mariadb', ['event_id', 'ingest_time']],
    ['clickhouse', ['event_id']],
    ['sqlite', ['event_id']],
  ])('has the day in its key where the engine wants that: %s', (name, key) => {
    const dialect = dialectNamed(name);
    expect(keyColumns(dialect, ledger)).toEqual(key);
    expect(keyColumns(dialect, plain)).toEqual(['event_id']);
    expect(isPartitioned(dialect, ledger)).toBe(key.length === 2);
  });

  it('has statements for a day, of which the last of a year is followed by the first', () => {
    expect(dayStatements(dialectNamed('postgres'), ledger, '2026-12-31')).toEqual({
      make: `CREATE TABLE IF NOT EXISTS "event__d20261231" PARTITION OF "event" FOR VALUES FROM ('2026-12-31 00:00:00+00') TO ('2027-01-01 00:00:00+00')`,
      drop: 'DROP TABLE IF EXISTS "event__d20261231"',
    });
    expect(dayStatements(dialectNamed('mariadb'), ledger, '2028-02-29')?.make).toContain(
      "(PARTITION `event__d20280229` VALUES LESS THAN ('2028-03-01 00:00:00'), PARTITION `event__rest`",
    );
    for (const name of ['clickhouse', 'sqlite', 'iceberg', 'bigquery'])
      expect(dayStatements(dialectNamed(name), ledger, '2026-12-31')).toBeNull();
    expect(dayStatements(dialectNamed('postgres'), plain, '2026-12-31')).toBeNull();
    for (const day of ['', '2026-02-30', '2026-1-1', "2026-01-01'); DROP TABLE x; --", '__proto__'])
      expect(() => dayStatements(dialectNamed('postgres'), ledger, day)).toThrow('is no day');
  });
});
