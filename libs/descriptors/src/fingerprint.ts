import { createHash } from 'node:crypto';
import { hexToBytes } from './hex.js';

declare const brand: unique symbol;

/** Name of a schema: SHA-256 of its canonical FileDescriptorSet, 64 lower-case hex digits. */
export type Fingerprint = string & { readonly [brand]: 'Fingerprint' };

/** Hex digits of the part that travels on the wire. */
export const PREFIX_DIGITS = 32;

/** Fingerprint of canonical bytes. */
export function fingerprintOf(canonical: Uint8Array): Fingerprint {
  return createHash('sha256').update(canonical).digest('hex') as Fingerprint;
}

/** A whole fingerprint, or null when the text is anything but 64 lower-case hex digits: a name has one spelling. */
export function parseFingerprint(text: string): Fingerprint | null {
  return /^[0-9a-f]{64}$/.test(text) ? (text as Fingerprint) : null;
}

/** The first 16 bytes: what travels on the wire. */
export function fingerprintPrefix(fingerprint: Fingerprint): Uint8Array {
  return hexToBytes(fingerprint.slice(0, PREFIX_DIGITS));
}

/** True when `expected` is the fingerprint, whole or its first 32 hex digits. */
export function namesFingerprint(expected: string, fingerprint: Fingerprint): boolean {
  return expected === fingerprint || expected === fingerprint.slice(0, PREFIX_DIGITS);
}
