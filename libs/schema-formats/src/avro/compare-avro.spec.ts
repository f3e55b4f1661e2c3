import { compareFormats } from '../compare-formats.js';
import { differenceText, FORWARD_NAMES, type SchemaNames } from '../format-difference.js';
import type { FormatSchema } from '../format-schema.js';
import { parseFormat } from '../parse-format.js';

function schema(text: unknown): FormatSchema {
  const parsed = parseFormat('AVRO', JSON.stringify(text));
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.schema;
}

function messages(reader: unknown, writer: unknown, names?: SchemaNames): readonly string[] {
  const result = compareFormats(schema(reader), schema(writer), names);
  return result.kind === 'compared'
    ? result.differences.map(differenceText)
    : [`unsupported ${result.keyword}: ${result.message}`];
}

const record = (fields: unknown[], more: object = {}) => ({ type: 'record', name: 'R', fields, ...more });
const letters = (symbols: string[], more: object = {}) => ({ type: 'enum', name: 'E', symbols, ...more });

describe('what is compatible', () => {
  it.each<[string, unknown, unknown]>([
    ['the same', record([{ name: 'a', type: 'int' }]), record([{ name: 'a', type: 'int' }])],
    ['a removed field', record([]), record([{ name: 'a', type: 'int' }])],
    ['a new field with a default', record([{ name: 'a', type: 'int', default: 1 }]), record([])],
    [
      'a field found by its alias',
      record([{ name: 'b', type: 'int', aliases: ['a'] }]),
      record([{ name: 'a', type: 'int' }]),
    ],
    [
      'a record found by its alias',
      record([], { name: 'S', aliases: ['x.R'] }),
      record([], { namespace: 'x' }),
    ],
    ['another namespace', record([], { namespace: 'y' }), record([], { namespace: 'x' })],
    ['a symbol that the default stands for', letters(['A'], { default: 'A' }), letters(['A', 'B'])],
    [
      'another logical type',
      { type: 'bytes', logicalType: 'decimal', precision: 4 },
      { type: 'bytes', logicalType: 'decimal', precision: 9 },
    ],
    ['a wider union', ['null', 'long'], ['int', 'null']],
    ['a union read by its type', 'double', ['int', 'long', 'float']],
    ['a type read by a union', ['null', 'string'], 'bytes'],
    ...[
      ['long', 'int'],
      ['float', 'int'],
      ['float', 'long'],
      ['double', 'int'],
      ['double', 'long'],
      ['double', 'float'],
      ['string', 'bytes'],
      ['bytes', 'string'],
    ].map(([reader, writer]): [string, unknown, unknown] => [`${writer} read as ${reader}`, reader, writer]),
  ])('%s', (_, reader, writer) => expect(messages(reader, writer)).toEqual([]));
});

describe('every two primitives', () => {
  const KINDS = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];
  const READS: Readonly<Record<string, readonly string[]>> = {
    long: ['int'],
    float: ['int', 'long'],
    double: ['int', 'long', 'float'],
    bytes: ['string'],
    string: ['bytes'],
  };
  it.each(KINDS)('%s reads itself and what is promoted to it', (reader) => {
    const read = KINDS.filter((writer) => messages(reader, writer).length === 0);
    expect(read.sort()).toEqual([reader, ...(READS[reader] ?? [])].sort());
    const alone = KINDS.filter((writer) => messages([reader], [writer]).length === 0);
    expect(alone.sort()).toEqual(read);
  });
});

describe('resolution', () => {
  const field = (type: unknown, more: object = {}): object => ({ name: 'a', type, ...more });
  const fixed = (size: number, more: object = {}): object => ({ type: 'fixed', name: 'F', size, ...more });
  it.each<[string, unknown, unknown, string]>([
    ['a default of null is one', record([field(['null', 'int'], { default: null })]), record([]), ''],
    [
      'an alias that is the name itself',
      record([field('int', { aliases: ['a'] })]),
      record([field('int')]),
      '',
    ],
    ['an alias beside the name', record([field('int', { aliases: ['b'] })]), record([field('int')]), ''],
    [
      'an alias of the writer counts for nothing',
      record([field('int')]),
      record([{ name: 'b', type: 'int', aliases: ['a'] }]),
      'READER_FIELD_MISSING_DEFAULT_VALUE',
    ],
    [
      'an alias of another namespace',
      { ...record([]), name: 'S', aliases: ['y.R'] },
      record([], { namespace: 'x' }),
      'NAME_MISMATCH',
    ],
    [
      'an alias in the reader’s namespace',
      { ...record([]), name: 'S', namespace: 'x', aliases: ['R'] },
      record([], { namespace: 'x' }),
      '',
    ],
    ['another name', record([], { name: 'S' }), record([]), 'NAME_MISMATCH'],
    ['another name inside a union', ['null', record([], { name: 'S' })], record([]), 'MISSING_UNION_BRANCH'],
    ['an error read as a record', record([]), { ...record([]), type: 'error' }, ''],
    ['an enum with symbols in another order', letters(['B', 'A']), letters(['A', 'B']), ''],
    [
      'a default of the writer’s enum counts for nothing',
      letters(['A']),
      letters(['A', 'B'], { default: 'A' }),
      'MISSING_ENUM_SYMBOLS',
    ],
    ['an enum read as a string', 'string', letters(['A']), 'TYPE_MISMATCH'],
    ['a string read as an enum', letters(['A']), 'string', 'TYPE_MISMATCH'],
    ['a fixed of another size', fixed(2), fixed(3), 'FIXED_SIZE_MISMATCH'],
    ['a fixed by its alias', fixed(2, { name: 'G', aliases: ['F'] }), fixed(2), ''],
    ['a fixed read as bytes', 'bytes', fixed(2), 'TYPE_MISMATCH'],
    [
      'a decimal of another scale',
      fixed(4, { logicalType: 'decimal', precision: 6, scale: 2 }),
      fixed(4, { logicalType: 'decimal', precision: 6, scale: 3 }),
      '',
    ],
    ['a date read as an int', 'int', { type: 'int', logicalType: 'date' }, ''],
    [
      'a time in thousandths read in millionths',
      { type: 'long', logicalType: 'timestamp-micros' },
      { type: 'long', logicalType: 'timestamp-millis' },
      '',
    ],
    ['a list of a promoted type', { type: 'array', items: 'long' }, { type: 'array', items: 'int' }, ''],
    [
      'a map read as a list',
      { type: 'array', items: 'int' },
      { type: 'map', values: 'int' },
      'TYPE_MISMATCH',
    ],
    ['a record read as a map', { type: 'map', values: 'int' }, record([field('int')]), 'TYPE_MISMATCH'],
    ['a union of no branches', 'int', [], ''],
    ['a union whose branches are all promoted', ['double'], ['int', 'long', 'float'], ''],
    ['a union that loses null', ['string'], ['null', 'string'], 'MISSING_UNION_BRANCH'],
    ['null read by a union without it', ['string'], 'null', 'MISSING_UNION_BRANCH'],
    [
      'a nested record that gains a field',
      record([field(record([field('int')], { name: 'I' }))]),
      record([field(record([], { name: 'I' }))]),
      'READER_FIELD_MISSING_DEFAULT_VALUE',
    ],
    [
      'a nested record whose outer one has a default',
      record([field(record([field('int')], { name: 'I' }), { default: { a: 1 } })]),
      record([]),
      '',
    ],
  ])('%s', (_, reader, writer, expected) => {
    const types = messages(reader, writer).map((text) => /errorType:'(\w+)'/.exec(text)?.[1] ?? text);
    expect(types.join(', ')).toBe(expected);
  });
});

describe('what is told', () => {
  it.each<[string, unknown, unknown, string[]]>([
    [
      'a new field without a default',
      record([
        { name: 'a', type: 'int' },
        { name: 'b', type: 'int' },
      ]),
      record([{ name: 'a', type: 'int' }]),
      [
        `{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'The field 'b' at path '/fields/1' in the new schema has no default value and is missing in the old schema', additionalInfo:'b'}`,
      ],
    ],
    [
      'another type, in a list and a map',
      record([{ name: 'a', type: { type: 'array', items: { type: 'map', values: 'int' } } }]),
      record([{ name: 'a', type: { type: 'array', items: { type: 'map', values: 'long' } } }]),
      [
        `{errorType:'TYPE_MISMATCH', description:'The type (path '/fields/0/type/items/values') of a field in the new schema does not match with the old schema', additionalInfo:'reader type: INT not compatible with writer type: LONG'}`,
      ],
    ],
    [
      'names and sizes, both',
      { type: 'fixed', name: 'F', size: 2 },
      { type: 'fixed', name: 'G', size: 3 },
      [
        `{errorType:'NAME_MISMATCH', description:'The name of the schema has changed (path '/name')', additionalInfo:'expected: G'}`,
        `{errorType:'FIXED_SIZE_MISMATCH', description:'The size of FIXED type field at path '/size' in the new schema does not match with the old schema', additionalInfo:'expected: 3, found: 2'}`,
      ],
    ],
    [
      'missing symbols, sorted',
      letters(['A']),
      letters(['C', 'A', 'B']),
      [
        `{errorType:'MISSING_ENUM_SYMBOLS', description:'The new schema is missing enum symbols '[B, C]' at path '/symbols' in the old schema', additionalInfo:'[B, C]'}`,
      ],
    ],
    [
      'missing branches, each',
      ['null', 'int'],
      ['null', 'string', 'boolean'],
      [
        `{errorType:'MISSING_UNION_BRANCH', description:'The new schema is missing a type inside a union field at path '/1' in the old schema', additionalInfo:'reader union lacking writer type: STRING'}`,
        `{errorType:'MISSING_UNION_BRANCH', description:'The new schema is missing a type inside a union field at path '/2' in the old schema', additionalInfo:'reader union lacking writer type: BOOLEAN'}`,
      ],
    ],
    [
      'a type that no branch reads',
      record([{ name: 'a', type: ['null', 'int'] }]),
      record([{ name: 'a', type: 'string' }]),
      [
        `{errorType:'MISSING_UNION_BRANCH', description:'The new schema is missing a type inside a union field at path '/fields/0/type' in the old schema', additionalInfo:'reader union lacking writer type: STRING'}`,
      ],
    ],
    [
      'a union narrowed to a type, at a path that begins anew',
      record([{ name: 'a', type: 'int' }]),
      record([{ name: 'a', type: ['null', 'int'] }]),
      [
        `{errorType:'TYPE_MISMATCH', description:'The type (path '/') of a field in the new schema does not match with the old schema', additionalInfo:'reader type: INT not compatible with writer type: NULL'}`,
      ],
    ],
  ])('%s', (_, reader, writer, expected) => expect(messages(reader, writer)).toEqual(expected));

  it('the words the other way round when the direction is forward', () => {
    expect(messages('int', 'long', FORWARD_NAMES)[0]).toMatch(
      'of a field in the old schema does not match with the new schema',
    );
  });

  it('a field with two sources is unsupported', () => {
    const reader = record([{ name: 'a', type: 'int', aliases: ['b'] }]);
    const writer = record([
      { name: 'a', type: 'int' },
      { name: 'b', type: 'int' },
    ]);
    expect(messages(reader, writer)).toEqual([
      'unsupported aliases: Field a of R matches multiple fields of the other schema: a, b',
    ]);
  });
});

describe('recursive types', () => {
  const list = (value: string) =>
    record([
      { name: 'value', type: value },
      { name: 'next', type: ['null', 'R'] },
    ]);

  it('come to an end', () => {
    expect(messages(list('long'), list('int'))).toEqual([]);
    expect(messages(list('int'), list('long'))).toHaveLength(2);
  });

  it('are looked at again when what was taken for granted fails', () => {
    const inner = (fields: unknown[]) => ({
      type: 'record',
      name: 'B',
      fields: [{ name: 'a', type: ['null', 'A'] }, ...fields],
    });
    const a = (fields: unknown[]) => ({
      type: 'record',
      name: 'A',
      fields: [{ name: 'b', type: inner([]) }, ...fields],
    });
    const other = { type: 'record', name: 'A', namespace: 'o', fields: [] };
    const reader = record([
      { name: 'x', type: [a([{ name: 'g', type: 'int' }]), other] },
      { name: 'y', type: 'B' },
    ]);
    const writer = record([
      { name: 'x', type: a([]) },
      { name: 'y', type: 'B' },
    ]);
    expect(messages(reader, writer)).toEqual([expect.stringContaining("'/fields/0/type/fields/0/type/1'")]);
  });

  it('are looked at again where they fail by what is around them alone', () => {
    const a = (...fields: object[]): object => {
      const b = record([{ name: 'a', type: 'A' }], { name: 'B' });
      return record([{ name: 'b', type: b }, ...fields], { name: 'A' });
    };
    const outer = (first: object): object =>
      record([
        { name: 'x', type: first },
        { name: 'y', type: ['null', 'B'] },
      ]);
    expect(messages(outer(a({ name: 'g', type: 'int' })), outer(a()))).toEqual([
      expect.stringContaining("'/fields/0/type/fields/1'"),
      expect.stringContaining("'/fields/1/type/1'"),
    ]);
  });

  it('that are wide and deep cost what the limits allow', () => {
    const tower = (height: number, leaf: string): unknown => {
      const part = (level: number): unknown =>
        level === 0
          ? leaf
          : record(
              [
                { name: 'a', type: part(level - 1) },
                { name: 'b', type: level === 1 ? leaf : `R${level - 1}` },
              ],
              { name: `R${level}` },
            );
      return part(height);
    };
    const result = compareFormats(schema(tower(40, 'int')), schema(tower(40, 'long')));
    expect(result).toMatchObject({ kind: 'compared', differences: [{}, {}] });
    const wide = (leaf: string): FormatSchema =>
      schema(record([0, 1, 2].map((index) => ({ name: `f${index}`, type: { type: 'array', items: leaf } }))));
    expect(compareFormats(wide('int'), wide('long'), undefined, { maxDifferences: 2 })).toMatchObject({
      kind: 'compared',
      differences: [{}, {}],
    });
    expect(
      compareFormats(schema(tower(4, 'int')), schema(tower(4, 'int')), undefined, { maxPairs: 3 }),
    ).toMatchObject({ kind: 'unsupported', keyword: 'size' });
    expect(
      compareFormats(schema(tower(4, 'int')), schema(tower(4, 'int')), undefined, { maxDepth: 3 }),
    ).toMatchObject({ kind: 'unsupported', keyword: 'size' });
    expect(
      compareFormats(schema(tower(4, 'int')), schema(tower(4, 'int')), undefined, { maxDepth: 4 }),
    ).toMatchObject({ kind: 'compared' });
  });
});
