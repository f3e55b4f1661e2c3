import { parseFingerprint, type Fingerprint } from '#libs/descriptors';
import * as fc from 'fast-check';
import { guidAt, guidOf, guidToBytes, isGuid } from './guid.js';

const fingerprint = (text: string): Fingerprint => {
  const parsed = parseFingerprint(text);
  if (parsed === null) throw new Error('no fingerprint');
  return parsed;
};
const fingerprints = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => fingerprint(Buffer.from(bytes).toString('hex')));

describe('guidOf', () => {
  it.each([
    ['0'.repeat(64), '00000000-0000-8000-8000-000000000000'],
    ['f'.repeat(64), 'ffffffff-ffff-8fff-bfff-ffffffffffff'],
    [`0123456789abcdef0123456789abcdef${'7'.repeat(32)}`, '01234567-89ab-8def-8123-456789abcdef'],
    [`0123456789abcdef6123456789abcdef${'7'.repeat(32)}`, '01234567-89ab-8def-a123-456789abcdef'],
  ])('%s is %s', (text, guid) => {
    expect(guidOf(fingerprint(text))).toBe(guid);
  });

  it('keeps all but six bits of the first half, and nothing of the second', () => {
    fc.assert(
      fc.property(fingerprints, (given) => {
        const guid = guidOf(given);
        const digits = guid.replaceAll('-', '');
        expect(isGuid(guid)).toBe(true);
        for (let at = 0; at < 32; at += 1)
          if (at !== 12 && at !== 16) expect(digits.charAt(at)).toBe(given.charAt(at));
        expect(guidOf(fingerprint(`${given.slice(0, 32)}${'0'.repeat(32)}`))).toBe(guid);
      }),
    );
  });

  it('travels as its digits in order', () => {
    fc.assert(
      fc.property(fingerprints, fc.nat(20), (given, offset) => {
        const guid = guidOf(given);
        const bytes = guidToBytes(guid);
        expect(Buffer.from(bytes).toString('hex')).toBe(guid.replaceAll('-', ''));
        expect(guidAt(Buffer.concat([Buffer.alloc(offset), bytes]), offset)).toBe(guid);
      }),
    );
  });
});

it.each([
  [''],
  ['7'],
  ['0123456789ab8def8123456789abcdef'],
  ['01234567-89AB-8def-8123-456789abcdef'],
  ['01234567-89ab-8def-8123-456789abcdef0'],
  ['__proto__'],
])('%j is no GUID', (text) => {
  expect(isGuid(text)).toBe(false);
  expect(() => guidToBytes(text)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
});
