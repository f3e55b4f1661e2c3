/** How a reader names what it wants to read. One of fingerprint and id is given; the fingerprint wins. */
export interface SchemaRef {
  /** 64 lower-case hex digits, or the first 32 of them. */
  readonly fingerprint?: string;
  /** Schema id in the registry's default context. */
  readonly id?: number;
  /** Full name of the message, without leading dot. */
  readonly type: string;
}

/** Hex digits of a fingerprint that travel with events. */
const PREFIX_DIGITS = 32;
const MAX_ID = 0x7fff_ffff;
const MAX_TYPE_CHARACTERS = 1_024;

/** The part of an address that names the schema: hex digits or an id. Null when the reference names none. */
export function schemaPart(ref: SchemaRef): string | null {
  const { fingerprint, id } = ref;
  if (fingerprint !== undefined) return /^(?:[0-9a-f]{32}){1,2}$/.test(fingerprint) ? fingerprint : null;
  return id !== undefined && Number.isInteger(id) && id > 0 && id <= MAX_ID ? String(id) : null;
}

/** True for a text that can be the full name of a message. Names come from events: a registry is not bothered with others. */
export function isTypeName(type: string): boolean {
  return type.length <= MAX_TYPE_CHARACTERS && /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(type);
}

/** Key of a codec: one for the whole fingerprint and for its first half, which names the same schema. */
export function codecKey(fingerprint: string, type: string): string {
  return `${fingerprint.slice(0, PREFIX_DIGITS)}/${type}`;
}

/** True when a schema with this fingerprint is the one that the reference names; an id tells nothing. */
export function fits(ref: SchemaRef, fingerprint: string): boolean {
  return ref.fingerprint === undefined || fingerprint.startsWith(ref.fingerprint);
}
