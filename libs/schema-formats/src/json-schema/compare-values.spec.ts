import { faultsOf } from '../../test/places.js';

const BIG = '9007199254740993';
const NEAR = '9007199254740992';

describe('bounds', () => {
  const bounds: readonly (readonly [keyword: string, name: string, side: 1 | -1, type: string])[] = [
    ['maxLength', 'MAX_LENGTH', 1, 'string'],
    ['minLength', 'MIN_LENGTH', -1, 'string'],
    ['maxItems', 'MAX_ITEMS', 1, 'array'],
    ['minItems', 'MIN_ITEMS', -1, 'array'],
    ['maxProperties', 'MAX_PROPERTIES', 1, 'object'],
    ['minProperties', 'MIN_PROPERTIES', -1, 'object'],
    ['maximum', 'MAXIMUM', 1, 'integer'],
    ['minimum', 'MINIMUM', -1, 'integer'],
    ['exclusiveMaximum', 'EXCLUSIVE_MAXIMUM', 1, 'number'],
    ['exclusiveMinimum', 'EXCLUSIVE_MINIMUM', -1, 'number'],
  ];
  it.each(bounds)('%s', (keyword, name, side, type) => {
    const bound = (value: number): object => ({ type, [keyword]: value });
    const other = type === 'string' ? 'null' : 'string';
    expect(faultsOf(bound(5), bound(5))).toBe('');
    expect(faultsOf(bound(5), bound(5 - side))).toBe('');
    expect(faultsOf({ type }, bound(5))).toBe('');
    expect(faultsOf(bound(5), bound(5 + side))).toBe(
      `${name}_${side === 1 ? 'DECREASED' : 'INCREASED'} /${keyword}`,
    );
    expect(faultsOf(bound(5), { type })).toBe(`${name}_ADDED /${keyword}`);
    expect(faultsOf({ [keyword]: 5 }, { type: other })).toBe('');
    expect(faultsOf({ [keyword]: 5 }, {})).toBe(`${name}_ADDED /${keyword}`);
    expect(faultsOf({ [keyword]: 'five' }, {})).toBe('');
  });

  it.each<[object, object, string]>([
    [{ minLength: 0 }, {}, ''],
    [{ minItems: 0 }, {}, ''],
    [{ minProperties: 0 }, {}, ''],
    [{ minimum: 0 }, {}, 'MINIMUM_ADDED /minimum'],
    [{ maxLength: 0 }, {}, 'MAX_LENGTH_ADDED /maxLength'],
    [{ maximum: 5 }, { exclusiveMaximum: 5 }, ''],
    [{ maximum: 5 }, { exclusiveMaximum: 6 }, 'MAXIMUM_ADDED /maximum'],
    [{ exclusiveMaximum: 5 }, { maximum: 4 }, ''],
    [{ exclusiveMaximum: 5 }, { maximum: 5 }, 'EXCLUSIVE_MAXIMUM_ADDED /exclusiveMaximum'],
    [{ minimum: 5 }, { exclusiveMinimum: 5 }, ''],
    [{ minimum: 5 }, { exclusiveMinimum: 4 }, 'MINIMUM_ADDED /minimum'],
    [{ exclusiveMinimum: 5 }, { minimum: 6 }, ''],
    [{ exclusiveMinimum: 5 }, { minimum: 5 }, 'EXCLUSIVE_MINIMUM_ADDED /exclusiveMinimum'],
    [{ minimum: 5 }, { minimum: 4, exclusiveMinimum: 7 }, ''],
    [{ minimum: 5 }, { minimum: 4 }, 'MINIMUM_INCREASED /minimum'],
  ])('%j reads %j: %s', (reader, writer, expected) => expect(faultsOf(reader, writer)).toBe(expected));

  it.each<[string, string, string]>([
    [`{"maximum":${BIG}}`, `{"maximum":${BIG}}`, ''],
    [`{"maximum":${NEAR}}`, `{"maximum":${BIG}}`, 'MAXIMUM_DECREASED /maximum'],
    [`{"maximum":${BIG}}`, `{"maximum":${NEAR}}`, 'MAXIMUM_DECREASED /maximum'],
    [`{"maximum":${BIG}}`, '{"maximum":1}', ''],
    ['{"maximum":1.0}', '{"maximum":1}', ''],
    ['{"maximum":1e400}', '{"maximum":1e400}', ''],
    ['{"maximum":1e400}', '{"maximum":5}', ''],
    ['{"maximum":5}', '{"maximum":1e400}', 'MAXIMUM_DECREASED /maximum'],
    [`{"maximum":${NEAR}}`, `{"exclusiveMaximum":${BIG}}`, 'MAXIMUM_ADDED /maximum'],
  ])('by their digits: %s reads %s', (reader, writer, expected) =>
    expect(faultsOf(reader, writer)).toBe(expected),
  );
});

describe('bounds of draft 4', () => {
  const max = (maximum: number, exclusive?: unknown): object => ({
    maximum,
    ...(exclusive === undefined ? {} : { exclusiveMaximum: exclusive }),
  });
  it.each<[object, object, string]>([
    [max(5, true), max(5, true), ''],
    [max(5), max(5, true), ''],
    [max(5, false), max(5), ''],
    [max(5, true), max(5), 'unsupported exclusiveMaximum'],
    [max(6, true), max(5, true), 'unsupported exclusiveMaximum'],
    [{ exclusiveMinimum: true }, { exclusiveMinimum: true }, ''],
    [{ exclusiveMinimum: true, minimum: 1 }, { exclusiveMinimum: true }, 'unsupported exclusiveMinimum'],
    [{ exclusiveMinimum: true }, { exclusiveMinimum: true, minimum: 1 }, 'unsupported exclusiveMinimum'],
  ])('%j reads %j: %s', (reader, writer, expected) => expect(faultsOf(reader, writer)).toBe(expected));
});

describe('types and values', () => {
  it.each<[unknown, unknown, string]>([
    [{ type: 'number' }, { type: 'integer' }, ''],
    [{ type: 'integer' }, { type: 'number' }, 'TYPE_NARROWED /'],
    [{ type: ['integer', 'null'] }, { type: 'null' }, ''],
    [{ type: 'string' }, { type: ['string', 'null'] }, 'TYPE_NARROWED /'],
    [{ type: 'string' }, { type: ['integer', 'null'] }, 'TYPE_CHANGED /'],
    [{ type: 'string' }, {}, 'TYPE_NARROWED /'],
    [{ type: 'string' }, { const: 'a' }, ''],
    [{ type: 'string' }, { enum: ['a', 1] }, 'TYPE_NARROWED /'],
    [{ type: ['boolean', 'string', 'number', 'null', 'array', 'object'] }, {}, ''],
    [{ enum: ['a', 'b'] }, { enum: ['b'] }, ''],
    [{ enum: ['a'] }, { enum: ['a', 'b'] }, 'ENUM_ARRAY_NARROWED /enum'],
    [{ enum: ['a', 'c'] }, { enum: ['a', 'b'] }, 'ENUM_ARRAY_CHANGED /enum'],
    [{ enum: ['a'] }, {}, 'TYPE_CHANGED /'],
    [{ enum: [{ a: 1, b: [] }] }, { const: { b: [], a: 1 } }, ''],
    [{ enum: [1] }, { enum: ['1'] }, 'ENUM_ARRAY_CHANGED /enum'],
    [{ const: 'a' }, { enum: ['a'] }, ''],
    [{ const: 'a' }, { enum: ['a', 'b'] }, 'ENUM_ARRAY_NARROWED /const'],
    [{ const: ['a'] }, { const: 'a' }, 'ENUM_ARRAY_CHANGED /const'],
    [{ const: null }, {}, 'TYPE_CHANGED /'],
    [{ const: 'a', enum: ['a', 'b'] }, { const: 'a' }, ''],
    [{ const: 'a', enum: ['b'] }, { const: 'a' }, 'ENUM_ARRAY_CHANGED /enum'],
    [{}, { enum: ['a'] }, ''],
  ])('%j reads %j: %s', (reader, writer, expected) => expect(faultsOf(reader, writer)).toBe(expected));
});

describe('steps, patterns and doubles', () => {
  it.each<[object | string, object | string, string]>([
    [{ multipleOf: 2 }, { multipleOf: 2 }, ''],
    [{ multipleOf: 2 }, { multipleOf: 6 }, ''],
    [{ multipleOf: 6 }, { multipleOf: 2 }, 'MULTIPLE_OF_EXPANDED /multipleOf'],
    [{ multipleOf: 4 }, { multipleOf: 6 }, 'MULTIPLE_OF_CHANGED /multipleOf'],
    [{ multipleOf: 2 }, {}, 'MULTIPLE_OF_ADDED /multipleOf'],
    [{ multipleOf: 2 }, { type: 'string' }, ''],
    [{ multipleOf: 0.1 }, { multipleOf: 0.1 }, ''],
    [{ multipleOf: 0.1 }, { multipleOf: 0.5 }, 'MULTIPLE_OF_CHANGED /multipleOf'],
    [`{"multipleOf":${NEAR}}`, `{"multipleOf":${BIG}}`, 'MULTIPLE_OF_CHANGED /multipleOf'],
    [{ pattern: 'a' }, { pattern: 'a' }, ''],
    [{ pattern: 'a' }, { pattern: 'aa' }, 'PATTERN_CHANGED /pattern'],
    [{ pattern: 'a' }, {}, 'PATTERN_ADDED /pattern'],
    [{ pattern: 'a' }, { type: 'null' }, ''],
    [{ pattern: '(a+)+$' }, { pattern: '(a+)+$', maxLength: 3 }, ''],
    [{ uniqueItems: true }, { uniqueItems: true }, ''],
    [{ uniqueItems: true }, { uniqueItems: false }, 'UNIQUE_ITEMS_ADDED /uniqueItems'],
    [{ uniqueItems: false }, {}, ''],
    [{ uniqueItems: true }, { type: 'object' }, ''],
  ])('%j reads %j: %s', (reader, writer, expected) => expect(faultsOf(reader, writer)).toBe(expected));
});

describe('what is not compared', () => {
  const kinds: readonly (readonly [keyword: string, value: unknown, other: unknown])[] = [
    ['if', { type: 'null' }, { type: 'string' }],
    ['format', 'date', 'time'],
    ['contentEncoding', 'base64', 'base32'],
  ];
  it.each(kinds)('%s stays or goes', (keyword, value, other) => {
    const schema = (now: unknown, more: object = {}): object => ({ [keyword]: now, ...more });
    expect(faultsOf(schema(value), schema(value, { maxLength: 3 }))).toBe('');
    expect(faultsOf({ maxLength: 4 }, schema(value, { maxLength: 3 }))).toBe('');
    expect(faultsOf(schema(value), {})).toBe(`unsupported ${keyword}`);
    expect(faultsOf(schema(value), schema(other))).toBe(`unsupported ${keyword}`);
  });

  it.each<[string, string, string]>([
    ['{"if":true,"then":{"maxLength":3}}', '{"if":true,"then":{"maxLength":3},"else":false}', 'else'],
    ['{"if":true,"then":{"maxLength":3}}', '{"if":true,"then":{"maxLength":2}}', 'then'],
    ['{"contains":true,"maxContains":3}', '{"contains":true,"maxContains":2}', 'maxContains'],
    ['{"contains":true}', '{"contains":true,"minContains":0}', 'minContains'],
  ])('what works together: %s reads %s', (reader, writer, keyword) =>
    expect(faultsOf(reader, writer)).toBe(`unsupported ${keyword}`),
  );

  it('what a condition needs means nothing without it', () => {
    expect(faultsOf('{"then":false,"minContains":3}', {})).toBe('');
  });

  it.each(['unevaluatedProperties', 'unevaluatedItems', 'extends', 'disallow'])(
    '%s needs the whole schema to stay',
    (keyword) => {
      const schema = { [keyword]: false, maxLength: 3, properties: {} };
      const inside = (part: object): object => ({ properties: { a: part } });
      expect(faultsOf(inside(schema), inside({ ...schema }))).toBe('');
      expect(faultsOf(inside(schema), inside({ ...schema, maxLength: 2 }))).toBe(`unsupported ${keyword}`);
      expect(faultsOf(inside({}), inside(schema))).toBe('');
    },
  );

  it.each(['$dynamicRef', '$recursiveRef'])('%s may lead elsewhere even then', (keyword) => {
    const schema = { properties: { a: { [keyword]: '#' } } };
    expect(faultsOf(schema, { ...schema })).toBe(`unsupported ${keyword}`);
    expect(faultsOf({}, schema)).toBe('');
  });

  it('what is the same but refers to what may not be', () => {
    const schema = (type: string): object => ({ if: { $ref: '#/d' }, else: false, d: { type } });
    expect(faultsOf(schema('string'), schema('null'))).toBe('unsupported if');
    const named = { if: { properties: { $ref: { type: 'string' } } } };
    expect(faultsOf({ ...named, maxItems: 3 }, { ...named, maxItems: 2 })).toBe('unsupported if');
  });
});
