import { advanceLedger, buildTable, type LogicalKind } from '#libs/table-model';
import { messageOf } from '#libs/testing';
import { createTable, defineDialect, dialectNamed, type DialectDefinition } from './index.js';
import { microsToRfc3339 } from './microseconds.js';

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
  limits: { identifierBytes: 63, columns: 20 },
  types: Object.fromEntries(KINDS.map((kind) => [kind, kind.toUpperCase()])) as Record<LogicalKind, string>,
  costs: dialectNamed('sqlite').costs,
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

  it('has no constraint and no suffix by default', () => {
    expect(tiny.constraint('`x`', { kind: 'bool' })).toBe('');
    expect(tiny.tableSuffix).toBe('');
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
