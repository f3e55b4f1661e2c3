import { advanceLedger, buildTable, type Ledger } from '#libs/table-model';
import { messageFrom } from '#libs/testing';
import { DIALECTS, createTable, describeTable, dialectNamed, growColumn, latestView } from './index.js';

const STRUCT = '[(protokoll.options.v1.field).column.strategy = STRATEGY_STRUCT]';
const FIELDS = `
  repeated string texts = 1; repeated uint64 wholes = 2; repeated C labels = 3; map<string, int32> counts = 4;
  map<bool, P> parts = 5; repeated P list = 6; P whole = 7 ${STRUCT}; repeated google.protobuf.Struct any = 8;`;

const ledgerOf = (inner: string, before: Ledger | null = null, version = 1): Ledger => {
  const source = `message E { ${FIELDS} } enum C { C_NONE = 0; } message Q { bool r = 1; } message P { ${inner} }`;
  return advanceLedger(before, 's', buildTable(messageFrom(source, 'E')), version).ledger;
};
const V1 = ledgerOf('string a = 1; repeated int32 b = 2; Q c = 3;');
const V2 = ledgerOf('string a = 1; repeated int32 b = 2; Q c = 3; google.protobuf.Timestamp d = 4;', V1, 2);

/** Types of texts, wholes, labels, counts, parts, list, whole; any has a type of its own nowhere. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  bigquery: [
    'ARRAY<STRING>',
    'ARRAY<NUMERIC>',
    'ARRAY<STRING>',
    'ARRAY<STRUCT<key STRING, value INT64>>',
    'JSON',
    'JSON',
    'JSON',
  ],
  clickhouse: [
    'Array(String)',
    'Array(UInt64)',
    'Array(LowCardinality(String))',
    'Map(String, Int64)',
    'Map(Bool, Tuple(`a` Nullable(String), `b` Array(Int64), `c` Nullable(String)))',
    'Array(Tuple(`a` Nullable(String), `b` Array(Int64), `c` Nullable(String)))',
    'Nullable(String)',
  ],
  duckdb: [
    'VARCHAR[]',
    'UBIGINT[]',
    'VARCHAR[]',
    'MAP(VARCHAR, BIGINT)',
    'MAP(BOOLEAN, STRUCT("a" VARCHAR, "b" BIGINT[], "c" STRUCT("r" BOOLEAN)))',
    'STRUCT("a" VARCHAR, "b" BIGINT[], "c" STRUCT("r" BOOLEAN))[]',
    'STRUCT("a" VARCHAR, "b" BIGINT[], "c" STRUCT("r" BOOLEAN))',
  ],
  databricks: [
    'ARRAY<STRING>',
    'ARRAY<DECIMAL(20,0)>',
    'ARRAY<STRING>',
    'MAP<STRING, BIGINT>',
    'MAP<BOOLEAN, STRUCT<`a`: STRING, `b`: ARRAY<BIGINT>, `c`: STRUCT<`r`: BOOLEAN>>>',
    'ARRAY<STRUCT<`a`: STRING, `b`: ARRAY<BIGINT>, `c`: STRUCT<`r`: BOOLEAN>>>',
    'STRUCT<`a`: STRING, `b`: ARRAY<BIGINT>, `c`: STRUCT<`r`: BOOLEAN>>',
  ],
  iceberg: [
    'list<string>',
    'list<decimal(20, 0)>',
    'list<string>',
    'map<string, long>',
    'map<boolean, struct<a: string, b: list<long>, c: struct<r: boolean>>>',
    'list<struct<a: string, b: list<long>, c: struct<r: boolean>>>',
    'struct<a: string, b: list<long>, c: struct<r: boolean>>',
  ],
  parquet: [
    'list<utf8>',
    'list<uint64>',
    'list<utf8>',
    'map<utf8, int64>',
    'map<bool, struct<a: utf8, b: list<int64>, c: struct<r: bool>>>',
    'list<struct<a: utf8, b: list<int64>, c: struct<r: bool>>>',
    'struct<a: utf8, b: list<int64>, c: struct<r: bool>>',
  ],
  snowflake: ['ARRAY', 'ARRAY', 'ARRAY', 'OBJECT', 'OBJECT', 'ARRAY', 'OBJECT'],
};

describe.each(DIALECTS.map((dialect) => [dialect.name, dialect] as const))('%s', (name, dialect) => {
  const json = dialect.type({ kind: 'json' });

  it('says lists, maps and structs in its own words, and JSON where it has none', () => {
    const types = V1.entries.map(({ type, form }) => dialect.columnType({ type, form, nullable: true }));
    const none = dialect.columnType({ type: { kind: 'json' }, form: 'json', nullable: true });
    expect(types).toEqual([...(TYPES[name] ?? Array.from({ length: 7 }, () => none)), none]);
    expect(V1.entries.map(({ type }) => dialect.type(type)).every((type) => type !== '')).toBe(true);
  });

  it('has a shape for whatever it does not print as JSON, and takes no literal for it', () => {
    for (const { type } of V1.entries) {
      const isJson = dialect.type(type) === json;
      expect(dialect.shape(type) === null).toBe(isJson);
      if (!isJson && dialect.words !== null)
        expect(() => dialect.literal(type, '[]')).toThrow('as bound values only');
      expect(dialect.literal(type, null)).toMatch(/^null$/i);
    }
  });

  it('grows by statements of their own, one after the other, or without any', () => {
    const grown = V1.entries.flatMap((entry, index) => growColumn(dialect, V2, entry, V2.entries[index]!));
    if (dialect.grow === null) expect(grown).toEqual([]);
    // A message of its own is JSON in ClickHouse.
    else expect(grown).toHaveLength(name === 'clickhouse' ? 2 : 3);
    expect(grown.every(({ kind }) => kind === 'growColumn')).toBe(true);
    for (const statement of grown) {
      expect(statement).toMatchObject({ phase: 'expand', oldRowsReadable: true, oldWritersInsert: true });
      expect(statement.undo).not.toBeNull();
      expect(statement.class).toBe(dialect.costs.growColumn.class);
    }
    expect(V2.entries.flatMap((entry) => growColumn(dialect, V2, entry, entry))).toEqual([]);
  });
});

describe('growing', () => {
  const sqlOf = (name: string): readonly string[] =>
    V1.entries.flatMap((entry, index) =>
      growColumn(dialectNamed(name), V2, entry, V2.entries[index]!).map(({ sql }) => sql),
    );

  it('names the way to a field in Databricks', () => {
    expect(sqlOf('databricks')).toEqual([
      'ALTER TABLE `e` ADD COLUMNS (`parts`.value.`d` TIMESTAMP)',
      'ALTER TABLE `e` ADD COLUMNS (`list`.element.`d` TIMESTAMP)',
      'ALTER TABLE `e` ADD COLUMNS (`whole`.`d` TIMESTAMP)',
    ]);
  });

  it('names the way in DuckDB, where it may be run twice, and the whole type in ClickHouse', () => {
    expect(sqlOf('duckdb')[1]).toBe(
      'ALTER TABLE "e" ADD COLUMN IF NOT EXISTS "list".element."d" TIMESTAMPTZ',
    );
    expect(sqlOf('clickhouse')[1]).toBe(
      "ALTER TABLE `e` MODIFY COLUMN `list` Array(Tuple(`a` Nullable(String), `b` Array(Int64), `c` Nullable(String), `d` Nullable(DateTime64(6, 'UTC'))))",
    );
  });

  it('keeps a name out of a tuple that ClickHouse has for itself', () => {
    const clickhouse = dialectNamed('clickhouse');
    expect(clickhouse.type(ledgerOf('string NULL = 3; string null_ = 4;').entries[5]!.type)).toBe(
      'Array(Tuple(`NULL__3` Nullable(String), `null_` Nullable(String)))',
    );
  });

  it('is a schema with the next ids in Iceberg, and its undo is the schema before', () => {
    const iceberg = dialectNamed('iceberg');
    const [statement, ...others] = describeTable(iceberg, V1, V2);
    expect(others).toEqual([]);
    expect(statement).toMatchObject({ kind: 'growColumn', class: 'T1', reversible: true });
    const fields = (text: string): readonly { id: number }[] =>
      [...text.matchAll(/"(?:id|element-id|key-id|value-id)": (\d+)/g)].map((match) => ({
        id: Number(match[1]),
      }));
    const [before, after] = [createTable(iceberg, V1)[0]!.sql, statement!.sql].map((text) =>
      fields(text).map(({ id }) => id),
    );
    expect(new Set(after).size).toBe(after!.length);
    expect(after!.filter((id) => !before!.includes(id))).toEqual(
      [1, 2, 3].map((more) => Math.max(...before!) + more),
    );
    expect(before!.every((id) => after!.includes(id))).toBe(true);
  });

  it('starts from the column as it was: JSON stays JSON', () => {
    const entry = V1.entries[5]!;
    const asText = { ...entry, type: { kind: 'json' } as const };
    expect(growColumn(dialectNamed('databricks'), V2, asText, V2.entries[5]!)).toEqual([]);
  });
});

it('a view never joins columns whose insides differ', () => {
  const first = advanceLedger(
    null,
    's',
    buildTable(messageFrom('message E { repeated string a = 1; }', 'E')),
    1,
  );
  const model = buildTable(messageFrom('message E { repeated bool a = 1; }', 'E'));
  const { ledger } = advanceLedger(first.ledger, 's', model, 2);
  for (const name of ['databricks', 'sqlite', 'snowflake']) {
    const sql = latestView(dialectNamed(name), ledger).at(-1)!.sql;
    expect(sql).not.toContain('COALESCE');
    expect(sql).toMatch(/[`"]a__2[`"] AS [`"]a[`"]/);
  }
});
