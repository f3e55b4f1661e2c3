import { DIALECTS, dialectNamed, type Dialect } from '#libs/ddl';
import { advanceLedger, buildTable, dropFrozen, type Ledger } from '#libs/table-model';
import { ledgersOf, messageFrom } from '#libs/testing';
import { findDrift, type DriftFinding, type LiveTable } from '../index.js';
import { liveOf, withColumn } from './live-of.suite.js';
import { liveType, plainType } from './live-type.js';

const sqlite = dialectNamed('sqlite');
const [first, second] = ledgersOf('1 a int32, 2 b string, 3 c bool', '1 a int32, 2 b string') as [
  Ledger,
  Ledger,
];
const kindsOf = (findings: readonly DriftFinding[]): readonly string[] =>
  findings.map(({ kind, column, blocks }) => `${kind} ${column} ${blocks ? 'blocks' : 'goes on'}`);
const driftOf = (ledger: Ledger, live: LiveTable | null, dialect: Dialect = sqlite): readonly string[] =>
  kindsOf(findDrift(dialect, ledger, live));

it.each(DIALECTS.map((dialect) => [dialect.name, dialect] as const))(
  'finds nothing in the table that was planned: %s',
  (_name, dialect) => {
    for (const ledger of [first, second, dropFrozen(second, 2)])
      expect(driftOf(ledger, liveOf(dialect, ledger), dialect)).toEqual([]);
  },
);

it.each([
  ['sqlite', 'TEXT', 'TEXT'],
  ['postgres', 'uuid', 'text'],
  ['clickhouse', 'UUID', 'Nullable(String)'],
  ['mariadb', 'UUID', 'LONGTEXT'],
  ['bigquery', 'STRING', 'STRING'],
])('knows what a catalogue calls its types: %s', (name, key, text) => {
  const dialect = dialectNamed(name);
  expect(liveType(dialect, { type: { kind: 'uuid' }, form: null, nullable: false })).toBe(key);
  expect(liveType(dialect, { type: { kind: 'text' }, form: 'text', nullable: true })).toBe(text);
});

it.each([
  ['STRUCT("a b" VARCHAR, "c" BIGINT)[]', 'STRUCT("a b" VARCHAR, c BIGINT)[]'],
  ['Array(Tuple(`a` String, `from` Int8))', 'Array(Tuple(a String, from Int8))'],
  ['Array(Tuple(`a``b` String, `1` Int8, `é` Int8))', 'Array(Tuple(`a``b` String, `1` Int8, `é` Int8))'],
])('takes quotes away where a name inside needs none: %s', (type, plain) => {
  expect(plainType(type)).toBe(plain);
});

it('does not mind how a catalogue quotes what lies inside of a column, but what it is', () => {
  const duckdb = dialectNamed('duckdb');
  const model = buildTable(
    messageFrom('message event { repeated P p = 1; } message P { string a = 1; }', 'event'),
  );
  const { ledger } = advanceLedger(null, 's', model, 1);
  const live = (type: string): LiveTable => withColumn(liveOf(duckdb, ledger), 'p', { type });
  expect(driftOf(ledger, live('STRUCT(a VARCHAR)[]'), duckdb)).toEqual([]);
  for (const other of ['STRUCT(b VARCHAR)[]', 'STRUCT(a BIGINT)[]', 'STRUCT(a VARCHAR)', 'JSON'])
    expect(driftOf(ledger, live(other), duckdb)).toEqual(['column-type p blocks']);
});

it('tells that there is no table', () => {
  expect(findDrift(sqlite, first, null)).toEqual([
    {
      kind: 'table-missing',
      table: 'event',
      column: null,
      expected: 'event',
      actual: null,
      blocks: true,
      message: "Table 'event' is not there.",
      hint: 'Make it: plan against this database, then apply.',
    },
  ]);
});

describe('findDrift tells of', () => {
  const live = liveOf(sqlite, first);
  const extra = { name: 'z', type: 'TEXT', nullable: true, hasDefault: false };
  const cases: readonly (readonly [string, LiveTable, readonly string[]])[] = [
    ['a view in the place of the table', { ...live, kind: 'other' }, ['not-a-table null blocks']],
    ['a column that is gone', withColumn(live, 'a', null), ['column-missing a blocks']],
    ['an envelope column that is gone', withColumn(live, 'subject', null), ['column-missing subject blocks']],
    ['another type', withColumn(live, 'b', { type: 'BLOB' }), ['column-type b blocks']],
    ['NOT NULL', withColumn(live, 'b', { nullable: false }), ['column-nullability b blocks']],
    [
      'NOT NULL with a default',
      withColumn(live, 'b', { nullable: false, hasDefault: true }),
      ['column-nullability b goes on'],
    ],
    [
      'an envelope column that takes null',
      withColumn(live, 'subject', { nullable: true }),
      ['column-nullability subject goes on'],
    ],
    [
      'type and nullability at once',
      withColumn(live, 'b', { type: 'BLOB', nullable: false }),
      ['column-type b blocks', 'column-nullability b blocks'],
    ],
    ['a column too many', { ...live, columns: [...live.columns, extra] }, ['column-extra z goes on']],
    [
      'a column too many that refuses rows',
      { ...live, columns: [...live.columns, { ...extra, nullable: false }] },
      ['column-extra z blocks'],
    ],
    [
      'a column too many that has a default',
      { ...live, columns: [...live.columns, { ...extra, nullable: false, hasDefault: true }] },
      ['column-extra z goes on'],
    ],
    ['no key', { ...live, key: [] }, ['key-missing event_id blocks']],
    ['another key', { ...live, key: ['event_id', 'subject'] }, ['key-missing event_id blocks']],
    ['no index by time', { ...live, indexes: [] }, ['index-missing ingest_time goes on']],
    [
      'an index of some rows only',
      { ...live, indexes: live.indexes.map((index) => ({ ...index, partial: true })) },
      ['index-missing ingest_time goes on'],
    ],
  ];
  it.each(cases)('%s', (_name, changed, expected) => {
    expect(driftOf(first, changed)).toEqual(expected);
  });

  it('a frozen column that is gone', () => {
    expect(driftOf(second, withColumn(live, 'c', null))).toEqual(['frozen-column-missing c goes on']);
  });

  it('a dropped column that is still there', () => {
    expect(driftOf(dropFrozen(second, 2), live)).toEqual(['dropped-column-present c goes on']);
  });

  it('all of it, in the order of the columns', () => {
    const changed = withColumn(withColumn(withColumn(live, 'b', { type: 'X' }), 'a', null), 'app_id', null);
    const all = { ...changed, key: [], columns: [...changed.columns, extra] };
    expect(driftOf(first, all)).toEqual([
      'key-missing event_id blocks',
      'column-missing app_id blocks',
      'column-missing a blocks',
      'column-type b blocks',
      'column-extra z goes on',
    ]);
  });
});

it('takes a unique index for the key', () => {
  const unique = { name: 'u', unique: true, partial: false, columns: ['event_id'] };
  const live = liveOf(sqlite, first);
  expect(driftOf(first, { ...live, key: [], indexes: [...live.indexes, unique] })).toEqual([]);
  const partly = { ...live, key: [], indexes: [...live.indexes, { ...unique, partial: true }] };
  expect(driftOf(first, partly)).toEqual(['key-missing event_id blocks']);
});

it('asks for a key only where there are keys', () => {
  const missing = (name: string): boolean => {
    const dialect = dialectNamed(name);
    const kinds = findDrift(dialect, first, { ...liveOf(dialect, first), key: [] }).map(({ kind }) => kind);
    return kinds.includes('key-missing');
  };
  const known = DIALECTS.map(({ name }) => name).filter(missing);
  expect(known).toEqual(expect.arrayContaining(['clickhouse', 'duckdb', 'mariadb', 'postgres', 'sqlite']));
  for (const name of ['databricks', 'iceberg', 'parquet']) expect(known).not.toContain(name);
});

it('does not mind further indexes and another order of columns', () => {
  const live = liveOf(sqlite, first);
  const more = { name: 'm', unique: false, partial: false, columns: ['b', ''] };
  const changed = { ...live, columns: live.columns.toReversed(), indexes: [more, ...live.indexes] };
  expect(driftOf(first, changed)).toEqual([]);
});

it('says what was expected and found, and the way out', () => {
  const live = withColumn(liveOf(sqlite, first), 'b', { type: 'BLOB' });
  expect(findDrift(sqlite, first, live)).toEqual([
    expect.objectContaining({
      expected: 'TEXT',
      actual: 'BLOB',
      message: "Column 'b' of 'event' is BLOB, the ledger says TEXT.",
      hint: expect.stringContaining('Make it TEXT again'),
    }),
  ]);
});

it.each(['__proto__', 'constructor', 'x"; DROP TABLE y; --', 'ü'])(
  'takes the name %s as any other',
  (name) => {
    const live = liveOf(sqlite, first);
    const hostile = { name, type: 'TEXT', nullable: true, hasDefault: false };
    expect(driftOf(first, { ...live, columns: [...live.columns, hostile] })).toEqual([
      `column-extra ${name} goes on`,
    ]);
    const entries = first.entries.map((entry) => (entry.name === 'a' ? { ...entry, name } : entry));
    expect(driftOf({ ...first, entries }, live)).toEqual([
      `column-missing ${name} blocks`,
      'column-extra a goes on',
    ]);
  },
);

it('takes the word of an author for a type, which a catalogue may call otherwise', () => {
  const postgres = dialectNamed('postgres');
  const overrides = [{ dialect: 'postgres', type: 'varchar(9)' }];
  const entries = first.entries.map((entry) => (entry.name === 'b' ? { ...entry, overrides } : entry));
  const given = { ...first, entries };
  const live = liveOf(postgres, first);
  expect(driftOf(given, withColumn(live, 'b', { type: 'character varying(9)' }), postgres)).toEqual([]);
  expect(driftOf(given, live, postgres)).toEqual(['column-type b blocks']);
  expect(driftOf(given, liveOf(sqlite, first))).toEqual([]);
});

it('wants the day in the key of a table that is set apart by it, and only there', () => {
  const postgres = dialectNamed('postgres');
  const apart: Ledger = { ...first, layout: { partition: 'ingest-day' } };
  expect(driftOf(apart, liveOf(postgres, apart), postgres)).toEqual([]);
  expect(driftOf(apart, liveOf(postgres, first), postgres)).toEqual(['key-missing event_id blocks']);
  expect(driftOf(first, liveOf(postgres, apart), postgres)).toEqual(['key-missing event_id blocks']);
  expect(driftOf(apart, liveOf(sqlite, apart))).toEqual([]);
});
