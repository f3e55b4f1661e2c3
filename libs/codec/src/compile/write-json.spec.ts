import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { noteKey } from './json-key.js';
import * as numbers from './json-number.js';
import { jsonBase64, jsonText } from './json-text.js';
import { jsonTimestamp } from './json-time.js';
import { input, MOST_FIXED_BYTES, OUTPUT_BYTES, OUTPUT_LIMIT } from './memory.js';
import { BAIL, state } from './read-runtime.js';
import { outputText } from './row-runtime.js';

/** What `write` writes at an offset that is not a multiple of a word. */
function written(write: (at: number) => number): string {
  state.wide = true;
  return outputText(3, write(3));
}

/** Puts bytes where a message might have them; answers their end. */
function put(bytes: Uint8Array, at = 1): number {
  input.set(bytes, at);
  return at + bytes.length;
}

test.each([
  0,
  7,
  10,
  99,
  100,
  999,
  1000,
  9999,
  10_000,
  99_999,
  100_000,
  999_999,
  1e6,
  9_999_999,
  1e7,
  99_999_999,
  1e8,
  999_999_999,
  1e9,
  9_999_999_999,
  123_456_789_012,
  Number.MAX_SAFE_INTEGER,
  Number.MAX_SAFE_INTEGER - 1,
])('the integer %d is written as it is printed, and so is its opposite', (value) => {
  expect(written((at) => numbers.jsonInteger(value, at))).toBe(String(value));
  expect(written((at) => numbers.jsonInteger(0 - value, at))).toBe(String(0 - value));
});

test('integers around powers of 10 are written as they are printed', () => {
  for (let power = 1; power < 16; power += 1)
    for (const value of [10 ** power - 1, 10 ** power, 10 ** power + 1, 9 * 10 ** (power - 1)])
      expect(written((at) => numbers.jsonInteger(value, at))).toBe(String(value));
});

test.each([0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 64n - 1n])(
  'the 64-bit integer %s is text',
  (value) => {
    expect(written((at) => numbers.jsonLong(value, at))).toBe(`"${value}"`);
  },
);

test.each([
  0,
  1,
  -1,
  0.1,
  0.25,
  59.913,
  -0.001,
  1.005,
  100.1,
  0.0001,
  1e21,
  1e-7,
  5e-324,
  1.7976931348623157e308,
  4.35,
  999_999_999_999.999,
  1e12,
  123_456_789.123,
  0.1 + 0.2,
  Math.PI,
  Math.fround(0.1),
])('the number %d is written as JavaScript prints it', (value) => {
  expect(written((at) => numbers.jsonNumber(value, at))).toBe(String(value));
});

test('any number is written as JavaScript prints it, and its thousandths too', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), (double, thousandths) => {
      for (const value of [double, thousandths / 1000])
        if (!Object.is(value, -0)) expect(written((at) => numbers.jsonNumber(value, at))).toBe(String(value));
    }),
  );
});

test('what JSON has no number for is text, and -0 is left to the interpreter', () => {
  expect(written((at) => numbers.jsonNumber(Number.NaN, at))).toBe('"NaN"');
  expect(written((at) => numbers.jsonNumber(-Infinity, at))).toBe('"-Infinity"');
  expect(() => written((at) => numbers.jsonNumber(-0, at))).toThrow();
});

test.each([
  '',
  'a',
  'abc',
  'abcd',
  'abcde',
  'a"b',
  '\\',
  'tab\tnew\nline',
  '\u0000\u001f\b\f\r',
  'é',
  'æøå ÆØÅ',
  '漢字',
  '𝄞 clef',
  'a\u2028b',
  '\u007f',
  'éa"',
  'long enough to be copied by words, then é, then words again',
  '\ue000\uffff',
  '\u0800\u07ff\u0080',
])('the text %j is written as JSON.stringify has it', (text) => {
  const end = put(Buffer.from(text));
  expect(written((at) => jsonText(1, end, at))).toBe(JSON.stringify(text));
});

test('any text is written as JSON.stringify has it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      const end = put(Buffer.from(text));
      expect(written((at) => jsonText(1, end, at))).toBe(JSON.stringify(Buffer.from(text).toString()));
    }),
  );
});

test.each([
  ['a byte alone', [0xff]],
  ['a cut character', [0x61, 0xc3]],
  ['an overlong one', [0xc0, 0x80]],
  ['an overlong one of three', [0xe0, 0x80, 0x80]],
  ['a surrogate', [0xed, 0xa0, 0x80]],
  ['past U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
  ['a continuation alone', [0x80, 0x61, 0x61, 0x61]],
])('text that is not UTF-8 is left to the interpreter: %s', (_, bytes) => {
  const end = put(Uint8Array.from([0x61, 0x62, 0x63, 0x64, ...bytes]));
  let thrown: unknown = null;
  try {
    jsonText(1, end, 0);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBe(BAIL);
});

test('bytes of any length are written as base64', () => {
  for (let length = 0; length < 130; length += 1) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 37 + length) & 255);
    const end = put(bytes);
    expect(written((at) => jsonBase64(1, end, at))).toBe(`"${Buffer.from(bytes).toString('base64')}"`);
  }
});

/** A Timestamp or Duration on the wire. */
function timeBytes(seconds: bigint, nanos: number): Uint8Array {
  const bytes: number[] = [8];
  let rest = BigInt.asUintN(64, seconds);
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest), 16);
  let nanosRest = nanos;
  for (; nanosRest > 127; nanosRest >>>= 7) bytes.push((nanosRest & 127) | 128);
  return Uint8Array.from([...bytes, nanosRest]);
}

test('every day from 1 to 9999 has its date', () => {
  for (let day = -719_162; day <= 2_932_896; day += 613) {
    const seconds = day * 86_400 + (Math.abs(day) % 86_400);
    const end = put(timeBytes(BigInt(seconds), 0));
    const expected = new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
    expect(written((at) => jsonTimestamp(1, end, at))).toBe(`"${expected}"`);
  }
});

test.each([
  [0, 'Z'],
  [1, '.000000001Z'],
  [1000, '.000001Z'],
  [120_000_000, '.120Z'],
  [999_999_999, '.999999999Z'],
])('%d nanos are written as %s', (nanos, text) => {
  const end = put(timeBytes(951_782_400n, nanos));
  expect(written((at) => jsonTimestamp(1, end, at))).toBe(`"2000-02-29T00:00:00${text}"`);
});

test('a Timestamp outside the years 1 to 9999 is a fault', () => {
  const end = put(timeBytes(253_402_300_800n, 0));
  expect(() => jsonTimestamp(1, end, 0)).toThrow('from year 1 to year 9999');
});

describe('keys of a map', () => {
  /** Which of the keys are noted, before one is left to the interpreter. */
  const noted = (...keys: string[]): number => {
    let at = 1;
    state.keys = 0;
    try {
      for (const key of keys) {
        const start = at;
        at = put(Buffer.from(key), start);
        noteKey(0, start, at);
      }
    } catch (error) {
      if (error !== BAIL) throw error;
    }
    const count = state.keys;
    state.keys = 0;
    return count;
  };

  it('differ', () => {
    expect(noted('ab', 'a', 'b', '', 'ba', 'abc')).toBe(6);
    expect(noted('ab', 'a', 'ab')).toBe(2);
    expect(noted('', '')).toBe(1);
  });

  it.each(['0', '7', '07', '10', '4294967294', '4294967295'])(
    'are not %s, which comes first in an object',
    (key) => {
      expect(noted('a', key)).toBe(1);
    },
  );

  it.each(['7a', '2024-01-02', '42949672940', '-1', '1.5'])('may be %s', (key) => {
    expect(noted('a', key)).toBe(2);
    expect(Object.keys({ a: 1, [key]: 2 })).toEqual(['a', key]);
  });

  it('are at most so many', () => {
    const keys = Array.from({ length: 300 }, (_, index) => `key ${index}`);
    expect(noted(...keys)).toBe(256);
  });
});

test('what would not fit is left to the interpreter', () => {
  expect(OUTPUT_LIMIT + MOST_FIXED_BYTES).toBeLessThan(OUTPUT_BYTES);
  let thrown: unknown = null;
  try {
    jsonText(0, 100, OUTPUT_LIMIT - 500);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBe(BAIL);
});
