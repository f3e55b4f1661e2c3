import { createHash } from 'node:crypto';

/** Longest identifier in bytes of UTF-8 that every dialect keeps whole (PostgreSQL cuts the rest silently). */
export const MAX_IDENTIFIER_BYTES = 63;

const HASH_DIGITS = 8;
const encoder = new TextEncoder();

/**
 * Shortens a name to `maxBytes` by a prefix, `_` and 8 hex digits of the identity's SHA-256; a name that fits is returned as it is.
 * The identity is a path of field numbers, so the short name survives renames of the field.
 */
export function fitIdentifier(
  name: string,
  identity: string,
  maxBytes: number = MAX_IDENTIFIER_BYTES,
): string {
  return sizeBytes(name) <= maxBytes ? name : markIdentifier(name, identity, maxBytes);
}

/** Like {@link fitIdentifier}, but adds the hash to short names too: for names that must differ. */
export function markIdentifier(
  name: string,
  identity: string,
  maxBytes: number = MAX_IDENTIFIER_BYTES,
): string {
  return suffixIdentifier(name, `_${hashOf(identity)}`, maxBytes);
}

/** Appends a suffix and cuts the name before it, at a character's boundary, so that the whole fits. */
export function suffixIdentifier(
  name: string,
  suffix: string,
  maxBytes: number = MAX_IDENTIFIER_BYTES,
): string {
  return cutToBytes(name, maxBytes - sizeBytes(suffix)) + suffix;
}

/** The form under which two identifiers are the same for databases that ignore case. */
export function foldIdentifier(name: string): string {
  return name.toLowerCase();
}

/** True for a name that every dialect can quote: not empty, no control characters. */
export function isUsableIdentifier(name: string): boolean {
  return name.trim() !== '' && !/\p{Cc}/u.test(name);
}

/** `ArticleView` -> `article_view`, `HTTPRequest` -> `http_request`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

function hashOf(identity: string): string {
  return createHash('sha256').update(identity).digest('hex').slice(0, HASH_DIGITS);
}

function sizeBytes(text: string): number {
  return encoder.encode(text).length;
}

function cutToBytes(text: string, maxBytes: number): string {
  let size = 0;
  let kept = '';
  for (const character of text) {
    size += sizeBytes(character);
    if (size > maxBytes) break;
    kept += character;
  }
  return kept;
}
