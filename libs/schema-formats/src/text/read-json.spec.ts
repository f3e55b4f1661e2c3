import { isArray, isObject, JsonNumber, textMember, type JsonNode } from './json-node.js';
import { readJson, type ReadJsonOptions } from './read-json.js';
import { writeJson } from './write-json.js';

const LIMITS: ReadJsonOptions = { maxDepth: 100, maxNodes: 200_000, comments: false };
const node = (text: string, options: Partial<ReadJsonOptions> = {}): JsonNode => {
  const read = readJson(text, { ...LIMITS, ...options });
  if (!read.ok) throw new Error(read.message);
  return read.node;
};
const problem = (text: string, options: Partial<ReadJsonOptions> = {}): string | null => {
  const read = readJson(text, { ...LIMITS, ...options });
  return read.ok ? null : read.message;
};
const again = (text: string, options: Partial<ReadJsonOptions> = {}): string =>
  writeJson(node(text, options));

describe('a text of JSON', () => {
  it.each<[string, string]>([
    ['null', 'null'],
    [' true ', 'true'],
    ['false', 'false'],
    ['""', '""'],
    ['[]', '[]'],
    ['{}', '{}'],
    ['[1,[2,[]],{"a":{}}]', '[1,[2,[]],{"a":{}}]'],
    ['\t{ "b" : 1 ,\r\n "a" : [ ] }\n', '{"b":1,"a":[]}'],
    ['\uFEFF1', '1'],
    ['"\\u0041\\n\\/\\ud83d\\ude00"', '"A\\n/😀"'],
    ['"\u2028\u007f"', '"\u2028\u007f"'],
    ['{"2":1,"1":2}', '{"2":1,"1":2}'],
    ['{"a":1,"b":2,"a":3}', '{"a":3,"b":2}'],
    ['{"":1}', '{"":1}'],
  ])('%s', (text, expected) => {
    expect(again(text)).toBe(expected);
    expect(again(expected)).toBe(expected);
  });

  it.each(['0', '-0', '-1', '10', '1.0', '0.10', '1e5', '1E+5', '-1.5e-7', '9223372036854775808'])(
    'keeps the digits of %s',
    (text) => {
      const number = node(text);
      expect(number).toBeInstanceOf(JsonNumber);
      expect(number).toMatchObject({ text });
    },
  );

  it('keeps keys that are traps, and none appears', () => {
    const read = node('{"__proto__":{"polluted":1},"constructor":2,"toString":3}');
    expect(isObject(read) && [...read.keys()]).toEqual(['__proto__', 'constructor', 'toString']);
    expect(isObject(read) && textMember(read, 'hasOwnProperty')).toBeNull();
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('keeps lone surrogates, as escapes', () => {
    expect(again('["\\ud800","\\udfffx"]')).toBe('["\\ud800","\\udfffx"]');
    expect(again('"\ud800"')).toBe('"\\ud800"');
  });

  it.each<[string, string]>([
    ['', 'a value was expected at [line: 1, column: 1]'],
    ['  \n ', 'a value was expected at [line: 2, column: 2]'],
    ['1 2', 'nothing more was expected at [line: 1, column: 3]'],
    ['[1,]', 'a value was expected at [line: 1, column: 4]'],
    ['[1', "',' or ']' was expected at [line: 1, column: 3]"],
    ['[1}', "',' or ']' was expected at [line: 1, column: 3]"],
    ['{a:1}', 'a key in quotes was expected at [line: 1, column: 2]'],
    ['{"a" 1}', "':' was expected at [line: 1, column: 6]"],
    ['{"a":1,}', 'a key in quotes was expected at [line: 1, column: 8]'],
    ['{"a":1', "',' or '}' was expected at [line: 1, column: 7]"],
    ['"a', 'a string that does not end at [line: 1, column: 1]'],
    ['"a\\"', 'a string that does not end at [line: 1, column: 1]'],
    ['"a\nb"', 'a string that does not end at [line: 1, column: 1]'],
    ['"\\x"', 'a string with a bad escape at [line: 1, column: 1]'],
    ['"\\u12"', 'a string with a bad escape at [line: 1, column: 1]'],
    ['01', 'nothing more was expected at [line: 1, column: 2]'],
    ['1.', 'nothing more was expected at [line: 1, column: 2]'],
    ['.5', 'a value was expected at [line: 1, column: 1]'],
    ['+1', 'a value was expected at [line: 1, column: 1]'],
    ['-', 'a value was expected at [line: 1, column: 1]'],
    ['NaN', 'a value was expected at [line: 1, column: 1]'],
    ['True', 'a value was expected at [line: 1, column: 1]'],
    ["'a'", 'a value was expected at [line: 1, column: 1]'],
    ['//\n1', 'a value was expected at [line: 1, column: 1]'],
  ])('is not %j', (text, expected) => expect(problem(text)).toBe(`not JSON: ${expected}`));
});

describe('comments', () => {
  const comments = true;
  it.each<[string, string]>([
    ['// a\n1', '1'],
    ['// a\r1', '1'],
    ['1 // the end', '1'],
    ['/**/1/* ** / */', '1'],
    ['/* a\n*//*b*/[/*c*/1/*d*/,/*e*/2 /*f*/]', '[1,2]'],
    ['{ // a\n"a" /* b */ : /* c */ 1 }', '{"a":1}'],
    ['"/* a */ // b"', '"/* a */ // b"'],
  ])('are skipped: %j', (text, expected) => expect(again(text, { comments })).toBe(expected));

  it.each(['/* a', '/*/ 1', '/ 1', '1 / 2', '[1 /* ]'])('are none that do not end: %j', (text) => {
    expect(problem(text, { comments })).toMatch(/^not JSON: /);
  });
});

describe('limits', () => {
  it('of depth', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(problem(nested(100))).toBeNull();
    expect(problem(nested(101))).toBe('not JSON: nested deeper than 100 at [line: 1, column: 101]');
    expect(problem('{"a":'.repeat(101))).toBe('not JSON: nested deeper than 100 at [line: 1, column: 501]');
    expect(problem('['.repeat(1_000_000))).toBe('not JSON: nested deeper than 100 at [line: 1, column: 101]');
  });

  it('of values', () => {
    expect(problem('[1,2]', { maxNodes: 3 })).toBeNull();
    expect(problem('[1,2,3]', { maxNodes: 3 })).toMatch('more than 3 values');
  });

  it.each<[string, string]>([
    ['a long string', `"${'\\n'.repeat(500_000)}"`],
    ['a long number', '9'.repeat(1_000_000)],
    ['long spaces', `${' '.repeat(1_000_000)}1`],
    ['a long comment', `/*${'*'.repeat(1_000_000)}*/1`],
    ['many comments', `${'/**/'.repeat(250_000)}1`],
    ['many keys', `{${Array.from({ length: 20_000 }, (_, index) => `"k${index}":1`).join(',')}}`],
  ])('none that %s reaches', (_, text) => {
    expect(problem(text, { comments: true })).toBeNull();
  });

  it('and long texts that are none are told briefly', () => {
    for (const text of [`/*${'*/ /*'.repeat(200_000)}`, 'a'.repeat(1_000_000), `"${'a'.repeat(1_000_000)}`])
      expect(problem(text, { comments: true })?.length).toBeLessThan(100);
  });
});

describe('numbers', () => {
  const number = (text: string): JsonNumber => {
    const read = node(text);
    return read instanceof JsonNumber ? read : new JsonNumber('NaN');
  };
  it.each<[string, string, boolean]>([
    ['1', '1', true],
    ['1', '1.0', true],
    ['100', '1e2', true],
    ['0.5', '5e-1', true],
    ['-0', '0', true],
    ['1', '2', false],
    ['9007199254740993', '9007199254740992', false],
    ['9007199254740993', '9007199254740993', true],
    ['9223372036854775807', '9223372036854775808', false],
    ['0.1', '0.1000000000000000000001', false],
    ['1e400', '1e400', true],
    ['1e400', '1e500', false],
  ])('%s and %s', (one, other, expected) => {
    expect(number(one).equals(number(other))).toBe(expected);
    expect(number(other).equals(number(one))).toBe(expected);
  });

  it('are integral by how they are written', () => {
    expect(['1', '-1', '0', '1.0', '1e2', '1.5'].map((text) => number(text).integral)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('are neither objects nor lists', () => {
    expect([isObject(number('1')), isArray(number('1')), isObject(undefined), isArray(null)]).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
