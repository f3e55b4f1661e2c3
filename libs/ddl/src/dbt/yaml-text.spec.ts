import * as fc from 'fast-check';
import { parse } from 'yaml';
import { jinjaText, yamlMap, yamlText, type YamlValue } from './yaml-text.js';

const plain = (value: YamlValue): unknown =>
  value instanceof Map
    ? Object.fromEntries([...value].map(([key, item]) => [key, plain(item as YamlValue)]))
    : Array.isArray(value)
      ? value.map((item: YamlValue) => plain(item))
      : value;

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', 'no', '~', '1', '- a', 'a: b', '#', '\u0085'),
);
const { value } = fc.letrec<{ value: YamlValue; map: YamlValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.boolean(),
    fc.array(fc.oneof(text, tie('map')), { minLength: 1, maxLength: 4 }),
    tie('map'),
  ),
  map: fc
    .array(fc.tuple(fc.constantFrom('a', 'b', 'data_type'), tie('value')), { minLength: 1, maxLength: 3 })
    .map((pairs) => new Map(pairs)),
}));

describe('yamlText', () => {
  it('is read by a parser as what was given', () => {
    fc.assert(
      fc.property(value, (given) => {
        expect(parse(yamlText(new Map([['root', given]])))).toEqual({ root: plain(given) });
      }),
      { seed: 20_260_301, numRuns: 300 },
    );
  });

  it('leaves out what has no value', () => {
    expect(
      yamlText(
        yamlMap([
          ['a', null],
          ['b', 'c'],
          ['d', false],
        ]),
      ),
    ).toBe('b: "c"\nd: false\n');
  });
});

describe('jinjaText', () => {
  it.each([
    ['{ a }', '{ a }'],
    ['{{ x }}', "{{ '{' }}{ x }}"],
    ['{% x %}{# y #}', "{{ '{' }}% x %}{{ '{' }}# y #}"],
    ['{{{', "{{ '{' }}{{ '{' }}{"],
  ])('makes of %s %s', (given, safe) => expect(jinjaText(given)).toBe(safe));
});
