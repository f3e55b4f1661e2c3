import { compareFormats } from './compare-formats.js';
import { differenceText, FORWARD_NAMES } from './format-difference.js';
import { refuse } from './format-limits.js';
import { formatText } from './format-text.js';
import type { FormatReference, FormatSchema, SchemaFormatName } from './format-schema.js';
import { parseFormat } from './parse-format.js';

function schema(
  format: SchemaFormatName,
  document: unknown,
  references: readonly FormatReference[] = [],
): FormatSchema {
  const parsed = parseFormat(format, JSON.stringify(document), references);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.schema;
}

describe('schemas of two formats', () => {
  it('are incompatible both ways', () => {
    const [avro, json] = [schema('AVRO', 'string'), schema('JSON', { type: 'string' })];
    for (const [reader, writer] of [
      [avro, json],
      [json, avro],
    ] as const)
      expect(compareFormats(reader, writer)).toEqual({
        kind: 'compared',
        differences: [
          {
            errorType: 'SCHEMA_TYPE_CHANGED',
            description: 'Incompatible because of different schema type',
            path: '/',
            info: null,
          },
        ],
      });
  });
});

describe('what is told', () => {
  const enumOf = (symbols: readonly string[]): FormatSchema =>
    schema('AVRO', {
      type: 'record',
      name: 'R',
      fields: [
        { name: 'a', type: { type: 'enum', name: 'E', symbols } },
        ...Array.from({ length: 200 }, (_, index) => ({ name: `f${index}`, type: 'E' })),
      ],
    });

  it('is told once of a type that many fields have', () => {
    const result = compareFormats(enumOf(['A']), enumOf(['A', 'B']));
    expect(result).toMatchObject({ differences: [{ path: '/fields/0/type/symbols' }] });
  });

  it('is at least one difference, however long', () => {
    const symbols = Array.from({ length: 20_000 }, (_, index) => `SYMBOL_${index}`);
    const result = compareFormats(enumOf(['A']), enumOf(symbols));
    expect(result).toMatchObject({ differences: [{ errorType: 'MISSING_ENUM_SYMBOLS' }] });
  });

  it('ends when it gets long', () => {
    const key = 'k'.repeat(50_000);
    const of = (type: string): FormatSchema => {
      const parts = Array.from({ length: 30 }, (_, index): [string, object] => [`p${index}`, { type }]);
      return schema('JSON', {
        properties: { [key]: { type: 'object', properties: Object.fromEntries(parts) } },
      });
    };
    const result = compareFormats(of('string'), of('integer'));
    expect(result.kind === 'compared' && result.differences.length).toBe(5);
  });

  it('has the names that the direction gives', () => {
    const result = compareFormats(schema('AVRO', 'int'), schema('AVRO', 'string'), FORWARD_NAMES);
    expect(result.kind === 'compared' && result.differences.map(differenceText)).toEqual([
      "{errorType:'TYPE_MISMATCH', description:'The type (path '/') of a field in the old schema does not match with the new schema', additionalInfo:'reader type: INT not compatible with writer type: STRING'}",
    ]);
  });
});

describe('the text', () => {
  const line = { type: 'record', name: 'Line', namespace: 'shop', fields: [{ name: 'n', type: 'int' }] };
  const bill = {
    type: 'record',
    name: 'Bill',
    namespace: 'shop',
    fields: [
      { name: 'first', type: 'Line' },
      { name: 'rest', type: { type: 'array', items: 'shop.Line' } },
    ],
  };
  const avro = schema('AVRO', bill, [{ name: 'any', text: JSON.stringify(line) }]);
  const inPlace = '{"type":"record","name":"Line","fields":[{"name":"n","type":"int"}]}';

  it.each<[string, string]>([
    ['default', '"Line"'],
    ['', '"Line"'],
    ['serialized', '"Line"'],
    ['resolved', inPlace],
    ['RESOLVED', inPlace],
  ])('in the format %j', (format, first) => {
    expect(formatText(avro, format)).toBe(
      `{"type":"record","name":"Bill","namespace":"shop","fields":[{"name":"first","type":${first}},{"name":"rest","type":{"type":"array","items":"Line"}}]}`,
    );
  });

  it('resolved needs no references', () => {
    const parsed = parseFormat('AVRO', formatText(avro, 'resolved'));
    expect(parsed.ok && compareFormats(parsed.schema, avro)).toEqual({ kind: 'compared', differences: [] });
    expect(parsed.ok && parsed.schema.name).toBe('shop.Bill');
  });

  it('of JSON Schema has one form', () => {
    const json = schema('JSON', { $ref: 'o.json' }, [{ name: 'o.json', text: '{}' }]);
    expect(formatText(json, 'resolved')).toBe('{"$ref":"o.json"}');
  });

  it('that is cited in a refusal is cut', () => {
    expect(() => refuse('x'.repeat(2_000))).toThrow(/^x{2000}$/);
    expect(() => refuse('x'.repeat(2_001))).toThrow(/^x{2000}…$/);
    const parsed = parseFormat('AVRO', JSON.stringify({ type: 'x'.repeat(1_000_000) }));
    expect(parsed).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^Type not supported: x+…$/) as unknown,
    });
  });
});
