import { compareFormats } from '../compare-formats.js';
import { differenceText } from '../format-difference.js';
import type { FormatReference, FormatSchema } from '../format-schema.js';
import { parseFormat } from '../parse-format.js';

function schema(document: unknown, references: readonly FormatReference[] = []): FormatSchema {
  const parsed = parseFormat('JSON', JSON.stringify(document), references);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.schema;
}

/** Types and paths of the differences, or the keyword that is not compared. */
function found(reader: unknown, writer: unknown): string {
  const result = compareFormats(schema(reader), schema(writer));
  if (result.kind === 'unsupported') return `unsupported ${result.keyword}`;
  return result.differences.map(({ errorType, path }) => `${errorType} ${path}`).join(', ');
}

const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });
const closed = (properties: object, more: object = {}) =>
  object(properties, { additionalProperties: false, ...more });
const int = { type: 'integer' };
const text = { type: 'string' };
const tagged = (name: string, properties: object = {}) =>
  object({ kind: { const: name }, ...properties }, { required: ['kind'] });

describe('what is compatible', () => {
  it.each<[string, unknown, unknown]>([
    ['the same in another order', { type: 'string', title: 'a' }, { title: 'a', type: 'string' }],
    ['other annotations', { ...text, description: 'a', default: 'b', 'x-y': 1 }, text],
    ['anything', true, text],
    ['what nobody wrote', text, false],
    ['an integer read as a number', { type: 'number' }, int],
    ['a type more', { type: ['string', 'null'] }, text],
    ['looser bounds', { maxLength: 9, minimum: 1, maxItems: 3 }, { maxLength: 5, minimum: 2, maxItems: 3 }],
    ['an excluded bound for one that includes', { maximum: 5 }, { exclusiveMaximum: 5 }],
    ['a bound that does not concern the type', { minimum: 1 }, text],
    ['a property removed from an open content model', object({}), object({ a: int })],
    ['an optional property added to a closed content model', closed({ a: int, b: text }), closed({ a: int })],
    [
      'a property covered by a partially open content model',
      object({ a: text }),
      object({}, { additionalProperties: text }),
    ],
    [
      'a property removed into a partially open content model',
      object({}, { additionalProperties: text }),
      closed({ a: text }),
    ],
    ['more values of an enum', { enum: ['a', 'b'] }, { enum: ['a'] }],
    ['a const in an enum', { enum: ['a', 1] }, { const: 'a' }],
    ['a multiple of a multiple', { multipleOf: 2 }, { multipleOf: 4 }],
    ['one more alternative', { anyOf: [int, text, { type: 'null' }] }, { anyOf: [text, int] }],
    ['a type read by alternatives', { oneOf: [text, { type: 'null' }] }, text],
    ['alternatives read by a type', { type: ['string', 'integer'] }, { anyOf: [text, int] }],
    [
      'alternatives that a const keeps apart',
      { oneOf: [tagged('a'), tagged('b')] },
      { oneOf: [tagged('a', { x: int })] },
    ],
    [
      'overlapping alternatives in another order',
      { oneOf: [{ minimum: 1 }, { maximum: 5 }] },
      { oneOf: [{ maximum: 5 }, { minimum: 1 }] },
    ],
    ['a product with a part less', { allOf: [{ minimum: 1 }] }, { allOf: [{ maximum: 3 }, { minimum: 2 }] }],
    ['less refused', { not: { type: ['string'] } }, { not: { type: ['string', 'null'] } }],
    ['a keyword that is not compared, gone', text, { ...text, format: 'date' }],
    [
      'a keyword that is not compared, as it was',
      { ...text, format: 'date', maxLength: 9 },
      { ...text, format: 'date', maxLength: 8 },
    ],
    [
      'items',
      { type: 'array', items: [int, text], additionalItems: text },
      { type: 'array', items: [int], additionalItems: text },
    ],
    [
      'references',
      {
        $ref: '#/definitions/N',
        definitions: { N: object({ next: { $ref: '#/definitions/N' }, v: { type: 'number' } }) },
      },
      { $ref: '#/definitions/N', definitions: { N: object({ next: { $ref: '#/definitions/N' }, v: int }) } },
    ],
  ])('%s', (_, reader, writer) => expect(found(reader, writer)).toBe(''));
});

describe('what is told', () => {
  it.each<[string, unknown, unknown]>([
    ['TYPE_CHANGED #/', int, text],
    ['TYPE_NARROWED #/', text, { type: ['string', 'null'] }],
    ['TYPE_NARROWED #/', false, text],
    ['TYPE_NARROWED #/', int, { type: 'number' }],
    ['MAX_LENGTH_ADDED #/maxLength', { ...text, maxLength: 3 }, text],
    ['MAXIMUM_DECREASED #/maximum', { maximum: 1 }, { maximum: 2 }],
    ['MIN_ITEMS_INCREASED #/minItems', { minItems: 2 }, { minItems: 1 }],
    ['EXCLUSIVE_MAXIMUM_ADDED #/exclusiveMaximum', { exclusiveMaximum: 5 }, { maximum: 5 }],
    ['PATTERN_ADDED #/pattern', { pattern: 'a' }, text],
    ['PATTERN_CHANGED #/pattern', { pattern: 'a' }, { pattern: 'b' }],
    ['MULTIPLE_OF_EXPANDED #/multipleOf', { multipleOf: 4 }, { multipleOf: 2 }],
    ['MULTIPLE_OF_CHANGED #/multipleOf', { multipleOf: 3 }, { multipleOf: 2 }],
    ['UNIQUE_ITEMS_ADDED #/uniqueItems', { uniqueItems: true }, {}],
    ['ENUM_ARRAY_NARROWED #/enum', { enum: ['a'] }, { enum: ['a', 'b'] }],
    ['ENUM_ARRAY_CHANGED #/enum', { enum: ['c'] }, { enum: ['a'] }],
    ['TYPE_CHANGED #/', { enum: ['c'] }, text],
    ['PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL #/properties/a', object({ a: int }), object({})],
    [
      'PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/properties/a',
      object({ a: int }),
      object({}, { additionalProperties: text }),
    ],
    ['PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL #/properties/a', closed({}), closed({ a: int })],
    [
      'PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/properties/a',
      object({}, { additionalProperties: text }),
      closed({ a: int }),
    ],
    ['REQUIRED_ATTRIBUTE_ADDED #/required/a', object({ a: int }, { required: ['a'] }), object({ a: int })],
    [
      'REQUIRED_ATTRIBUTE_ADDED #/required/a',
      object({ a: { default: 1 } }, { required: ['a'] }),
      object({ a: {} }),
    ],
    [
      'REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL #/properties/a',
      closed({ a: int }, { required: ['a'] }),
      closed({}),
    ],
    ['ADDITIONAL_PROPERTIES_REMOVED #/additionalProperties', closed({ a: int }), object({ a: int })],
    [
      'ADDITIONAL_PROPERTIES_NARROWED #/additionalProperties',
      object({}, { additionalProperties: int }),
      object({}),
    ],
    [
      'ADDITIONAL_ITEMS_REMOVED #/additionalItems',
      { items: [int], additionalItems: false },
      { items: [int] },
    ],
    [
      'ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL #/items/0, ADDITIONAL_ITEMS_REMOVED #/items',
      { items: false },
      { items: [int] },
    ],
    ['SUM_TYPE_NARROWED #/anyOf', { anyOf: [text] }, { anyOf: [text, true] }],
    [
      'TYPE_NARROWED #/properties/a, SUM_TYPE_NARROWED #/properties/a/anyOf'.split(', ')[1] ?? '',
      object({ a: { anyOf: [text] } }),
      object({ a: { anyOf: [text, int] } }),
    ],
    ['COMBINED_TYPE_CHANGED #/oneOf', { oneOf: [text, int] }, { type: 'boolean' }],
    [
      'PRODUCT_TYPE_EXTENDED #/allOf',
      { allOf: [{ minimum: 1 }, { maximum: 3 }] },
      { allOf: [{ minimum: 1 }] },
    ],
    ['NOT_TYPE_EXTENDED #/not', { not: text }, {}],
    ['unsupported format', { ...text, format: 'date' }, text],
    ['unsupported if', { if: text, else: { minimum: 1 } }, text],
    [
      'unsupported oneOf',
      { oneOf: [{ minimum: 1 }, { maximum: 5 }] },
      { oneOf: [{ minimum: 1 }, { maximum: 4 }] },
    ],
    ['unsupported patternProperties', object({}, { patternProperties: { '^a': int } }), object({})],
    ['unsupported $schema', { $schema: 'https://json-schema.org/draft/2020-12/schema', ...text }, text],
    ['unsupported $id', object({ a: { $id: 'x', ...text } }), object({})],
    [
      'unsupported $ref',
      { properties: { a: { $ref: '#', minimum: 1 } } },
      { properties: { a: { type: 'null' } } },
    ],
    ['PRODUCT_TYPE_EXTENDED #/allOf', { allOf: [{ $ref: '#/allOf/0' }] }, text],
  ])('%s', (expected, reader, writer) => expect(found(reader, writer)).toBe(expected));

  it("is in Confluent's words", () => {
    const result = compareFormats(schema(closed({})), schema(closed({ a: int })));
    expect(result.kind === 'compared' && result.differences.map(differenceText)).toEqual([
      `{errorType:"PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL", description:"The new has a closed content model and is missing a property or item present at path '#/properties/a' in the old schema"}`,
    ]);
  });

  it('follows references to other schemas', () => {
    const other = (document: unknown): FormatReference[] => [
      { name: 'other.json', text: JSON.stringify(document) },
    ];
    const root = object({ a: { $ref: 'other.json#/definitions/a' } });
    const result = compareFormats(
      schema(root, other({ definitions: { a: int } })),
      schema(root, other({ definitions: { a: text } })),
    );
    expect(result).toMatchObject({
      kind: 'compared',
      differences: [{ errorType: 'TYPE_CHANGED', path: '#/properties/a' }],
    });
  });

  it('costs what the limits allow', () => {
    const circle = (depth: number): unknown => ({
      anyOf: [{ $ref: '#' }, { properties: { a: depth === 0 ? int : circle(depth - 1) } }, { $ref: '#' }],
    });
    expect(compareFormats(schema(circle(9)), schema(circle(8)))).toMatchObject({ kind: 'unsupported' });
    const limited = compareFormats(
      schema(object({ a: int, b: text })),
      schema(object({ a: int, c: text })),
      undefined,
      { maxPairs: 1 },
    );
    expect(limited).toMatchObject({ kind: 'unsupported', keyword: 'size' });
    const tried = compareFormats(
      schema({ anyOf: [int, text, { type: 'null' }] }),
      schema({ anyOf: [{ type: 'null' }, text, int] }),
      undefined,
      { maxPairs: 2 },
    );
    expect(tried).toMatchObject({ kind: 'unsupported', keyword: 'size' });
  });
});

describe('what is refused', () => {
  const problem = (document: unknown): string | null => {
    const parsed = parseFormat('JSON', typeof document === 'string' ? document : JSON.stringify(document));
    return parsed.ok ? null : parsed.message;
  };
  it.each<[unknown, string]>([
    [{ type: 'strin' }, '#/type: must be equal to one of the allowed values'],
    [{ properties: { a: 1 } }, '#/properties/a: must be object,boolean'],
    ['[]', 'A JSON Schema is an object or a boolean'],
    ['{', 'not JSON: a key in quotes was expected at [line: 1, column: 2]'],
    [
      { $schema: 'http://example.com/schema' },
      'Unknown $schema. Known are drafts 4, 6, 7, 2019-09 and 2020-12 of JSON Schema',
    ],
    [{ $ref: 'other.json' }, 'Could not resolve the reference "other.json"'],
    [{ $ref: '#/definitions/a' }, 'Could not resolve the reference "#/definitions/a"'],
  ])('%j', (document, expected) => expect(problem(document)).toBe(expected));

  it.each([
    'http://json-schema.org/draft-04/schema#',
    'http://json-schema.org/draft-06/schema',
    'http://json-schema.org/draft-07/schema#',
    'https://json-schema.org/draft/2019-09/schema',
    'https://json-schema.org/draft/2020-12/schema',
  ])('not %s', ($schema) => {
    expect(problem({ $schema, ...object({ a: int }) })).toBeNull();
  });

  it('nothing that a key can trap', () => {
    const parsed = parseFormat(
      'JSON',
      '{"properties":{"__proto__":{"type":"string"},"constructor":true},"title":"T","maximum":1.0}',
    );
    expect(parsed.ok && [parsed.schema.canonical, parsed.schema.normalized, parsed.schema.name]).toEqual([
      '{"properties":{"__proto__":{"type":"string"},"constructor":true},"title":"T","maximum":1.0}',
      '{"maximum":1.0,"properties":{"__proto__":{"type":"string"},"constructor":true},"title":"T"}',
      'T',
    ]);
  });
});
