import type { Cell } from '#libs/codec';
import type { LogicalKind } from '#libs/table-model';
import { DIALECTS, dialectNamed } from './index.js';

/** One cell of each kind that is easily said wrong. */
const CELLS: Readonly<Record<LogicalKind, Cell>> = {
  int32: -7,
  int64: -9_007_199_254_740_993n,
  uint64: 18_446_744_073_709_551_615n,
  float32: -0,
  float64: NaN,
  bool: false,
  text: "it's \\ é\n",
  bytes: new Uint8Array(),
  timestamp: -1,
  duration: -5,
  json: '{"a":"\\u0001"}',
  uuid: '01890a5d-ac96-774b-bcce-b302099a8057',
};

/** The cells as SQL, in documents as JSON. */
const LITERALS: Readonly<Record<string, Readonly<Record<LogicalKind, string>>>> = {
  bigquery: {
    int32: '-7',
    int64: '-9007199254740993',
    uint64: "NUMERIC '18446744073709551615'",
    float32: '0',
    float64: "CAST('NaN' AS FLOAT64)",
    bool: 'FALSE',
    text: "'it\\'s \\\\ é\\n'",
    bytes: "FROM_HEX('')",
    timestamp: "TIMESTAMP '1969-12-31T23:59:59.999999Z'",
    duration: '-5',
    json: 'JSON \'{"a":"\\\\u0001"}\'',
    uuid: "'01890a5d-ac96-774b-bcce-b302099a8057'",
  },
  clickhouse: {
    int32: '-7',
    int64: '-9007199254740993',
    uint64: '18446744073709551615',
    float32: '0',
    float64: 'nan',
    bool: 'FALSE',
    text: "'it\\'s \\\\ é\\n'",
    bytes: "unhex('')",
    timestamp: "'1969-12-31 23:59:59.999999'",
    duration: '-5',
    json: '\'{"a":"\\\\u0001"}\'',
    uuid: "'01890a5d-ac96-774b-bcce-b302099a8057'",
  },
  databricks: {
    int32: '-7',
    int64: '-9007199254740993',
    uint64: "CAST('18446744073709551615' AS DECIMAL(20,0))",
    float32: '0',
    float64: "DOUBLE('NaN')",
    bool: 'FALSE',
    text: "'it\\'s \\\\ é\\n'",
    bytes: "X''",
    timestamp: "TIMESTAMP '1969-12-31T23:59:59.999999Z'",
    duration: '-5',
    json: '\'{"a":"\\\\u0001"}\'',
    uuid: "'01890a5d-ac96-774b-bcce-b302099a8057'",
  },
  duckdb: {
    int32: '-7',
    int64: '-9007199254740993',
    uint64: '18446744073709551615',
    float32: '0',
    float64: "'NaN'::DOUBLE",
    bool: 'FALSE',
    text: "'it''s \\ é\n'",
    bytes: "unhex('')",
    timestamp: "'1969-12-31T23:59:59.999999Z'",
    duration: '-5',
    json: '\'{"a":"\\u0001"}\'',
    uuid: "'01890a5d-ac96-774b-bcce-b302099a8057'",
  },
  iceberg: {
    int32: '-7',
    int64: '-9007199254740993',
    uint64: '18446744073709551615',
    float32: '0',
    float64: '"NaN"',
    bool: 'false',
    text: '"it\'s \\\\ é\\n"',
    bytes: '""',
    timestamp: '-1',
    duration: '-5',
    json: '"{\\"a\\":\\"\\\\u0001\\"}"',
    uuid: '"01890a5d-ac96-774b-bcce-b302099a8057"',
  },
  mariadb: {
    int32: '-7',
    int64: '-9007199254740993',
    uint64: '18446744073709551615',
    float32: '0',
    float64: 'NULL',
    bool: 'FALSE',
    text: "'it''s \\\\ é\n'",
    bytes: "X''",
    timestamp: "'1969-12-31 23:59:59.999999'",
    duration: '-5',
    json: '\'{"a":"\\\\u0001"}\'',
    uuid: "'01890a5d-ac96-774b-bcce-b302099a8057'",
  },
  parquet: {
    int32: '-7',
    int64: '-9007199254740993',
    uint64: '18446744073709551615',
    float32: '0',
    float64: '"NaN"',
    bool: 'false',
    text: '"it\'s \\\\ é\\n"',
    bytes: '""',
    timestamp: '-1',
    duration: '-5',
    json: '"{\\"a\\":\\"\\\\u0001\\"}"',
    uuid: '"01890a5d-ac96-774b-bcce-b302099a8057"',
  },
  postgres: {
    int32: '-7',
    int64: "'-9007199254740993'",
    uint64: "'18446744073709551615'",
    float32: "'-0'",
    float64: "'NaN'::double precision",
    bool: 'FALSE',
    text: "E'it''s \\\\ é\n'",
    bytes: "decode('', 'hex')",
    timestamp: "'1969-12-31T23:59:59.999999Z'",
    duration: '-5',
    json: 'E\'{"a":"\\\\u0001"}\'',
    uuid: "'01890a5d-ac96-774b-bcce-b302099a8057'",
  },
  redshift: {
    int32: '-7',
    int64: '-9007199254740993',
    uint64: "'18446744073709551615'",
    float32: '0',
    float64: "'NaN'::DOUBLE PRECISION",
    bool: 'FALSE',
    text: "'it''s \\\\ é\n'",
    bytes: "TO_VARBYTE('', 'hex')",
    timestamp: "'1969-12-31T23:59:59.999999Z'",
    duration: '-5',
    json: 'JSON_PARSE(\'{"a":"\\\\u0001"}\')',
    uuid: "'01890a5d-ac96-774b-bcce-b302099a8057'",
  },
  snowflake: {
    int32: '-7',
    int64: '-9007199254740993',
    uint64: "'18446744073709551615'",
    float32: '0',
    float64: "'NaN'::FLOAT",
    bool: 'FALSE',
    text: "'it''s \\\\ é\n'",
    bytes: "TO_BINARY('', 'HEX')",
    timestamp: "'1969-12-31 23:59:59.999999'",
    duration: '-5',
    json: 'PARSE_JSON(\'{"a":"\\\\u0001"}\')',
    uuid: "'01890a5d-ac96-774b-bcce-b302099a8057'",
  },
  sqlite: {
    int32: '-7',
    int64: '-9007199254740993',
    uint64: "'18446744073709551615'",
    float32: '0',
    float64: 'NULL',
    bool: '0',
    text: "'it''s \\ é\n'",
    bytes: "X''",
    timestamp: '-1',
    duration: '-5',
    json: '\'{"a":"\\u0001"}\'',
    uuid: "'01890a5d-ac96-774b-bcce-b302099a8057'",
  },
};

/** What is bound for a cell, where it is another value than the cell itself. */
const PARAMETERS: Readonly<Record<string, Readonly<Partial<Record<LogicalKind, Cell>>>>> = {
  bigquery: {
    uint64: '18446744073709551615',
    timestamp: '1969-12-31T23:59:59.999999Z',
  },
  clickhouse: {
    timestamp: '1969-12-31 23:59:59.999999',
  },
  databricks: {
    uint64: '18446744073709551615',
    timestamp: '1969-12-31T23:59:59.999999Z',
  },
  duckdb: {
    timestamp: '1969-12-31T23:59:59.999999Z',
  },
  iceberg: {},
  mariadb: {
    float64: null,
    timestamp: '1969-12-31 23:59:59.999999',
  },
  parquet: {},
  postgres: {
    int64: '-9007199254740993',
    uint64: '18446744073709551615',
    float32: '-0',
    timestamp: '1969-12-31T23:59:59.999999Z',
  },
  redshift: {
    uint64: '18446744073709551615',
    timestamp: '1969-12-31T23:59:59.999999Z',
  },
  snowflake: {
    uint64: '18446744073709551615',
    timestamp: '1969-12-31 23:59:59.999999',
  },
  sqlite: {
    uint64: '18446744073709551615',
    float64: null,
    bool: 0,
  },
};

it('every dialect has its cells here', () => {
  const names = DIALECTS.map(({ name }) => name);
  expect(Object.keys(LITERALS)).toEqual(names);
  expect(Object.keys(PARAMETERS)).toEqual(names);
});

describe.each(Object.keys(LITERALS))('%s', (name) => {
  const dialect = dialectNamed(name);

  it.each(Object.entries(CELLS))('%s', (kind, cell) => {
    const type = { kind: kind as LogicalKind };
    const bound = PARAMETERS[name]?.[type.kind];
    expect(dialect.literal(type, cell)).toBe(LITERALS[name]?.[type.kind]);
    expect(dialect.parameter(type, cell)).toEqual(bound === undefined ? cell : bound);
  });

  it('infinities are told apart', () => {
    const said = [Infinity, -Infinity, NaN].map((value) => dialect.literal({ kind: 'float64' }, value));
    // MariaDB has none of the three, SQLite no NaN.
    expect(new Set(said).size).toBe(name === 'mariadb' ? 1 : 3);
  });
});
