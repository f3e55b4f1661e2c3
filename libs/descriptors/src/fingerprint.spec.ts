import { createHash } from 'node:crypto';
import { fingerprintPrefix, namesFingerprint, parseFingerprint, fingerprintOf } from './fingerprint.js';
import { bytesToHex, hexToBytes } from './hex.js';

const fingerprint = fingerprintOf(new Uint8Array([1, 2, 3]));

describe('Fingerprint', () => {
  it('is SHA-256 in hex', () => {
    expect(fingerprint).toBe(
      createHash('sha256')
        .update(new Uint8Array([1, 2, 3]))
        .digest('hex'),
    );
  });

  it('has a prefix of 16 bytes', () => {
    expect(fingerprintPrefix(fingerprint).length).toBe(16);
    expect(fingerprint.startsWith(bytesToHex(fingerprintPrefix(fingerprint)))).toBe(true);
  });

  it('is read from text in its one spelling only', () => {
    expect(parseFingerprint(fingerprint)).toBe(fingerprint);
    const others = [
      '',
      fingerprint.slice(1),
      `${fingerprint}0`,
      fingerprint.toUpperCase(),
      `${fingerprint}\n`,
      'g'.repeat(64),
    ];
    for (const text of others) expect(parseFingerprint(text)).toBeNull();
  });

  it('is named by its 64 digits or the first 32, nothing between', () => {
    for (const size of [64, 32]) expect(namesFingerprint(fingerprint.slice(0, size), fingerprint)).toBe(true);
    for (const size of [0, 31, 33, 63])
      expect(namesFingerprint(fingerprint.slice(0, size), fingerprint)).toBe(false);
    expect(namesFingerprint('0'.repeat(64), fingerprint)).toBe(false);
  });
});

describe('hex', () => {
  it('goes there and back', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    expect(hexToBytes(bytesToHex(bytes))).toEqual(bytes);
    expect(bytesToHex(new Uint8Array([0, 10, 255]))).toBe('000aff');
    expect(hexToBytes('00FFaB')).toEqual(new Uint8Array([0, 255, 171]));
    expect(hexToBytes('')).toEqual(new Uint8Array());
  });

  it.each(['0', 'abc', 'zz', '0x', ' 00', '00\n'])('%j is refused', (text) => {
    expect(() => hexToBytes(text)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
  });
});
