import type { Fingerprint } from '#libs/descriptors';
import { RegistryError } from '#libs/errors';

/** Bytes of a GUID, as they travel. */
export const GUID_BYTES = 16;
const DIGITS = 32;
const VERSION_DIGIT = 12;
const VARIANT_DIGIT = 16;

/**
 * The GUID of a schema: the first 16 bytes of its fingerprint with version 8 and the variant of RFC 9562, so that nobody has to give
 * it out and everybody who has the schema knows it. Lower-case, with dashes. 122 of its bits are the fingerprint's.
 * **Source**: https://www.rfc-editor.org/rfc/rfc9562#section-5.8
 */
export function guidOf(fingerprint: Fingerprint): string {
  const variant = ((Number.parseInt(fingerprint.charAt(VARIANT_DIGIT), 16) & 0x3) | 0x8).toString(16);
  const digits = `${fingerprint.slice(0, VERSION_DIGIT)}8${fingerprint.slice(VERSION_DIGIT + 1, VARIANT_DIGIT)}${variant}${fingerprint.slice(VARIANT_DIGIT + 1, DIGITS)}`;
  return dashed(digits);
}

/** The text of the 16 bytes at `offset`. The caller has seen that they are there. */
export function guidAt(bytes: Uint8Array, offset: number): string {
  let digits = '';
  for (let at = offset; at < offset + GUID_BYTES; at += 1)
    digits += (bytes[at] ?? 0).toString(16).padStart(2, '0');
  return dashed(digits);
}

/** True for 8-4-4-4-12 lower-case hex digits, of whatever version: a name has one spelling. */
export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** The 16 bytes of a GUID, first digit first. **Throws** BAD_REQUEST when the text is none. */
export function guidToBytes(guid: string): Uint8Array {
  if (!isGuid(guid)) throw new RegistryError('BAD_REQUEST', { problem: `'${guid.slice(0, 80)}' is no GUID` });
  const digits = guid.replaceAll('-', '');
  return Uint8Array.from({ length: GUID_BYTES }, (_, at) =>
    Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16),
  );
}

function dashed(digits: string): string {
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
}
