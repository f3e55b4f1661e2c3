import {
  advanceLedger,
  buildTable,
  isColumnType,
  type Ledger,
  type TableFinding,
  type TableModel,
} from './index.js';
import { messageFrom } from '#libs/testing';

const IMPORTS = 'enum Color { COLOR_UNSPECIFIED = 0; }';

function tableOf(fields: string, option = ''): TableModel {
  const said = option === '' ? '' : `option (protokoll.options.v1.message) = {${option}};`;
  return buildTable(messageFrom(`message Event { ${said} ${fields} } ${IMPORTS}`, 'Event'));
}

function ledgersOf(...models: readonly TableModel[]): readonly [Ledger, readonly TableFinding[]] {
  let ledger: Ledger | null = null;
  let findings: readonly TableFinding[] = [];
  for (const [index, model] of models.entries())
    ({ ledger, findings } = advanceLedger(ledger, 's', model, index + 1));
  return [ledger!, findings];
}

const rules = (findings: readonly TableFinding[]): string[] =>
  findings.map((finding) => `${finding.ruleId} ${finding.class} ${finding.path}`);

const said = (column: string): string => `[(protokoll.options.v1.field).column = {${column}}]`;

describe('a table', () => {
  it('is laid out as its annotation says', () => {
    const { layout, findings } = tableOf(
      'string a = 1;',
      'owner: " team a " table: {partition: PARTITION_INGEST_DAY, cluster: ["app_id", "event_time"], ttl_days: 36500}',
    );
    expect(layout).toEqual({
      partition: 'ingest-day',
      cluster: ['app_id', 'event_time'],
      ttlDays: 36_500,
      owner: 'team a',
    });
    expect(findings).toEqual([]);
  });

  it.each(['x__rest', 'x__d20260131'])('leaves names of partitions alone: %s', (name) => {
    const { table, findings } = tableOf('string a = 1;', `table: {name: "${name}"}`);
    expect([table, rules(findings)]).toEqual([`event_${name}`, ['TABLE_NAME_RESERVED T0 #/t.Event']]);
  });

  it('has no layout where nothing is said', () => {
    expect(tableOf('string a = 1;')).not.toHaveProperty('layout');
    expect(tableOf('string a = 1;', 'table: {name: "x"}')).not.toHaveProperty('layout');
  });

  it.each([
    ['a ttl below nothing', 'table: {ttl_days: -1}', 'ttl_days = -1'],
    ['a ttl past a hundred years', 'table: {ttl_days: 36501}', '36501'],
    ['a cluster of fields', 'table: {cluster: "a"}', 'no column of the envelope'],
    ['SQL', 'table: {cluster: "event_time); DROP TABLE x; --"}', 'no column of the envelope'],
    ['a cluster of one twice', 'table: {cluster: ["app_id", "app_id"]}', 'there twice'],
    ['four of them', 'table: {cluster: ["app_id", "seq", "platform", "subject"]}', 'at most 3'],
    ['an owner of two lines', 'owner: "a\\nb"', 'control characters'],
    ['a long owner', `owner: "${'x'.repeat(201)}"`, '200 characters'],
  ])('is not laid out by %s', (_name, option, problem) => {
    const { layout, findings } = tableOf('string a = 1;', option);
    expect(layout).toBeUndefined();
    expect(rules(findings)).toEqual(['TABLE_ANNOTATION_INVALID T0 #/t.Event']);
    expect(findings[0]!.message).toContain(problem);
  });
});

describe('a column', () => {
  it('has the shape that was asked for', () => {
    const { columns, findings } = tableOf(`
      Color a = 1 ${said('enum_as: ENUM_AS_NUMBER')}; Color b = 2 ${said('enum_as: ENUM_AS_LABEL')};
      uint64 c = 3 ${said('uint64_as: UINT64_AS_INT64')}; fixed64 d = 4 ${said('uint64_as: UINT64_AS_EXACT')};
      sint32 e = 5 ${said('width: WIDTH_NARROW')}; int32 f = 6 ${said('width: WIDTH_WIDE')};
      google.protobuf.UInt64Value g = 7 ${said('uint64_as: UINT64_AS_INT64')};`);
    expect(columns.map(({ name, type, form }) => `${name} ${type.kind} ${form}`)).toEqual([
      'a int64 int',
      'b text enum',
      'c int64 uint64',
      'd uint64 uint64',
      'e int32 int',
      'f int64 int',
      'g int64 uint64',
    ]);
    expect(findings).toEqual([]);
  });

  it('does not follow what its field can not have', () => {
    const { columns, findings } = tableOf(`
      string a = 1 ${said('enum_as: ENUM_AS_NUMBER')}; int64 b = 2 ${said('uint64_as: UINT64_AS_INT64')};
      uint32 c = 3 ${said('width: WIDTH_NARROW')}; repeated Color d = 4 ${said('enum_as: ENUM_AS_NUMBER')};`);
    expect(columns.map(({ type, form }) => `${type.kind} ${form}`)).toEqual([
      'text text',
      'int64 int',
      'int64 int',
      'json json',
    ]);
    expect(rules(findings)).toEqual(
      [1, 2, 3, 4].map((number) =>
        ['TABLE_ANNOTATION_UNSUPPORTED', 'T0', `#/t.Event/field/${number}`].join(' '),
      ),
    );
  });

  it('has types of single dialects, in no order of the source, and the care that was said', () => {
    const types =
      'types: [{dialect: "postgres" type: "varchar(9)"}, {dialect: "bigquery" type: "STRING(9)"}]';
    const [{ columns }, other] = [
      `column: {${types}} sensitivity: SENSITIVITY_PERSONAL`,
      `sensitivity: SENSITIVITY_PUBLIC`,
    ].map((text) => tableOf(`string a = 1 [(protokoll.options.v1.field) = {${text}}];`)) as [
      TableModel,
      TableModel,
    ];
    expect(columns[0]).toMatchObject({
      overrides: [
        { dialect: 'bigquery', type: 'STRING(9)' },
        { dialect: 'postgres', type: 'varchar(9)' },
      ],
      sensitivity: 'personal',
    });
    expect(other.columns[0]).toMatchObject({ sensitivity: 'public' });
  });

  it.each([
    ['an unknown dialect', '{dialect: "oracle" type: "VARCHAR2(9)"}', '"oracle" is for none'],
    ['one of documents', '{dialect: "iceberg" type: "int"}', 'is for none of'],
    ['two types', '[{dialect: "duckdb" type: "TEXT"}, {dialect: "duckdb" type: "BLOB"}]', 'there twice'],
    ['no type', '{dialect: "duckdb"}', 'no type of it'],
    ['SQL', '{dialect: "postgres" type: "text); DROP TABLE x; --"}', 'no type of it'],
    ['a type that SQLite lacks', '{dialect: "sqlite" type: "VARCHAR(9)"}', 'no type of it'],
  ])('keeps its type where it is given %s', (_name, types, problem) => {
    const { columns, findings } = tableOf(`string a = 1 ${said(`types: ${types}`)};`);
    expect(columns[0]!.overrides ?? []).toHaveLength(problem === 'there twice' ? 1 : 0);
    expect(rules(findings)).toEqual(['TABLE_ANNOTATION_INVALID T0 #/t.Event/field/1']);
    expect(findings[0]!.message).toContain(problem);
  });
});

describe('the type of a column', () => {
  it.each([
    'text',
    'numeric(38,9)',
    'Decimal(38, 9)',
    'double precision',
    'TIMESTAMP(3) WITH TIME ZONE',
    'timestamp without time zone',
    'character varying(64)',
    'BIGINT UNSIGNED',
    "DateTime64(3, 'Europe/Berlin')",
    'LowCardinality(FixedString(8))',
    "ENUM('A','B')",
  ])('may be %s', (type) => {
    expect(isColumnType('postgres', type)).toBe(true);
  });

  it.each([
    '',
    ' text',
    'text ',
    'text NOT NULL',
    'text PRIMARY KEY',
    'text DEFAULT 1',
    'text, b text',
    'text)',
    'text; DROP TABLE x',
    'text -- x',
    'text/**/',
    'text\n',
    'text COLLATE "C"',
    '"text"',
    'numeric(38,9',
    'numeric()',
    'numeric(1,)',
    'numeric(-1)',
    'numeric(1);',
    "varchar('a'')",
    "varchar('a b')",
    "x('\\')",
    'a(b(c(d(e))))',
    'serial',
    'BIGSERIAL',
    'Nullable(String)',
    'text REFERENCES t(a)',
    'text GENERATED ALWAYS AS (1)',
    'τext',
    '__proto__',
    `a(${'1,'.repeat(60)}1)`,
  ])('may not be %j', (type) => {
    expect(isColumnType('postgres', type)).toBe(false);
  });

  it('is one of six in SQLite, and none in a dialect that is not known', () => {
    expect(['INTEGER', 'any', 'Text'].every((type) => isColumnType('sqlite', type))).toBe(true);
    expect(isColumnType('sqlite', 'numeric(1)')).toBe(false);
    expect(['oracle', 'parquet', '__proto__', ''].some((dialect) => isColumnType(dialect, 'text'))).toBe(
      false,
    );
  });
});

describe('a later version', () => {
  const first = tableOf(
    `string a = 1 [(protokoll.options.v1.field) = {sensitivity: SENSITIVITY_PUBLIC column: {types: {dialect: "postgres" type: "varchar(9)"}}}]; string b = 2;`,
    'owner: "one" table: {cluster: "app_id", ttl_days: 9}',
  );

  it('changes what may change, and is told what is fixed', () => {
    const next = tableOf(
      `string a = 1 [(protokoll.options.v1.field) = {sensitivity: SENSITIVITY_PERSONAL column: {types: {dialect: "postgres" type: "varchar(99)"}}}]; string b = 2 [(protokoll.options.v1.field).column.types = {dialect: "postgres" type: "citext"}];`,
      'owner: "two" table: {partition: PARTITION_INGEST_DAY, ttl_days: 8}',
    );
    const [ledger, findings] = ledgersOf(first, next);
    expect(ledger).toMatchObject({
      tableVersion: 1,
      layout: { cluster: ['app_id'], ttlDays: 8, owner: 'two' },
    });
    expect(ledger.layout).not.toHaveProperty('partition');
    expect(ledger.entries[0]).toMatchObject({
      overrides: [{ dialect: 'postgres', type: 'varchar(9)' }],
      sensitivity: 'personal',
    });
    expect(ledger.entries[1]).not.toHaveProperty('overrides');
    expect(rules(findings)).toEqual([
      'TABLE_PARTITION_CHANGED T5 #/t.Event',
      'TABLE_CLUSTER_CHANGED T5 #/t.Event',
      'TABLE_TTL_CHANGED T1 #/t.Event',
      'TABLE_TYPE_OVERRIDE_CHANGED T5 #/t.Event/field/1',
      'TABLE_SENSITIVITY_CHANGED T1 #/t.Event/field/1',
      'TABLE_TYPE_OVERRIDE_CHANGED T5 #/t.Event/field/2',
    ]);
    expect(findings[2]!.hint).toContain('are lost');
  });

  it('may say nothing any more', () => {
    const [ledger, findings] = ledgersOf(
      first,
      tableOf('string a = 1; string b = 2;', 'table: {cluster: "app_id"}'),
    );
    expect(ledger.layout).toEqual({ cluster: ['app_id'] });
    expect(ledger.entries[0]).not.toHaveProperty('sensitivity');
    expect(rules(findings)).toEqual([
      'TABLE_TTL_CHANGED T1 #/t.Event',
      'TABLE_TYPE_OVERRIDE_CHANGED T5 #/t.Event/field/1',
      'TABLE_SENSITIVITY_CHANGED T1 #/t.Event/field/1',
    ]);
    expect(findings[0]!.hint).toContain('Nothing to do');
  });

  it('that says the same changes nothing', () => {
    const [ledger, findings] = ledgersOf(first, first);
    expect(findings).toEqual([]);
    expect(ledger).toEqual({ ...ledgersOf(first)[0], schemaVersion: 2, entries: expect.anything() });
  });

  it('that asks for another shape gets a new column', () => {
    const [ledger, findings] = ledgersOf(
      tableOf(`Color a = 1; uint64 b = 2; int32 c = 3 ${said('width: WIDTH_NARROW')};`),
      tableOf(
        `Color a = 1 ${said('enum_as: ENUM_AS_NUMBER')}; uint64 b = 2 ${said('uint64_as: UINT64_AS_INT64')}; int64 c = 3;`,
      ),
    );
    expect(ledger.entries.slice(3).map(({ name, type }) => `${name} ${type.kind}`)).toEqual([
      'a__2 int64',
      'b__2 int64',
      'c__2 int64',
    ]);
    expect(rules(findings)).toEqual(
      [1, 2, 3].map((number) => `TABLE_TYPE_CHANGED T4 #/t.Event/field/${number}`),
    );
  });
});
