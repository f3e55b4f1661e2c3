import { advanceLedger, buildTable, type LogicalKind } from '#libs/table-model';
import { messageOf } from '#libs/testing';
import { cost, createTable, defineDialect, dialectNamed, type DialectDefinition } from './index.js';
import { dateTimeCell, microsToRfc3339, rfc3339Cell } from './microseconds.js';
import { backslashText, doubledBackslashText, doubledText } from './text-literals.js';

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

/** The least that a dialect has to say. */
const TINY: DialectDefinition = {
  name: 'tiny',
  title: 'Tiny',
  proof: { level: 'rendered', on: null },
  limits: { identifierBytes: 63, columns: 20 },
  types: Object.fromEntries(KINDS.map((kind) => [kind, kind.toUpperCase()])) as Record<LogicalKind, string>,
  rows: { partition: 'never', cluster: false },
  costs: { ...dialectNamed('sqlite').costs, createTable: cost('T1', 'none') },
  hasComments: true,
  addsIfMissing: false,
  quoteMark: '`',
  bytesLiteral: (hex) => `0x${hex}`,
  nonFiniteLiteral: () => 'NULL',
  parameters: {},
};

describe('defineDialect', () => {
  const tiny = defineDialect(TINY);

  it('needs no more than a table of types to print a table', () => {
    const model = buildTable(messageOf([{ number: 1, name: 'a', kind: 'bytes', oneof: null }]));
    const { ledger } = advanceLedger(null, 's', model, 1);
    const entries = ledger.entries.map((entry) => ({ ...entry, name: 'a`b' }));
    const [create, index] = createTable(tiny, { ...ledger, entries });
    expect(create?.sql).toContain('  `event_id` UUID NOT NULL,');
    expect(create?.sql).toContain('  `a``b` BYTES,\n  PRIMARY KEY (`event_id`)\n)');
    expect(create?.sql.endsWith(')')).toBe(true);
    expect(index?.sql).toBe('CREATE INDEX IF NOT EXISTS `event_ingest_time_idx` ON `event` (`ingest_time`)');
  });

  it('has literals for every kind of cell without further words', () => {
    const literal = (kind: LogicalKind, cell: Parameters<typeof tiny.literal>[1]): string =>
      tiny.literal({ kind }, cell);
    expect(literal('bool', true)).toBe('TRUE');
    expect(literal('bool', false)).toBe('FALSE');
    expect(literal('int64', -9_223_372_036_854_775_808n)).toBe('-9223372036854775808');
    expect(literal('float64', 1e300)).toBe('1e+300');
    expect(literal('float64', NaN)).toBe('NULL');
    expect(literal('bytes', Uint8Array.of(1, 255))).toBe('0x01ff');
    expect(literal('text', "it's \\")).toBe(`'it''s \\'`);
  });

  it('has no constraint and no document by default', () => {
    expect(tiny.constraint('`x`', { kind: 'bool' })).toBe('');
    expect(tiny.document).toBeNull();
    expect(tiny.typeChanges).toEqual({});
  });

  it('says NOT NULL and the type of a form where the definition has one', () => {
    const dialect = defineDialect({ ...TINY, formTypes: { enum: 'LABEL' } });
    const column = (form: 'enum' | 'text' | null, nullable: boolean): string =>
      dialect.columnType({ type: { kind: 'text' }, form, nullable });
    expect([column('enum', true), column('text', true), column(null, false)]).toEqual([
      'LABEL',
      'TEXT',
      'TEXT NOT NULL',
    ]);
    const wrapped = defineDialect({
      ...TINY,
      nullability: (type, nullable) => (nullable ? `N(${type})` : type),
    });
    expect(wrapped.columnType({ type: { kind: 'text' }, form: null, nullable: true })).toBe('N(TEXT)');
  });

  it('wraps literals of a kind, but never NULL', () => {
    const dialect = defineDialect({ ...TINY, literals: { json: (text) => `JSON ${text}` } });
    expect(dialect.literal({ kind: 'json' }, '{}')).toBe("JSON '{}'");
    expect(dialect.literal({ kind: 'json' }, null)).toBe('NULL');
    expect(dialect.literal({ kind: 'text' }, 'NULL')).toBe("'NULL'");
  });

  it('replaces what no name may hold, and tells such names apart by a hash', () => {
    const dialect = defineDialect({ ...TINY, refusedInNames: /[. ]/gu });
    const names = ['a.b', 'a b', 'a_b'].map((name) => dialect.engineName(name));
    expect(names[2]).toBe('a_b');
    for (const name of names.slice(0, 2)) expect(name).toMatch(/^a_b_[0-9a-f]{8}$/);
    expect(new Set(names).size).toBe(3);
    expect(dialect.quote('a.b')).toBe(`\`${names[0]}\``);
    expect(tiny.engineName('a.b')).toBe('a.b');
  });

  it('tells how far it was proven, where people read of its cost', () => {
    expect(tiny.costs.createTable.note).toBe('Rendered only: never run on the engine.');
    const noted = { ...TINY.costs, createTable: cost('T1', 'none', 'Wait.') };
    const tried = defineDialect({ ...TINY, costs: noted, proof: { level: 'tried', on: 'Tiny 1.2' } });
    expect(tried.costs.createTable.note).toBe(
      'Wait. Tried by hand on Tiny 1.2; the tests do not run it by themselves.',
    );
    const executed = defineDialect({ ...TINY, costs: noted, proof: { level: 'executed', on: 'Tiny 1.2' } });
    expect(executed.costs.createTable.note).toBe('Wait. Executed in the tests on Tiny 1.2.');
  });
});

describe('cost', () => {
  it.each([
    ['T0', false, true],
    ['T1', false, true],
    ['T2', true, true],
    ['T3', true, false],
    ['T4', false, true],
    ['T5', false, false],
  ] as const)('%s rewrites: %s, online: %s', (tableClass, rewrite, online) => {
    expect(cost(tableClass, 'lock')).toEqual({
      class: tableClass,
      lock: 'lock',
      rewrite,
      online,
      note: null,
    });
  });

  it('takes what it is told', () => {
    expect(cost('T1', 'l', 'n', { online: false, rewrite: true })).toMatchObject({
      online: false,
      rewrite: true,
    });
  });
});

describe('microsToRfc3339', () => {
  it.each([
    [0, '1970-01-01T00:00:00.000000Z'],
    [-1, '1969-12-31T23:59:59.999999Z'],
    [-1_000_000, '1969-12-31T23:59:59.000000Z'],
    [1_767_225_600_123_456, '2026-01-01T00:00:00.123456Z'],
    [-62_135_596_800_000_000n, '0001-01-01T00:00:00.000000Z'],
    [253_402_300_799_999_999n, '9999-12-31T23:59:59.999999Z'],
  ])('%s: %s', (micros, text) => expect(microsToRfc3339(micros)).toBe(text));
});

describe('cells of time', () => {
  it('become text with or without a zone; what is text already stays', () => {
    expect(rfc3339Cell(1n)).toBe('1970-01-01T00:00:00.000001Z');
    expect(dateTimeCell(-1)).toBe('1969-12-31 23:59:59.999999');
    expect([rfc3339Cell('now'), dateTimeCell('now')]).toEqual(['now', 'now']);
  });
});

describe('literals of text', () => {
  it.each([
    ["it's", "'it''s'", "'it\\'s'", "'it''s'"],
    ['a\\b', "'a\\b'", "'a\\\\b'", "'a\\\\b'"],
    ["\\'", "'\\'''", "'\\\\\\''", "'\\\\'''"],
    ['a\nb\r', "'a\nb\r'", "'a\\nb\\r'", "'a\nb\r'"],
  ])('%j', (value, doubled, backslash, both) => {
    expect(doubledText(value)).toBe(doubled);
    expect(backslashText(value)).toBe(backslash);
    expect(doubledBackslashText(value)).toBe(both);
  });
});
