import { DEFAULT_FORMAT_LIMITS, type FormatLimits } from './format-limits.js';
import { SCHEMA_FORMATS } from './format-schema.js';
import { parseFormat } from './parse-format.js';

const LATER = 'https://json-schema.org/draft/2020-12/schema';
const problem = (
  format: 'AVRO' | 'JSON',
  text: string,
  limits: FormatLimits = {},
  names: string[] = [],
): string | null => {
  const references = names.map((name) => ({ name, text: format === 'AVRO' ? '"int"' : 'true' }));
  const parsed = parseFormat(format, text, references, limits);
  return parsed.ok ? null : parsed.message;
};

describe('both formats', () => {
  it.each(SCHEMA_FORMATS)('%s has a text of some length', (format) => {
    const text = format === 'AVRO' ? '"int"' : 'true ';
    expect(problem(format, text, { maxTextLength: 5 })).toBeNull();
    expect(problem(format, text, { maxTextLength: 4 })).toBe('Text longer than 4 characters');
    expect(problem(format, 'x'.repeat(DEFAULT_FORMAT_LIMITS.maxTextLength + 1))).toBe(
      'Text longer than 1048576 characters',
    );
    for (const empty of ['', ' ', '\n\t']) expect(problem(format, empty)).toBe('Empty schema');
    for (const none of ['{', '"', '[1,', '{"type":}', '\u0000', '{} {}'])
      expect(problem(format, none)).toMatch(/^not JSON: /);
  });

  it.each(SCHEMA_FORMATS)('%s has references, so many, so long', (format) => {
    const text = format === 'AVRO' ? '"int"' : 'true';
    expect(problem(format, text, { maxReferences: 2 }, ['a', 'b'])).toBeNull();
    expect(problem(format, text, { maxReferences: 1 }, ['a', 'b'])).toBe('More than 1 references');
    const long = { name: 'a', text: `${text}     ` };
    expect(parseFormat(format, text, [long], { maxTextLength: 5 })).toMatchObject({ ok: false });
  });

  it.each(SCHEMA_FORMATS)('%s keeps the text that was sent beside the one that counts', (format) => {
    const text = ' {"type" : "string",\n"x": 1.50}\n';
    const parsed = parseFormat(format, text);
    expect(parsed).toMatchObject({
      ok: true,
      schema: { format, text, canonical: '{"type":"string","x":1.5}' },
    });
  });
});

describe('drafts of JSON Schema', () => {
  const schema = ($schema: string, more: object): string => JSON.stringify({ $schema, ...more });
  it.each<[string, object, RegExp | null]>([
    ['http://json-schema.org/draft-04/schema', { id: 'x', required: true, exclusiveMaximum: true }, null],
    [
      'http://json-schema.org/draft-07/schema#',
      { exclusiveMaximum: true },
      /#\/exclusiveMaximum: must be number/,
    ],
    ['https://json-schema.org/draft-07/schema', { contains: true, if: true }, null],
    ['http://json-schema.org/draft-06/schema#', { type: 'strin' }, /#\/type: must be/],
    ['https://json-schema.org/draft/2019-09/schema', { dependentRequired: { a: ['b'] } }, null],
    [
      'https://json-schema.org/draft/2019-09/schema',
      { dependentRequired: { a: 'b' } },
      /dependentRequired\/a: must be array/,
    ],
    [LATER, { prefixItems: [true], items: false }, null],
    [LATER, { items: [true] }, /#\/items: must be object,boolean/],
    ['http://json-schema.org/draft-03/schema', {}, /^Unknown \$schema/],
    ['', {}, /^Unknown \$schema/],
    ['http://json-schema.org/draft-07/schema#x', {}, /^Unknown \$schema/],
  ])('%s %j', (name, more, expected) => {
    const told = problem('JSON', schema(name, more));
    if (expected === null) expect(told).toBeNull();
    else expect(told).toMatch(expected);
  });

  it('are texts; a schema without one is of draft 7', () => {
    expect(problem('JSON', '{"$schema":7}')).toMatch('#/$schema: must be string');
    expect(problem('JSON', 'true')).toBeNull();
    expect(problem('JSON', '"object"')).toBe('A JSON Schema is an object or a boolean');
  });
});
