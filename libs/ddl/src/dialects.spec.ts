import { readFileSync, readdirSync } from 'node:fs';
import type { Cell } from '#libs/codec';
import { isRegistryError } from '#libs/errors';
import type { LogicalKind, LogicalType } from '#libs/table-model';
import { findPostgres, openPostgresEngine, openSqliteEngine, type TableEngine } from '#libs/testing';
import { DIALECTS, EXECUTED_DIALECTS, dialectNamed, type Dialect } from './index.js';

const KINDS: readonly LogicalKind[] = [
  'int32',
  'int64',
  'uint64',
  'float32',
  'float64',
  'bool',
  'text',
  'bytes',
  'timestamp',
  'duration',
  'json',
  'uuid',
];

const HOSTILE = [
  '"',
  '""',
  'a"b',
  "a'b",
  'a`b',
  'a\\b',
  'a]b',
  '; DROP TABLE x; --',
  'select',
  '$1',
  '?',
  ':a',
  '@b',
  '名前',
  '__proto__',
  ' a ',
  '%s',
];

function codeOf(run: () => unknown): string {
  try {
    run();
    return 'none';
  } catch (error) {
    return isRegistryError(error) ? error.code : String(error);
  }
}

describe('DIALECTS', () => {
  it('are the files of the folder, in the form that the generator writes', () => {
    const names = readdirSync('libs/ddl/src/dialects')
      .filter((file) => file.endsWith('.dialect.ts'))
      .map((file) => file.replace('.dialect.ts', ''))
      .sort();
    expect(DIALECTS.map(({ name }) => name)).toEqual(names);
    const imports = names.map((name) => `import { ${name} } from './${name}.dialect.js';\n`).join('');
    const text = `// Written by npm run gen.\n${imports}\nexport const DIALECTS = [${names.join(', ')}];\n`;
    expect(readFileSync('libs/ddl/src/dialects/index.gen.ts', 'utf8')).toBe(text);
  });

  it('name the engine they were proven on, and those that the tests execute', () => {
    expect(EXECUTED_DIALECTS.map(({ name }) => name)).toEqual(['postgres', 'sqlite']);
    for (const { proof } of DIALECTS) expect(proof.on === null).toBe(proof.level === 'rendered');
  });

  it('are found by name', () => {
    for (const dialect of DIALECTS) expect(dialectNamed(dialect.name)).toBe(dialect);
    for (const name of ['oracle', '', '__proto__', 'x'.repeat(1e6)]) {
      expect(codeOf(() => dialectNamed(name))).toBe('UNSUPPORTED_DIALECT');
    }
    expect(() => dialectNamed('oracle')).toThrow(`Known: ${DIALECTS.map(({ name }) => name).join(', ')}`);
  });
});

describe.each(DIALECTS.map((dialect) => [dialect.name, dialect] as const))('%s', (_, dialect) => {
  it('has a type for every kind', () => {
    for (const kind of KINDS) expect(dialect.type({ kind })).toMatch(/^[A-Za-z{]/);
  });

  it('quotes names to the limit, and none beyond', () => {
    const limit = dialect.limits.identifierBytes;
    expect(dialect.quote('x'.repeat(limit)).slice(1, -1)).toBe('x'.repeat(limit));
    expect(codeOf(() => dialect.quote('x'.repeat(limit + 1)))).toBe('UNSUPPORTED_VALUE');
    expect(codeOf(() => dialect.quote('ä'.repeat(limit)))).toBe('UNSUPPORTED_VALUE');
    expect(codeOf(() => dialect.quote(''))).toBe('UNSUPPORTED_VALUE');
    expect(codeOf(() => dialect.quote('a\0b'))).toBe('UNSUPPORTED_VALUE');
    expect(codeOf(() => dialect.text('a\0b'))).toBe('UNSUPPORTED_VALUE');
  });

  it('binds null as null and says it as NULL', () => {
    for (const kind of KINDS) {
      expect(dialect.parameter({ kind }, null)).toBeNull();
      expect(dialect.literal({ kind }, null)).toBe(dialect.words === null ? 'null' : 'NULL');
    }
  });
});

interface Sample {
  readonly kind: LogicalKind;
  readonly cell: Cell;
  /** What comes back, where it is not the cell: SQLite, PostgreSQL. */
  readonly sqlite?: unknown;
  readonly postgres?: unknown;
}

const SAMPLES: readonly Sample[] = [
  { kind: 'int32', cell: 2147483647, sqlite: 2147483647n, postgres: 2147483647 },
  { kind: 'int64', cell: -9223372036854775808n, postgres: '-9223372036854775808' },
  { kind: 'int64', cell: 7, sqlite: 7n, postgres: '7' },
  {
    kind: 'uint64',
    cell: 18446744073709551615n,
    sqlite: '18446744073709551615',
    postgres: '18446744073709551615',
  },
  { kind: 'uint64', cell: 7, sqlite: '7', postgres: '7' },
  { kind: 'float32', cell: 1.5 },
  { kind: 'float64', cell: -1e308 },
  { kind: 'float64', cell: 3, sqlite: 3, postgres: 3 },
  { kind: 'float64', cell: -0, sqlite: 0 },
  { kind: 'float64', cell: Infinity },
  { kind: 'float32', cell: -Infinity },
  { kind: 'float64', cell: NaN, sqlite: null },
  { kind: 'bool', cell: true, sqlite: 1n },
  { kind: 'bool', cell: false, sqlite: 0n },
  ...HOSTILE.map((cell): Sample => ({ kind: 'text', cell })),
  { kind: 'text', cell: '' },
  { kind: 'text', cell: 'line\nbreak\ttab 𝄞' },
  { kind: 'bytes', cell: Uint8Array.of(0, 39, 92, 255), sqlite: '00275cff', postgres: '00275cff' },
  { kind: 'bytes', cell: new Uint8Array(), sqlite: '', postgres: '' },
  {
    kind: 'timestamp',
    cell: 1_767_225_600_000_001,
    sqlite: 1_767_225_600_000_001n,
    postgres: '2026-01-01 00:00:00.000001+00',
  },
  { kind: 'timestamp', cell: -1, sqlite: -1n, postgres: '1969-12-31 23:59:59.999999+00' },
  { kind: 'timestamp', cell: -62_135_596_800_000_000n, postgres: '0001-01-01 00:00:00+00' },
  { kind: 'timestamp', cell: 253_402_300_799_999_999n, postgres: '9999-12-31 23:59:59.999999+00' },
  { kind: 'duration', cell: -315_576_000_000_000_000n, postgres: '-315576000000000000' },
  { kind: 'json', cell: '{"a": [1, "\\u2028"]}', postgres: '{"a": [1, "\u2028"]}' },
  { kind: 'json', cell: 'null' },
  { kind: 'uuid', cell: '01890a5d-ac96-774b-bcce-b302099a8057' },
];

const READ_AS_TEXT = new Set<LogicalKind>(['timestamp', 'json', 'uuid']);

async function roundTrip(
  engine: TableEngine,
  dialect: Dialect,
  sample: Sample,
  how: 'bound' | 'literal',
): Promise<unknown> {
  const type: LogicalType = { kind: sample.kind };
  const name = dialect.quote('v');
  await engine.run(
    `CREATE TABLE t (${name} ${dialect.type(type)}${dialect.constraint(name, type)})${engine.dialect === 'sqlite' ? ' STRICT' : ''}`,
  );
  if (how === 'bound') await engine.insert('t', new Map([['v', dialect.parameter(type, sample.cell)]]));
  else await engine.run(`INSERT INTO t VALUES (${dialect.literal(type, sample.cell)})`);
  const asText = engine.dialect === 'postgres' && READ_AS_TEXT.has(sample.kind);
  const [row] = await engine.select(`SELECT ${asText ? 'v::text' : 'v'} AS v FROM t`);
  await engine.run('DROP TABLE t');
  const value = row?.['v'];
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
}

const serverBin = findPostgres();
if (serverBin === null)
  console.warn('SKIPPED libs/ddl dialects executed on PostgreSQL: no initdb on this machine');
const engines = serverBin === null ? (['sqlite'] as const) : (['sqlite', 'postgres'] as const);

describe.each(engines)('executed on %s', (name) => {
  const dialect = dialectNamed(name);
  let engine: TableEngine;
  beforeAll(async () => {
    engine = name === 'sqlite' ? openSqliteEngine() : (await openPostgresEngine())!;
    if (name === 'postgres') await engine.run("SET TIME ZONE 'UTC'");
  });
  afterAll(() => engine.close());

  it.each(['bound', 'literal'] as const)('every kind of cell comes back, %s', async (how) => {
    for (const sample of SAMPLES) {
      const expected = sample[name] === undefined ? sample.cell : sample[name];
      const actual = await roundTrip(engine, dialect, sample, how);
      // One row of context: which sample it was.
      expect([sample.kind, how, actual]).toEqual([sample.kind, how, expected]);
    }
  });

  it('hostile names stay one name', async () => {
    for (const hostile of HOSTILE) {
      const quoted = dialect.quote(hostile);
      await engine.run(`CREATE TABLE ${quoted} (${quoted} ${dialect.type({ kind: 'text' })})`);
      expect((await engine.columns(hostile)).map((column) => column.name)).toEqual([hostile]);
      await engine.run(`DROP TABLE ${quoted}`);
    }
  });
});

it('SQLite keeps anything but 0 and 1 out of a bool', async () => {
  const engine = openSqliteEngine();
  const sqlite = dialectNamed('sqlite');
  await engine.run(`CREATE TABLE t ("b" INTEGER${sqlite.constraint('"b"', { kind: 'bool' })}) STRICT`);
  await expect(engine.run('INSERT INTO t VALUES (2)')).rejects.toThrow('CHECK');
  await engine.run('INSERT INTO t VALUES (NULL)');
  await engine.close();
});
