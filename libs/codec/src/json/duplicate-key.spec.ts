import * as fc from 'fast-check';
import { duplicateKeyIn } from './duplicate-key.js';

test.each([
  ['{"a":1,"b":2}', null],
  ['{"a":1,"a":1}', 'a'],
  ['{"a":{"a":[{"a":1},{"a":2}]},"b":"a"}', null],
  ['[{"x":1,"y":{"k":"v","k":"v"}}]', 'k'],
  ['{"a":"a","b":["a","a"],"c":{}}', null],
  ['{"\\u0061":1,"a":2}', 'a'],
  ['{"a\\"b":1,"a\\"b":2}', 'a"b'],
  ['{"":0,"":0}', ''],
  ['"{\\"a\\":1,\\"a\\":2}"', null],
  ['[]', null],
  ['null', null],
])('%s', (text, key) => {
  expect(duplicateKeyIn(text)).toBe(key);
});

test('what is written of a value has none, with and without spaces', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(duplicateKeyIn(JSON.stringify(value))).toBeNull();
      expect(duplicateKeyIn(JSON.stringify(value, null, 2))).toBeNull();
    }),
  );
});

test('takes time in proportion to the text', () => {
  const keys = Array.from({ length: 100_000 }, (_, index) => `"k${index}":[${index}]`);
  expect(duplicateKeyIn(`{${keys.join(',')},"k7":0}`)).toBe('k7');
});
