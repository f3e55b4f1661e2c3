import { RegistryError } from '#libs/errors';

/** How a reader names what it wants to read. One of fingerprint and id is given. */
export interface SchemaRef {
  /** 64 hex digits, or the first 32 of them. */
  readonly fingerprint?: string;
  /** Schema id in the registry's default context. */
  readonly id?: number;
  /** Full name of the message. */
  readonly type: string;
}

/** The part of the address that names the schema. **Throws** BAD_REQUEST when the reference names none. */
export function schemaPart(ref: SchemaRef): string {
  if (ref.fingerprint !== undefined && /^(?:[0-9a-f]{32}|[0-9a-f]{64})$/.test(ref.fingerprint))
    return ref.fingerprint;
  if (ref.id !== undefined && Number.isInteger(ref.id) && ref.id > 0) return String(ref.id);
  throw new RegistryError('BAD_REQUEST', {
    problem: 'A schema is named by 32 or 64 hex digits of its fingerprint, or by a positive id.',
  });
}

/** Key of a reference in caches. */
export function keyOf(ref: SchemaRef): string {
  return `${schemaPart(ref)}/${ref.type}`;
}
