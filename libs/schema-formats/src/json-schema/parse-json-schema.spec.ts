import { compareFormats } from '../compare-formats.js';
import type { FormatReference, ParsedFormat } from '../format-schema.js';
import type { FormatLimits } from '../format-limits.js';
import { parseFormat } from '../parse-format.js';

const DRAFT_4 = 'http://json-schema.org/draft-04/schema#';
const DRAFT_2019 = 'https://json-schema.org/draft/2019-09/schema';
const parse = (
  document: unknown,
  others: Readonly<Record<string, unknown>> = {},
  limits: FormatLimits = {},
): ParsedFormat => {
  const references = Object.entries(others).map(([name, other]): FormatReference => ({
    name,
    text: JSON.stringify(other),
  }));
  return parseFormat(
    'JSON',
    typeof document === 'string' ? document : JSON.stringify(document),
    references,
    limits,
  );
};
const problem = (...given: Parameters<typeof parse>): string | null => {
  const parsed = parse(...given);
  return parsed.ok ? null : parsed.message;
};
const compared = (reader: unknown, writer: unknown): string => {
  const [to, from] = [parse(reader), parse(writer)];
  if (!to.ok || !from.ok) throw new Error(to.ok ? (from.ok ? '' : from.message) : to.message);
  const result = compareFormats(to.schema, from.schema);
  return result.kind === 'compared'
    ? result.differences.map((one) => one.errorType).join(', ')
    : `unsupported ${result.keyword}`;
};

describe('references', () => {
  it.each<[string, unknown, Readonly<Record<string, unknown>>]>([
    ['to a definition', { $ref: '#/definitions/a', definitions: { a: true } }, {}],
    ['to themselves', { properties: { next: { $ref: '#' } } }, {}],
    ['to another schema', { $ref: 'o.json' }, { 'o.json': {} }],
    [
      'to a part of another schema',
      { $ref: 'o.json#/definitions/a' },
      { 'o.json': { definitions: { a: {} } } },
    ],
    [
      'to an $id from where the schema is',
      { $id: 'http://x/r', allOf: [{ $ref: 'o' }] },
      { n: { $id: 'http://x/o' } },
    ],
    ['to an anchor of another schema', { $ref: 'o.json#a' }, { 'o.json': { $anchor: 'a' } }],
    ['to a draft', { $ref: 'http://json-schema.org/draft-07/schema#' }, {}],
    [
      'that are data',
      { default: { $ref: '#/none' }, enum: [{ $ref: '#/none' }], const: { $ref: '#/none' } },
      {},
    ],
    ['that are names of properties', { properties: { $ref: { type: 'string' } } }, {}],
    ['below an $id inside, which are not followed', { properties: { a: { $id: 'x', $ref: '#/none' } } }, {}],
  ])('%s', (_, document, others) => expect(problem(document, others)).toBeNull());

  it.each<[string, unknown, string]>([
    ['to nothing', { $ref: '#/none' }, '#/none'],
    ['to another schema that is not given', { items: { $ref: 'o.json' } }, 'o.json'],
    ['of a property that is called as data', { properties: { default: { $ref: '#/none' } } }, '#/none'],
    ['of a definition that is called as data', { definitions: { enum: { $ref: '#/none' } } }, '#/none'],
    ['of a pattern', { patternProperties: { const: { $ref: '#/none' } } }, '#/none'],
    ['of a keyword that is not known', { 'x-a': [{ $ref: '#/none' }] }, '#/none'],
  ])('lead nowhere: %s', (_, document, ref) =>
    expect(problem(document)).toBe(`Could not resolve the reference "${ref}"`),
  );

  it('are as many as the limit says', () => {
    const document = { allOf: [{ $ref: '#' }, { $ref: '#' }] };
    expect(problem(document, {}, { maxNames: 2 })).toBeNull();
    expect(problem(document, {}, { maxNames: 1 })).toBe('More than 1 $ref');
  });

  it('of other schemas are texts too', () => {
    expect(parseFormat('JSON', '{}', [{ name: 'o', text: '[' }])).toMatchObject({ ok: false });
    expect(parseFormat('JSON', '{}', [{ name: 'o', text: '[]' }])).toEqual({
      ok: false,
      message: 'A JSON Schema is an object or a boolean',
    });
  });
});

describe('what stands in the way of a comparison', () => {
  const text = { type: 'string' };
  it.each<[string, unknown, string]>([
    ['an $id inside', { properties: { a: { $id: 'http://x/a', type: 'string' } } }, 'unsupported $id'],
    [
      'one in a property that is called as data',
      { properties: { default: { $id: 'http://x/a' } } },
      'unsupported $id',
    ],
    ['none: its own $id', { $id: 'http://x/a', ...text }, ''],
    ['none: an $id that is data', { ...text, default: { $id: 'x' }, enum: ['a'] }, 'TYPE_CHANGED'],
    ['none: a property that is called so', { properties: { $id: text, id: text } }, ''],
  ])('%s', (_, reader, expected) => expect(compared(reader, text)).toBe(expected));

  it.each<[string, object, string]>([
    ['const', { const: 'a' }, 'unsupported const'],
    ['a number that is no flag', { exclusiveMaximum: 5 }, 'unsupported exclusiveMaximum'],
    ['one inside', { properties: { a: { exclusiveMinimum: 5 } } }, 'unsupported exclusiveMinimum'],
    ['nothing: a flag', { maximum: 5, exclusiveMaximum: true }, ''],
    ['nothing: a property that is called so', { properties: { const: {} } }, ''],
  ])('in draft 4: %s', (_, document, expected) =>
    expect(compared({ $schema: DRAFT_4 }, { $schema: DRAFT_4, ...document })).toBe(expected),
  );

  it('a draft that changes', () => {
    expect(compared({ $schema: DRAFT_2019 }, {})).toBe('unsupported $schema');
    expect(compared({ $schema: DRAFT_2019, type: 'string' }, { $schema: DRAFT_2019, const: 'a' })).toBe('');
  });

  it('nothing when all is the same in another order', () => {
    const one = { title: 'a', properties: { a: { $id: 'x', type: 'string' } } };
    const other = { properties: { a: { type: 'string', $id: 'x' } }, title: 'a' };
    expect(compared(one, other)).toBe('');
  });
});

describe('what nobody should send', () => {
  const nested = (depth: number, key: string): string =>
    `{"${key}":`.repeat(depth) + 'true' + '}'.repeat(depth);
  it.each<[string, string]>([
    ['deep', nested(200, 'not')],
    ['long names', JSON.stringify({ properties: { ['k'.repeat(200_000)]: true } })],
    [
      'many properties',
      JSON.stringify({
        properties: Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`k${index}`, true])),
      }),
    ],
    ['traps', '{"__proto__":{"type":1},"properties":{"constructor":{"type":"string"},"__proto__":true}}'],
    ['keys twice', '{"type":"string","type":"null"}'],
    ['lone surrogates', '{"properties":{"\\ud800":{"const":"\\udfff"}}}'],
    ['patterns that take for ever', '{"pattern":"(a+)+$","patternProperties":{"(a|a)*b":true}}'],
    ['a byte order mark', '\uFEFF{}'],
  ])('%s is read, and is itself', (_, text) => {
    const parsed = parse(text);
    const again = parsed.ok ? parse(parsed.schema.canonical) : parsed;
    if (!parsed.ok || !again.ok) throw new Error(parsed.ok ? 'not again' : parsed.message);
    expect(again.schema.canonical).toBe(parsed.schema.canonical);
    expect(compareFormats(parsed.schema, again.schema)).toEqual({ kind: 'compared', differences: [] });
  });

  it('too deep is refused', () => {
    expect(problem(nested(201, 'not'))).toMatch('nested deeper than 200');
    expect(problem('['.repeat(50_000))).toMatch('nested deeper than 200');
  });

  it('many references in a row come to an answer', () => {
    const chain = (leaf: object): object => ({
      $ref: '#/definitions/0',
      definitions: Object.fromEntries(
        Array.from({ length: 1_500 }, (_, index) => [
          index,
          index === 1_499 ? leaf : { anyOf: [{ $ref: `#/definitions/${index + 1}` }] },
        ]),
      ),
    });
    expect(compared(chain({ type: 'string' }), chain({ type: 'null' }))).toBe('unsupported size');
  });

  it('a long reference that every pair asks of', () => {
    const key = 'k'.repeat(300_000);
    const schema = (more: object): object => ({
      anyOf: [{ properties: { a: { $ref: `#/definitions/${key}` } } }],
      definitions: { [key]: { type: 'string', ...more } },
    });
    expect(compared(schema({}), schema({ maxLength: 3 }))).toBe('');
  });
});
