/** A signed number of 32 bits and where the bytes go on. */
export interface Zigzag {
  readonly value: number;
  readonly end: number;
}

/** There is no such number: the bytes end, or it has more than 32 bits. */
export const NONE = null;

const MAX_BYTES = 5;
const LAST_BYTE_MAX = 0x0f;

/** Reads a zigzag varint; {@link NONE} when the bytes end within it or it has more than 32 bits. Padded ones are read. */
export function readZigzag(bytes: Uint8Array, offset: number): Zigzag | typeof NONE {
  let bits = 0;
  for (let read = 0; read < MAX_BYTES; read += 1) {
    const byte = bytes[offset + read];
    if (byte === undefined || (read === MAX_BYTES - 1 && byte > LAST_BYTE_MAX)) return NONE;
    bits |= (byte & 0x7f) << (7 * read);
    if (byte < 0x80) return { value: (bits >>> 1) ^ -(bits & 1), end: offset + read + 1 };
  }
  return NONE;
}

/** Appends a number of 0 to 2^31 - 1 as a zigzag varint. */
export function appendZigzag(to: number[], value: number): void {
  let bits = (value << 1) >>> 0;
  while (bits >= 0x80) {
    to.push((bits & 0x7f) | 0x80);
    bits >>>= 7;
  }
  to.push(bits);
}
