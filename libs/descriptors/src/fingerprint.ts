import { createHash } from 'node:crypto';

declare const brand: unique symbol;

/** SHA-256 of a canonical FileDescriptorSet: 64 lower-case hex digits. */
export type Fingerprint = string & { readonly [brand]: 'Fingerprint' };

/** Bytes of a fingerprint that travel with events. */
const PREFIX_BYTES = 16;

/** Fingerprint of canonical bytes. */
export function fingerprintOf(canonical: Uint8Array): Fingerprint {
  return createHash('sha256').update(canonical).digest('hex') as Fingerprint;
}

/** The fingerprint that a text is, or null. Only the full, lower-case form counts. */
export function parseFingerprint(text: string): Fingerprint | null {
  return /^[0-9a-f]{64}$/.test(text) ? (text as Fingerprint) : null;
}

/** The 16 bytes of it that travel on the wire. */
export function fingerprintPrefix(fingerprint: Fingerprint): Uint8Array {
  return hexToBytes(fingerprint).subarray(0, PREFIX_BYTES);
}

/** Lower-case hex. */
export function bytesToHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

/** Bytes of hex digits. The caller knows that the text is hex; what is not is cut off. */
export function hexToBytes(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}
