import { parse, v7, validate } from 'uuid';

/** A new UUIDv7: ids of one sender sort by time, which keeps tables' keys compact. */
export function newEventId(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(parse(v7()));
}

/** The 16 bytes of a UUID's text, or null. */
export function parseUuid(text: string): Uint8Array<ArrayBuffer> | null {
  return validate(text) ? new Uint8Array(parse(text)) : null;
}
