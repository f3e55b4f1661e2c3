import { placeOf } from '../../test/places.js';
import { disjoint, requiredOf } from './disjoint.js';
import { typesOf, valueKey, valuesOf } from './json-types.js';
import { within } from './place.js';

const apart = (one: unknown, other: unknown, left = 1_000): boolean => {
  const pair = [placeOf(one), placeOf(other)] as const;
  const answer = disjoint(pair[0], pair[1], { left });
  expect(disjoint(pair[1], pair[0], { left })).toBe(answer);
  return answer;
};
const tagged = (key: string, schema: unknown, more: object = {}): object => ({
  type: 'object',
  properties: { [key]: schema },
  required: [key],
  ...more,
});

describe('surely apart', () => {
  it.each<[string, unknown, unknown]>([
    ['types', { type: 'string' }, { type: 'object' }],
    ['lists of types', { type: ['string', 'null'] }, { type: ['object', 'integer'] }],
    ['nothing and anything', false, true],
    ['values', { const: 'a' }, { const: 'b' }],
    ['lists of values', { enum: ['a', 'b'] }, { enum: ['c'] }],
    ['values of other types', { const: 'a' }, { const: null }],
    ['values that hold digits in quotes', { enum: ['1'] }, { enum: ['2'] }],
    ['alternatives', { anyOf: [{ type: 'string' }, { type: 'null' }] }, { oneOf: [{ type: 'object' }] }],
    ['a property that both require', tagged('k', { const: 'a' }), tagged('k', { const: 'b' })],
    [
      'a property of a property',
      tagged('a', tagged('b', { type: 'string' })),
      tagged('a', tagged('b', { type: 'null' })),
    ],
    ['references', { $ref: '#/a', a: { type: 'string' } }, { $ref: '#/b', b: { type: 'array' } }],
  ])('%s', (_, one, other) => expect(apart(one, other)).toBe(true));
});

describe('perhaps not apart', () => {
  it.each<[string, unknown, unknown]>([
    ['anything', true, {}],
    ['integers are numbers', { type: 'integer' }, { type: 'number' }],
    ['a type in common', { type: ['string', 'null'] }, { type: ['null', 'object'] }],
    ['a value in common', { enum: ['a', 'b'] }, { enum: ['b'] }],
    ['numbers that may be equal', { const: 1 }, { const: 1.5 }],
    ['values beside anything of the type', { const: 'a' }, { type: 'string' }],
    [
      'a property that one requires',
      tagged('k', { const: 'a' }),
      { ...tagged('k', { const: 'b' }), required: [] },
    ],
    [
      'a property of what need not be an object',
      { properties: { k: { const: 'a' } }, required: ['k'] },
      { properties: { k: { const: 'b' } }, required: ['k'] },
    ],
    ['a property that one says nothing of', tagged('k', { const: 'a' }), { type: 'object', required: ['k'] }],
    ['a reference to nothing', { $ref: '#/a' }, { type: 'string' }],
    ['bounds, which are not looked at', { type: 'integer', maximum: 1 }, { type: 'integer', minimum: 2 }],
  ])('%s', (_, one, other) => expect(apart(one, other)).toBe(false));

  it('what is deeper than five properties', () => {
    const deep = (depth: number, type: string): object =>
      depth === 0 ? { type } : tagged('k', deep(depth - 1, type));
    expect(apart(deep(5, 'string'), deep(5, 'null'))).toBe(true);
    expect(apart(deep(6, 'string'), deep(6, 'null'))).toBe(false);
  });

  it('what there is no budget for', () => {
    expect(apart({ type: 'string' }, { type: 'null' }, 1)).toBe(true);
    expect(apart({ type: 'string' }, { type: 'null' }, 0)).toBe(false);
    const budget = { left: 100 };
    disjoint(placeOf({ enum: ['a', 'b'] }), placeOf({ const: 'c' }), budget);
    expect(budget.left).toBe(96);
  });
});

describe('types of values', () => {
  const types = (schema: unknown): string => [...typesOf(placeOf(schema))].sort().join(' ');
  const ALL = 'array boolean integer null number object string';
  it.each<[unknown, string]>([
    [true, ALL],
    [false, ''],
    [{}, ALL],
    [{ type: 'number' }, 'integer number'],
    [{ type: 'integer' }, 'integer'],
    [{ type: ['null', 'string', 'what'] }, 'null string'],
    [{ enum: [1, 'a', null, true, [], {}] }, 'array boolean integer null object string'],
    [{ const: 1.5 }, 'integer number'],
    [{ const: 'a', enum: [1] }, 'string'],
    [{ type: 'string', enum: [1, 'a'] }, 'string'],
    [{ type: ['string', 'null'], anyOf: [{ type: 'null' }, { type: 'object' }] }, 'null'],
    [{ oneOf: [{ type: 'string' }], anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string'],
    [{ $ref: '#/a' }, ALL],
    [{ anyOf: [{ type: 'null' }, { $ref: '#/a' }], a: { type: 'string' } }, 'null string'],
    [{ anyOf: [{ $ref: '#' }] }, ALL],
    [{ enum: [] }, ''],
  ])('%j', (schema, expected) => expect(types(schema)).toBe(expected));

  it('are all of what is too deep to tell', () => {
    const nested = (depth: number): unknown =>
      depth === 0 ? { type: 'null' } : { anyOf: [nested(depth - 1)] };
    expect(types(nested(50))).toBe('null');
    expect(types(nested(52))).toBe(ALL);
  });
});

describe('values', () => {
  it('are those of const, else of enum', () => {
    const values = (schema: unknown): unknown => valuesOf(placeOf(schema))?.map(valueKey) ?? null;
    expect([values({ const: null }), values({ enum: ['a', {}] }), values({ enum: 1 }), values(true)]).toEqual(
      [['null'], ['"a"', '{}'], null, null],
    );
  });

  it('have one text whatever the order of keys, made once', () => {
    const { node } = placeOf('{"b":[{"d":1,"c":2}],"a":1}');
    expect(valueKey(node)).toBe('{"a":1,"b":[{"c":2,"d":1}]}');
    expect(valueKey(node)).toBe(valueKey(placeOf('{"a":1,"b":[{"c":2,"d":1}]}').node));
  });

  it('that are required are texts', () => {
    const required = (schema: unknown): readonly string[] => requiredOf(placeOf(schema));
    expect([required({ required: ['a', 1, 'b'] }), required({ required: true }), required(false)]).toEqual([
      ['a', 'b'],
      [],
      [],
    ]);
    const place = placeOf({ properties: { p: { required: ['a'] } } });
    expect(requiredOf(within(place, null))).toEqual([]);
  });
});
