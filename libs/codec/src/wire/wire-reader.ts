// Covers the Protobuf wire format: varints, fixed widths, lengths, groups; each read is bounded by the message that is being
// read. Source: https://protobuf.dev/programming-guides/encoding/
// Refused: field number 0, wire types 6 and 7, varints of more than 10 bytes, tags and lengths of more than 5.
import { Buffer, isUtf8 } from 'node:buffer';
import { WireType } from '@bufbuild/protobuf/wire';
import { Fault } from '../fault.js';
import type { Limits } from '../limits.js';

const MAX_TAG_OR_LENGTH_BYTES = 5;
// Above this a text of 13 characters, which V8 makes a slice of its parent, would keep too much alive: each is a copy.
const MOST_SHARED_BYTES = 64 * 1024;

/** What Buffer.toString ends in, without its checks; any Uint8Array will do. */
interface Slices {
  latin1Slice(this: Uint8Array, start: number, end: number): string;
  utf8Slice(this: Uint8Array, start: number, end: number): string;
}

const { latin1Slice, utf8Slice } = Buffer.prototype as unknown as Slices;

// A view of each message would take longer to make than to copy the few bytes that need one.
const scratch = new Uint8Array(8);
const scratchView = new DataView(scratch.buffer);

/** A cursor over the bytes of one event that never leaves the message it is in. Its methods **throw** a {@link Fault}. */
export class WireReader {
  /** Offset of the next byte. */
  pos = 0;
  /** End of the message or packed list that is being read. */
  end: number;
  /** Halves of the last {@link varint} or {@link fixed64}, as signed 32-bit integers. */
  low = 0;
  high = 0;
  /** Set by whoever meets a field or closed enum value that the schema lacks. */
  sawUnknown = false;
  /** What is read. Never a Buffer, whose `slice` would not copy. */
  readonly bytes: Uint8Array;
  /** All bytes as Latin-1, of which text that is ASCII is a part; null before there is any, and in a large message. */
  #latin1: string | null = null;
  #elements = 0;

  constructor(
    bytes: Uint8Array,
    readonly limits: Limits,
  ) {
    if (bytes.length > limits.maxSizeBytes)
      throw new Fault(
        'TOO_LARGE',
        `the message has ${bytes.length} bytes, the limit is ${limits.maxSizeBytes}`,
      );
    this.bytes = plainBytes(bytes);
    this.end = bytes.length;
  }

  /** Counts elements against the limit. */
  count(elements: number): void {
    this.#elements += elements;
    if (this.#elements > this.limits.maxElements)
      throw new Fault('TOO_LARGE', `the message has more than ${this.limits.maxElements} elements`);
  }

  /** Holds the depth of a message or group against the limit; the root is 1. */
  enter(depth: number): void {
    if (depth > this.limits.maxDepth)
      throw new Fault('TOO_DEEP', `messages are nested more than ${this.limits.maxDepth} deep`);
  }

  /** Reads a tag: field number << 3 | wire type. */
  tag(): number {
    const start = this.pos;
    if (start < this.end) {
      const byte = this.bytes[start]!;
      if (byte < 0x80 && byte > 7 && (byte & 7) <= WireType.Bit32) {
        this.pos = start + 1;
        return byte;
      }
    }
    this.varint();
    const tag = this.low >>> 0;
    if (this.high !== 0 || this.pos - start > MAX_TAG_OR_LENGTH_BYTES)
      throw new Fault('MALFORMED', `the tag at byte ${start} is larger than 32 bits`);
    if (tag < 8) throw new Fault('MALFORMED', `field number 0 at byte ${start}`);
    if ((tag & 7) > WireType.Bit32)
      throw new Fault('MALFORMED', `wire type ${tag & 7} at byte ${start} does not exist`);
    return tag;
  }

  /** Reads a varint into {@link low} and {@link high}; bits past the 64th are dropped, as every implementation does. */
  varint(): void {
    if (this.pos < this.end && this.bytes[this.pos]! < 0x80) this.#keep(this.bytes[this.pos++]!, 0);
    else this.#longVarint();
  }

  #longVarint(): void {
    let low = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#next();
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) return this.#keep(low, 0);
    }
    const middle = this.#next();
    low |= middle << 28;
    let high = (middle & 0x7f) >> 4;
    if (middle < 0x80) return this.#keep(low, high);
    for (let shift = 3; shift < 32; shift += 7) {
      const byte = this.#next();
      high |= (byte & 0x7f) << shift;
      if (byte < 0x80) return this.#keep(low, high);
    }
    throw new Fault('MALFORMED', `the varint before byte ${this.pos} has more than 10 bytes`);
  }

  /** Reads the length of what follows and answers where that ends. */
  lengthEnd(): number {
    const start = this.pos;
    this.varint();
    if (this.high !== 0 || this.low < 0 || this.pos - start > MAX_TAG_OR_LENGTH_BYTES)
      throw new Fault('MALFORMED', `the length at byte ${start} is larger than 31 bits`);
    return this.pos + this.#require(this.low);
  }

  /** Reads 4 bytes as a signed integer. */
  fixed32(): number {
    this.#require(4);
    this.pos += 4;
    return this.#word(this.pos - 4);
  }

  /** Reads 8 bytes into {@link low} and {@link high}. */
  fixed64(): void {
    this.#require(8);
    this.#keep(this.#word(this.pos), this.#word(this.pos + 4));
    this.pos += 8;
  }

  /** Reads a 4-byte floating point number. */
  float(): number {
    this.#require(4);
    this.pos += 4;
    scratchView.setInt32(0, this.#word(this.pos - 4), true);
    return scratchView.getFloat32(0, true);
  }

  /** Reads an 8-byte floating point number. */
  double(): number {
    this.#require(8);
    this.pos += 8;
    scratchView.setInt32(0, this.#word(this.pos - 8), true);
    scratchView.setInt32(4, this.#word(this.pos - 4), true);
    return scratchView.getFloat64(0, true);
  }

  /** Reads a copy of length-delimited bytes: the input may lie in a pool that is written again. */
  copyOfBytes(): Uint8Array {
    const end = this.lengthEnd();
    const start = this.pos;
    this.pos = end;
    return this.bytes.slice(start, end);
  }

  /** Reads text. Bytes that are not UTF-8 are a fault when `strict`, else they become U+FFFD. */
  text(strict: boolean): string {
    const end = this.lengthEnd();
    const start = this.pos;
    this.pos = end;
    if (this.#isAscii(start, end)) {
      if (this.bytes.length > MOST_SHARED_BYTES) return latin1Slice.call(this.bytes, start, end);
      this.#latin1 ??= latin1Slice.call(this.bytes, 0, this.bytes.length);
      return this.#latin1.substring(start, end);
    }
    const text = utf8Slice.call(this.bytes, start, end);
    // Decoding replaces what is not UTF-8, so that the check is only needed where something may have been replaced.
    if (strict && text.includes('\uFFFD') && !isUtf8(this.bytes.subarray(start, end)))
      throw new Fault('INVALID_UTF8', 'the string is not valid UTF-8');
    return text;
  }

  #word(at: number): number {
    const { bytes } = this;
    return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  }

  #isAscii(start: number, end: number): boolean {
    const { bytes } = this;
    let bits = 0;
    for (let index = start; index < end; index += 1) bits |= bytes[index]!;
    return bits < 0x80;
  }

  /** Passes over the value of an unknown field; a group is an unknown message at `depth` + 1. */
  skip(tag: number, depth: number): void {
    switch (tag & 7) {
      case WireType.Varint:
        return this.varint();
      case WireType.Bit64:
        this.pos += this.#require(8);
        return;
      case WireType.LengthDelimited:
        this.pos = this.lengthEnd();
        return;
      case WireType.StartGroup:
        return this.#skipGroup(tag >>> 3, depth + 1);
      case WireType.Bit32:
        this.pos += this.#require(4);
        return;
      default:
        throw new Fault(
          'MALFORMED',
          `a group of field ${tag >>> 3} ends before byte ${this.pos} and never began`,
        );
    }
  }

  #skipGroup(number: number, depth: number): void {
    this.enter(depth);
    for (;;) {
      const tag = this.tag();
      if (isEndOf(tag, number)) return;
      this.skip(tag, depth);
    }
  }

  #keep(low: number, high: number): void {
    this.low = low;
    this.high = high;
  }

  #next(): number {
    this.#require(1);
    return this.bytes[this.pos++]!;
  }

  #require(length: number): number {
    if (length <= this.end - this.pos) return length;
    if (this.end === this.bytes.length)
      throw new Fault('TRUNCATED', `the bytes end at ${this.end}, in the middle of a value`);
    throw new Fault(
      'MALFORMED',
      `a value at byte ${this.pos} runs past byte ${this.end}, where its message ends`,
    );
  }
}

/** True when the tag ends the group of that field. **Throws** a {@link Fault} when it ends the group of another one. */
export function isEndOf(tag: number, number: number): boolean {
  if ((tag & 7) !== WireType.EndGroup) return false;
  if (tag >>> 3 === number) return true;
  throw new Fault('MALFORMED', `the group of field ${number} ends as field ${tag >>> 3}`);
}

/** The same bytes as an array that is not a Buffer. */
function plainBytes(bytes: Uint8Array): Uint8Array {
  if (!Buffer.isBuffer(bytes)) return bytes;
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
