import { nodeOf } from '../../test/places.js';
import { JsonNumber } from './json-node.js';
import { javaDouble, javaFloat, javaNumber } from './java-number.js';
import { quoted, sortedJson, writeJson } from './write-json.js';

describe('strings', () => {
  it.each<[string, string]>([
    ['a"b\\c/', '"a\\"b\\\\c/"'],
    ['\b\t\n\f\r', '"\\b\\t\\n\\f\\r"'],
    ['\u0000\u001f\u000b', '"\\u0000\\u001F\\u000B"'],
    ['\\u001f', '"\\\\u001f"'],
    ['\\\u001f\\\\u000b', '"\\\\\\u001F\\\\\\\\u000b"'],
    ['é\u2028😀', '"é\u2028😀"'],
    ['\ud800', '"\\ud800"'],
  ])('%j', (text, expected) => {
    expect(quoted(text)).toBe(expected);
    expect(JSON.parse(quoted(text))).toBe(text);
  });
});

describe('sorted', () => {
  it.each<[string, string]>([
    ['{"b":1,"a":{"d":1,"c":2}}', '{"a":{"c":2,"d":1},"b":1}'],
    ['[{"b":1,"a":2},3]', '[{"a":2,"b":1},3]'],
    ['{"10":1,"9":2,"Z":3,"a":4,"_":5}', '{"10":1,"9":2,"Z":3,"_":5,"a":4}'],
    ['{"\uFF21":1,"\ud83d\ude00":2}', '{"😀":2,"Ａ":1}'],
    ['{"__proto__":null,"a":1}', '{"__proto__":null,"a":1}'],
  ])('%s', (text, expected) => expect(writeJson(sortedJson(nodeOf(text)))).toBe(expected));
});

describe('numbers as Java writes them', () => {
  it.each<[string, string]>([
    ['0', '0'],
    ['-0', '0'],
    ['007'.slice(2), '7'],
    ['12345678901234567890123', '12345678901234567890123'],
    ['0.0', '0.0'],
    ['-0.0', '-0.0'],
    ['1.50', '1.5'],
    ['100.0', '100.0'],
    ['1e2', '100.0'],
    ['0.001', '0.001'],
    ['0.000999', '9.99E-4'],
    ['-0.00012', '-1.2E-4'],
    ['1e-5', '1.0E-5'],
    ['9999999.0', '9999999.0'],
    ['1e7', '1.0E7'],
    ['12345678.9', '1.23456789E7'],
    ['123456.7', '123456.7'],
    ['-1.7976931348623157e308', '-1.7976931348623157E308'],
    ['5e-324', '4.9E-324'.replace('4.9', '5.0')],
    ['1e400', '1e400'],
    ['-1e400', '-1e400'],
    ['1e-400', '0.0'],
  ])('%s', (text, expected) => expect(javaNumber(new JsonNumber(text))).toBe(expected));

  it.each<[number, string]>([
    [1, '1.0'],
    [-0, '-0.0'],
    [1e21, '1.0E21'],
    [0.1, '0.1'],
    [123456789, '1.23456789E8'],
    [Infinity, 'Infinity'],
    [-Infinity, '-Infinity'],
    [Number.NaN, 'NaN'],
  ])('the double %d', (value, expected) => expect(javaDouble(value)).toBe(expected));

  it.each<[number, string]>([
    [0, '0.0'],
    [0.1, '0.1'],
    [-0.3, '-0.3'],
    [16777217, '1.6777216E7'],
    [3.4028234663852886e38, '3.4028235E38'],
    [1e-45, '1.0E-45'],
    [1e39, 'Infinity'],
    [123456.789, '123456.79'],
  ])('the float %d', (value, expected) => expect(javaFloat(value)).toBe(expected));

  it('names every float by digits that lead back to it', () => {
    let bits = 1;
    const view = new DataView(new ArrayBuffer(4));
    for (let index = 0; index < 300; index++) {
      bits = (Math.imul(bits, 1_664_525) + 1_013_904_223) >>> 0;
      view.setUint32(0, bits);
      const float = view.getFloat32(0);
      if (Number.isFinite(float)) expect(Math.fround(Number(javaFloat(float)))).toBe(float);
    }
  });
});
