import { faultsOf } from '../../test/places.js';

const int = { type: 'integer' };
const text = { type: 'string' };
const object = (properties: object, more: object = {}): object => ({ type: 'object', properties, ...more });
const list = (more: object): object => ({ type: 'array', ...more });
type Case = [what: string, reader: unknown, writer: unknown, expected: string];
const check = (_: string, reader: unknown, writer: unknown, expected: string): void =>
  expect(faultsOf(reader, writer)).toBe(expected);

describe('properties', () => {
  it.each<Case>([
    ['stays', object({ a: int }), object({ a: int }), ''],
    ['narrows', object({ a: int }), object({ a: { type: 'number' } }), 'TYPE_NARROWED /properties/a'],
    ['widens', object({ a: { type: 'number' } }), object({ a: int }), ''],
    ['goes, open', object({}), object({ a: int }), ''],
    [
      'goes, closed',
      object({}, { additionalProperties: false }),
      object({ a: int }, { additionalProperties: false }),
      'PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL /properties/a',
    ],
    [
      'that nobody could write goes, closed',
      object({}, { additionalProperties: false }),
      object({ a: false }, { additionalProperties: false }),
      '',
    ],
    [
      'goes, covered by the rest',
      object({}, { additionalProperties: int }),
      object({ a: int }, { additionalProperties: false }),
      '',
    ],
    [
      'goes, not covered by the rest',
      object({}, { additionalProperties: text }),
      object({ a: int }, { additionalProperties: false }),
      'PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL /properties/a',
    ],
    ['comes, open', object({ a: int }), object({}), 'PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL /properties/a'],
    ['of anything comes, open', object({ a: {}, b: true }), object({}), ''],
    ['comes, closed', object({ a: int }), object({}, { additionalProperties: false }), ''],
    [
      'comes, covered by the rest',
      object({ a: { type: 'number' } }),
      object({}, { additionalProperties: int }),
      '',
    ],
    [
      'comes, not covered by the rest',
      object({ a: int }),
      object({}, { additionalProperties: text }),
      'PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL /properties/a',
    ],
    [
      'comes, not covered by a pattern',
      object({ a: int }),
      object({}, { patternProperties: { '^a': text }, additionalProperties: false }),
      'PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL /properties/a',
    ],
    [
      'has a name that is a trap',
      '{"properties":{"__proto__":{"type":"integer"}}}',
      '{"properties":{"__proto__":{"type":"string"}}}',
      'TYPE_CHANGED /properties/__proto__',
    ],
    ['is of no object', { ...object({ a: int }), type: ['object', 'string'] }, text, ''],
  ])('one %s', check);
});

describe('required', () => {
  it.each<Case>([
    ['stays', { required: ['a'] }, { required: ['b', 'a'] }, ''],
    ['goes', {}, { required: ['a'] }, ''],
    [
      'comes',
      object({ a: int }, { required: ['a'] }),
      object({ a: int }),
      'REQUIRED_ATTRIBUTE_ADDED /required/a',
    ],
    [
      'comes with a default',
      object({ a: { ...int, default: 1 } }, { required: ['a'] }),
      object({ a: int }),
      'REQUIRED_ATTRIBUTE_ADDED /required/a',
    ],
    [
      'comes for what the writer lets in',
      object({}, { required: ['a'] }),
      object({}),
      'REQUIRED_ATTRIBUTE_ADDED /required/a',
    ],
    [
      'comes for what the writer keeps out',
      object({ a: int }, { required: ['a'] }),
      object({}, { additionalProperties: false }),
      'REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL /properties/a',
    ],
    [
      'comes where patterns say what is let in',
      object({}, { required: ['b'], patternProperties: { a: true } }),
      object({}, { patternProperties: { a: true } }),
      'REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL /properties/b',
    ],
    ['is a flag of draft 3', { required: true }, {}, ''],
    ['is of no object', { required: ['a'] }, { type: 'array' }, ''],
  ])('%s', check);
});

describe('patterns of keys and further properties', () => {
  const patterns = (patternProperties: object, more: object = {}): object =>
    object({}, { patternProperties, ...more });
  it.each<Case>([
    ['a pattern stays', patterns({ '^a': { type: 'number' } }), patterns({ '^a': int }), ''],
    [
      'a pattern narrows',
      patterns({ '^a': int }),
      patterns({ '^a': text }),
      'TYPE_CHANGED /patternProperties/^a',
    ],
    ['a pattern comes', patterns({ '^a': int }), object({}), 'unsupported patternProperties'],
    ['a pattern of anything comes', patterns({ '^a': {}, '^b': true }), object({}), ''],
    ['a pattern goes', object({}), patterns({ '^a': int }), ''],
    [
      'a pattern goes that the rest refuses',
      object({}, { additionalProperties: text }),
      patterns({ '^a': int }, { additionalProperties: text }),
      'ADDITIONAL_PROPERTIES_NARROWED /patternProperties/^a',
    ],
    [
      'a property goes that a pattern may refuse',
      patterns({ '^b': text }),
      { ...patterns({ '^b': text }), properties: { a: int } },
      'PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL /properties/a',
    ],
    [
      'the rest closes',
      object({}, { additionalProperties: false }),
      object({}),
      'ADDITIONAL_PROPERTIES_REMOVED /additionalProperties',
    ],
    [
      'the rest stays closed',
      object({}, { additionalProperties: false }),
      object({}, { additionalProperties: false }),
      '',
    ],
    ['the rest opens', object({}), object({}, { additionalProperties: false }), ''],
    [
      'the rest narrows from anything',
      object({}, { additionalProperties: int }),
      object({}),
      'ADDITIONAL_PROPERTIES_NARROWED /additionalProperties',
    ],
    [
      'the rest narrows',
      object({}, { additionalProperties: int }),
      object({}, { additionalProperties: text }),
      'TYPE_CHANGED /additionalProperties',
    ],
    [
      'a pattern stays, closed',
      patterns({ '^a': int }, { additionalProperties: false }),
      patterns({ '^a': int }, { additionalProperties: false, title: 'a' }),
      '',
    ],
    [
      'a property goes that no pattern covers, closed',
      patterns({ '^b': text }, { additionalProperties: false }),
      { ...patterns({ '^b': text }, { additionalProperties: false }), properties: { a: int } },
      'PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL /properties/a',
    ],
    [
      'a property comes that a pattern may have let in otherwise',
      { ...patterns({ '^b': text }), properties: { a: int } },
      patterns({ '^b': text }),
      'PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL /properties/a',
    ],
    [
      'the rest closes that was of something',
      object({}, { additionalProperties: false }),
      object({}, { additionalProperties: int }),
      'ADDITIONAL_PROPERTIES_REMOVED /additionalProperties',
    ],
    ['the rest is of anything', object({}, { additionalProperties: {} }), object({}), ''],
  ])('%s', check);
});

describe('items', () => {
  it.each<Case>([
    ['stay', list({ items: { type: 'number' } }), list({ items: int }), ''],
    ['change', list({ items: int }), list({ items: text }), 'TYPE_CHANGED /items'],
    ['come', list({ items: int }), list({}), 'TYPE_NARROWED /items'],
    ['close', list({ items: false }), list({}), 'ADDITIONAL_ITEMS_REMOVED /items'],
    ['the first changes', list({ items: [int] }), list({ items: [text] }), 'TYPE_CHANGED /items/0'],
    ['the first comes', list({ items: [int] }), list({ items: int }), ''],
    [
      'a second comes, open',
      list({ items: [int, int] }),
      list({ items: [int] }),
      'ITEM_ADDED_TO_OPEN_CONTENT_MODEL /items/1',
    ],
    [
      'a second comes, closed',
      list({ items: [int, int] }),
      list({ items: [int], additionalItems: false }),
      '',
    ],
    ['a second goes, open', list({ items: [int] }), list({ items: [int, text] }), ''],
    [
      'a second goes, closed',
      list({ items: [int], additionalItems: false }),
      list({ items: [int, text], additionalItems: false }),
      'ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL /items/1',
    ],
    [
      'a second that nobody could write goes, closed',
      list({ items: [int], additionalItems: false }),
      list({ items: [int, false], additionalItems: false }),
      '',
    ],
    [
      'a second goes, covered by the rest',
      list({ items: [int], additionalItems: text }),
      list({ items: [int, text], additionalItems: text }),
      '',
    ],
    [
      'a second comes, covered by the rest',
      list({ items: [int, { type: 'number' }], additionalItems: int }),
      list({ items: [int], additionalItems: int }),
      '',
    ],
    [
      'a second comes, not covered by the rest',
      list({ items: [int, text], additionalItems: int }),
      list({ items: [int], additionalItems: int }),
      'ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL /items/1',
    ],
    ['a second of anything comes, open', list({ items: [int, {}] }), list({ items: [int] }), ''],
    [
      'a second goes, not covered by the rest',
      list({ items: [int], additionalItems: int }),
      list({ items: [int, text], additionalItems: int }),
      'ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL /items/1',
    ],
    [
      'the rest closes',
      list({ items: [int], additionalItems: false }),
      list({ items: [int] }),
      'ADDITIONAL_ITEMS_REMOVED /additionalItems',
    ],
    [
      'the rest means nothing beside one schema',
      list({ items: int, additionalItems: false }),
      list({ items: int }),
      '',
    ],
    [
      'in the words of 2020-12',
      list({ prefixItems: [int], items: text }),
      list({ prefixItems: [int, text], items: false }),
      '',
    ],
    [
      'in the words of 2020-12, closed',
      list({ prefixItems: [int], items: false }),
      list({ prefixItems: [int, text], items: false }),
      'ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL /items/1',
    ],
    ['are of no list', { items: int }, text, ''],
  ])('%s', check);
});

describe('what depends on a key', () => {
  const needs = (keys: unknown, more: object = {}): object => ({ dependentRequired: { a: keys }, ...more });
  const holds = (schema: unknown, more: object = {}): object => ({
    dependentSchemas: { a: schema },
    ...more,
  });
  const old = (rule: unknown): object => ({ dependencies: { a: rule } });
  const long = { properties: { b: { maxLength: 9 } } };
  const short = { properties: { b: { maxLength: 5 } } };
  it.each<Case>([
    ['stays', needs(['b', 'c']), needs(['c', 'b']), ''],
    ['needs less', needs(['b']), needs(['b', 'c']), ''],
    ['needs more', needs(['b', 'c']), needs(['b']), 'DEPENDENCY_ARRAY_EXTENDED /dependentRequired/a'],
    ['needs something else', needs(['c']), needs(['b']), 'DEPENDENCY_ARRAY_CHANGED /dependentRequired/a'],
    ['needs something now', needs(['b']), {}, 'DEPENDENCY_ARRAY_ADDED /dependentRequired/a'],
    ['needs nothing any more', {}, needs(['b']), ''],
    ['needs what is always there', needs(['b']), { required: ['b'] }, ''],
    [
      'needs what another key needs',
      { dependentRequired: { b: ['c'] } },
      needs(['c']),
      'DEPENDENCY_ARRAY_ADDED /dependentRequired/b',
    ],
    ['has a schema that stays', holds(short), holds(short), ''],
    ['has a wider one', holds(long), holds(short), ''],
    [
      'has a narrower one',
      holds(short),
      holds(long),
      'MAX_LENGTH_DECREASED /dependentSchemas/a/properties/b/maxLength',
    ],
    ['has one now', holds(short), {}, 'DEPENDENCY_SCHEMA_ADDED /dependentSchemas/a'],
    ['has one that always holds', holds(long), short, ''],
    ['has one of anything', holds(true), {}, ''],
    ['may not be there any more', holds(false), {}, 'DEPENDENCY_SCHEMA_ADDED /dependentSchemas/a'],
    ['in the words of draft 7', old(['b']), old(['b', 'c']), ''],
    ['in the words of draft 7, more', old(['b']), old([]), 'DEPENDENCY_ARRAY_EXTENDED /dependencies/a'],
    [
      'in the words of draft 7, a schema',
      old(short),
      old(long),
      'MAX_LENGTH_DECREASED /dependencies/a/properties/b/maxLength',
    ],
    [
      'in the words of draft 7, keys for a schema',
      old(['b']),
      old(long),
      'DEPENDENCY_ARRAY_ADDED /dependencies/a',
    ],
    [
      'in the words of draft 7, a schema for keys',
      old(long),
      old(['b']),
      'DEPENDENCY_SCHEMA_ADDED /dependencies/a',
    ],
    [
      'in other words of another draft',
      needs(['b']),
      old(['b']),
      'DEPENDENCY_ARRAY_ADDED /dependentRequired/a',
    ],
    ['in words of no draft', old('b'), old('b'), 'unsupported dependencies'],
    ['of no object', needs(['b']), { type: 'string' }, ''],
    [
      'leads to itself',
      { dependentSchemas: { a: { $ref: '#' } } },
      {},
      'DEPENDENCY_SCHEMA_ADDED /dependentSchemas/a',
    ],
  ])('%s', check);
});

describe('names of properties', () => {
  const names = (schema: unknown): object => ({ propertyNames: schema });
  it.each<Case>([
    ['stay', names({ maxLength: 3 }), names({ maxLength: 3 }), ''],
    ['get longer', names({ maxLength: 4 }), names({ maxLength: 3 }), ''],
    [
      'get shorter',
      names({ maxLength: 3 }),
      names({ maxLength: 4 }),
      'MAX_LENGTH_DECREASED /propertyNames/maxLength',
    ],
    ['are bound now', names({ maxLength: 3 }), {}, 'MAX_LENGTH_ADDED /propertyNames/maxLength'],
    ['are texts, which they are', names({ type: 'string' }), {}, ''],
    ['are what no text is', names({ type: 'integer' }), {}, 'TYPE_CHANGED /propertyNames'],
    ['are free', {}, names(false), ''],
    ['of no object', names(false), text, ''],
    [
      'lead to the schema itself',
      { ...names({ $ref: '#' }), maxLength: 9 },
      { ...names({ $ref: '#' }), maxLength: 5 },
      '',
    ],
  ])('%s', check);
});

describe('what a list contains', () => {
  const holds = (contains: unknown, more: object = {}): object => ({ contains, ...more });
  it.each<Case>([
    ['stays', holds(int), holds(int), ''],
    ['widens', holds({ type: 'number' }), holds(int), ''],
    ['narrows', holds(int), holds({ type: 'number' }), 'TYPE_NARROWED /contains'],
    ['is needed now', holds(int), {}, 'unsupported contains'],
    ['is needed no more', {}, holds(int), ''],
    ['is there as often', holds({ type: 'number' }, { minContains: 2 }), holds(int, { minContains: 2 }), ''],
    [
      'is there less often',
      holds(int, { minContains: 1 }),
      holds(int, { minContains: 2 }),
      'unsupported minContains',
    ],
    ['is there at most as often', holds(int, { maxContains: 2 }), holds(int, { maxContains: 2 }), ''],
    [
      'is there at most as often, but wider',
      holds({ type: 'number' }, { maxContains: 2 }),
      holds(int, { maxContains: 2 }),
      'unsupported contains',
    ],
    ['is there at most so often no more', holds(int), holds(int, { maxContains: 2 }), ''],
    ['is of no list', holds(int), { type: 'object' }, 'unsupported contains'],
  ])('%s', check);
});

describe('what is referred to', () => {
  const schema = (inner: object, more: object = {}): object => ({
    properties: { a: { $ref: '#/definitions/n' }, b: { type: 'array', items: { $ref: '#/definitions/n' } } },
    definitions: { n: inner },
    ...more,
  });
  it('is told at each place', () => {
    expect(faultsOf(schema(object({ x: int })), schema(object({ x: text })))).toBe(
      'TYPE_CHANGED /properties/a/properties/x, TYPE_CHANGED /properties/b/items/properties/x',
    );
  });

  it('is told ten times where it is met again', () => {
    const many = (type: string): object =>
      object(Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`k${index}`, { type }])));
    expect(faultsOf(schema(many('integer')), schema(many('string'))).split(', ')).toHaveLength(40);
  });

  it.each<Case>([
    [
      'itself',
      object({ next: { $ref: '#' }, v: { type: 'number' } }),
      object({ next: { $ref: '#' }, v: int }),
      '',
    ],
    [
      'itself, and fails',
      object({ next: { $ref: '#' }, v: int }),
      object({ next: { $ref: '#' }, v: text }),
      'TYPE_CHANGED /properties/next, TYPE_CHANGED /properties/v',
    ],
    [
      'itself without a step',
      { anyOf: [{ $ref: '#' }, int] },
      { anyOf: [{ $ref: '#' }, text] },
      'COMBINED_TYPE_SUBSCHEMAS_CHANGED /anyOf',
    ],
    ['nothing', object({ a: { $ref: '#/none' } }), object({ a: int }), 'unsupported $ref'],
    ['a circle', object({ a: { $ref: '#/properties/a' } }), object({ a: int }), 'unsupported $ref'],
  ])('leads to %s', check);
});
