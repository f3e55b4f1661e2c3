import { Buffer, isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { Random } from '../../test/random.js';
import { narrowText } from './narrow-text.js';

function narrow(bytes: Uint8Array, start = 3): string | null {
  const memory = new Uint8Array(start + bytes.length + 8).fill(0xe9);
  memory.set(bytes, start);
  return narrowText(memory, new DataView(memory.buffer), start, start + bytes.length);
}

test.each([
  '',
  'a',
  'abcd',
  'abcde',
  'é',
  'aé',
  'abcé',
  'abcdé',
  'Værmelding for Østlandet på lørdag',
  '\u0080\u00ff',
  '\u0000',
])('%j is its text', (text) => expect(narrow(Buffer.from(text))).toBe(text));

test.each([
  ['a character past U+00FF', Buffer.from('abcdeĀ')],
  ['three bytes', Buffer.from('✓')],
  ['a cut character', new Uint8Array([0x61, 0xc3])],
  ['an overlong one', new Uint8Array([0xc0, 0x80])],
  ['an overlong one', new Uint8Array([0xc1, 0xbf])],
  ['a continuation alone', new Uint8Array([0x80])],
  ['a lead alone', new Uint8Array([0xc3, 0x28])],
])('%s has none', (_, bytes) => expect(narrow(bytes)).toBeNull());

test('what it answers is what decoding answers', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.integer({ min: 0, max: 300 }).map((code) => String.fromCodePoint(code)) }),
      (text) => {
        const answer = narrow(Buffer.from(text));
        expect(answer).toBe([...text].every((one) => one <= '\u00ff') ? text : null);
      },
    ),
  );
});

test('bytes that are not UTF-8 have none', () => {
  const random = new Random(5);
  for (let round = 0; round < 5000; round += 1) {
    const bytes = Uint8Array.from({ length: random.below(9) }, () =>
      random.pick([0x41, 0xc2, 0xc3, 0x80, 0xbf, 0xc4]),
    );
    const answer = narrow(bytes, random.below(5));
    if (isUtf8(bytes) && !bytes.includes(0xc4)) expect(answer).toBe(Buffer.from(bytes).toString());
    else expect(answer).toBeNull();
  }
});

test('a text that is too long for it is left alone', () => {
  expect(narrow(new Uint8Array(1024 * 1024).fill(0x61))).toHaveLength(1024 * 1024);
  expect(narrow(new Uint8Array(1024 * 1024 + 1).fill(0x61))).toBeNull();
});
