/**
 * Walks the wire format in place, without decoding messages. For bytes that the compiler wrote: what it can not follow, it leaves.
 * Source: https://protobuf.dev/programming-guides/encoding/
 */

/** Where the content of a length-delimited field is. */
export interface WireField {
  readonly start: number;
  readonly end: number;
}

/** A number and where its bytes are. */
export interface VarintPlace extends WireField {
  readonly value: number;
}

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/** The length-delimited fields of one number in a message, in order. Ends where it meets what it does not know, such as a group. */
export function* fieldsOf(bytes: Uint8Array, message: WireField, wanted: number): Generator<WireField> {
  for (let at = message.start; at < message.end;) {
    const tag = varintAt(bytes, at);
    const field = contentOf(bytes, tag);
    if (field === null || field.end > message.end) return;
    if (tag.value === wanted * 8 + LENGTH_DELIMITED) yield field;
    at = field.end;
  }
}

/** All numbers of a packed field. */
export function readVarints(bytes: Uint8Array, { start, end }: WireField): readonly VarintPlace[] {
  const places: VarintPlace[] = [];
  for (let at = start; at < end;) {
    const place = varintAt(bytes, at);
    places.push(place);
    at = place.end;
  }
  return places;
}

/** Puts a number in the bytes of another, with more continuation than it needs where it needs fewer; does nothing where it needs more. */
export function writeVarint(bytes: Uint8Array, { start, end }: WireField, value: number): void {
  if (value >= 2 ** (7 * (end - start))) return;
  let rest = value;
  for (let at = start; at < end; at += 1) {
    bytes[at] = (rest % 0x80) | (at === end - 1 ? 0 : 0x80);
    rest = Math.floor(rest / 0x80);
  }
}

function contentOf(bytes: Uint8Array, tag: VarintPlace): WireField | null {
  switch (tag.value % 8) {
    case VARINT:
      return { start: tag.end, end: varintAt(bytes, tag.end).end };
    case FIXED_64:
      return { start: tag.end, end: tag.end + 8 };
    case FIXED_32:
      return { start: tag.end, end: tag.end + 4 };
    case LENGTH_DELIMITED: {
      const length = varintAt(bytes, tag.end);
      return { start: length.end, end: length.end + length.value };
    }
    default:
      return null;
  }
}

/** Exact up to 2^53, which no length and no position passes. */
function varintAt(bytes: Uint8Array, start: number): VarintPlace {
  let value = 0;
  let scale = 1;
  let at = start;
  for (; at < bytes.length; at += 1, scale *= 0x80) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, start, end: at + 1 };
  }
  return { value, start, end: at + 1 };
}
