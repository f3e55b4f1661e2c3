// What generated code calls to read. Only what is well-formed is read: anything else throws BAIL, and the interpreter, which knows
// what to say about it, reads the message from its start.
import { isUtf8 } from 'node:buffer';
import { signedFrom, unsignedFrom } from '../wire/int64.js';
import { input, inputView, isAscii, utf8Of } from './memory.js';
import { narrowText } from './narrow-text.js';

/** Thrown to leave a message to the interpreter. */
export const BAIL: unique symbol = Symbol('left to the interpreter');

/** What a call answers beside its value. */
export const state = {
  /** Offset after what was read. */
  pos: 0,
  /** True once a field was met that the schema lacks. */
  unknown: false,
  /** True once JSON was written that is not ASCII. */
  wide: false,
  /** True while a message is written, whose getters might ask for more to be written. */
  busy: false,
  /** How many keys of maps around this place are noted. */
  keys: 0,
};

let low = 0;
let high = 0;

/** Reads a varint into `low` and `high`; bits past the 64th are dropped. Answers the offset after it. */
function varint(start: number): number {
  let pos = start;
  let byte = input[pos++]!;
  low = byte & 127;
  high = 0;
  if (byte < 128) return pos;
  byte = input[pos++]!;
  low |= (byte & 127) << 7;
  if (byte < 128) return pos;
  byte = input[pos++]!;
  low |= (byte & 127) << 14;
  if (byte < 128) return pos;
  byte = input[pos++]!;
  low |= (byte & 127) << 21;
  if (byte < 128) return pos;
  byte = input[pos++]!;
  low |= byte << 28;
  high = (byte & 127) >> 4;
  for (let shift = 3; byte > 127; shift += 7) {
    if (shift > 31) throw BAIL;
    byte = input[pos++]!;
    high |= (byte & 127) << shift;
  }
  return pos;
}

/** Reads the low half of a varint, as every 32-bit type has it. */
export function int32(pos: number): number {
  state.pos = varint(pos);
  return low;
}

/** Reads a bool. */
export function bool(pos: number): boolean {
  state.pos = varint(pos);
  return (low | high) !== 0;
}

/** Reads an int64. */
export function int64(pos: number): number | bigint {
  state.pos = varint(pos);
  return signedFrom(low, high);
}

/** Reads a uint64. */
export function uint64(pos: number): number | bigint {
  state.pos = varint(pos);
  return unsignedFrom(low, high);
}

/** Reads a sint64. */
export function sint64(pos: number): number | bigint {
  state.pos = varint(pos);
  const sign = -(low & 1);
  return signedFrom(((low >>> 1) | (high << 31)) ^ sign, (high >>> 1) ^ sign);
}

// Halves of a bigint: an element is read without a call, where BigInt() is one.
const halves = new Int32Array(2);
const signed = new BigInt64Array(halves.buffer);
const unsigned = new BigUint64Array(halves.buffer);

/** Reads an int64 as a bigint. */
export function bigInt64(pos: number): bigint {
  state.pos = varint(pos);
  halves[0] = low;
  halves[1] = high;
  return signed[0]!;
}

/** Reads a uint64 as a bigint. */
export function bigUint64(pos: number): bigint {
  state.pos = varint(pos);
  halves[0] = low;
  halves[1] = high;
  return unsigned[0]!;
}

/** Reads a sint64 as a bigint. */
export function bigSint64(pos: number): bigint {
  state.pos = varint(pos);
  const sign = -(low & 1);
  halves[0] = ((low >>> 1) | (high << 31)) ^ sign;
  halves[1] = (high >>> 1) ^ sign;
  return signed[0]!;
}

/** Reads a fixed64. */
export function fixed64(pos: number): number | bigint {
  return unsignedFrom(inputView.getInt32(pos, true), inputView.getInt32(pos + 4, true));
}

/** Reads an sfixed64. */
export function sfixed64(pos: number): number | bigint {
  return signedFrom(inputView.getInt32(pos, true), inputView.getInt32(pos + 4, true));
}

/** Reads a tag, unsigned. */
export function longTag(pos: number): number {
  state.pos = varint(pos);
  if (high !== 0 || state.pos - pos > 5) throw BAIL;
  return low >>> 0;
}

/** Reads a length. */
export function length(pos: number): number {
  state.pos = varint(pos);
  if (high !== 0 || low < 0 || state.pos - pos > 5) throw BAIL;
  return low;
}

/** Passes over a field that the schema lacks, of which `tag` was read; answers where it ends. Groups are left to the interpreter. */
export function skipUnknown(tag: number, pos: number, end: number): number {
  if (tag < 8) throw BAIL;
  state.unknown = true;
  switch (tag & 7) {
    case 0:
      return varint(pos);
    case 1:
      return pos + 8;
    case 2: {
      const size = length(pos);
      if (size > end - state.pos) throw BAIL;
      return state.pos + size;
    }
    case 5:
      return pos + 4;
    default:
      throw BAIL;
  }
}

/** Checks that bytes are UTF-8. */
export function checkUtf8(start: number, end: number): void {
  if (!isAscii(start, end) && !isUtf8(input.subarray(start, end))) throw BAIL;
}

/** Text that is not ASCII. Decoding replaces what is not UTF-8 by U+FFFD, so that the check is only needed where there is one. */
export function strictText(start: number, end: number): string {
  const narrow = narrowText(input, inputView, start, end);
  if (narrow !== null) return narrow;
  const text = utf8Of(start, end);
  if (text.includes('\uFFFD') && !isUtf8(input.subarray(start, end))) throw BAIL;
  return text;
}

// V8 keeps arrays of up to 64 bytes among its own objects; any other takes 600 ns to make, unless it is part of a pool.
const MOST_OWN = 64;
const POOL_BYTES = 64 * 1024;
let pool = new Uint8Array(POOL_BYTES);
let used = 0;

/** A copy of bytes of the message. */
export function copyBytes(start: number, end: number): Uint8Array {
  const size = end - start;
  if (size <= MOST_OWN) {
    const copy = new Uint8Array(size);
    for (let index = 0; index < size; index += 1) copy[index] = input[start + index]!;
    return copy;
  }
  if (size > POOL_BYTES / 8) return input.slice(start, end);
  if (used + size > POOL_BYTES) {
    pool = new Uint8Array(POOL_BYTES);
    used = 0;
  }
  pool.set(input.subarray(start, end), used);
  const copy = new Uint8Array(pool.buffer, used, size);
  used += size;
  return copy;
}

/** Seconds and nanos that {@link readTime} found. */
export const time: { seconds: number | bigint; nanos: number } = { seconds: 0, nanos: 0 };

/** Reads a google.protobuf.Timestamp or Duration into {@link time}. */
export function readTime(start: number, end: number): void {
  time.seconds = 0;
  time.nanos = 0;
  let pos = start;
  while (pos < end) {
    const tag = input[pos]!;
    if (tag === 8) time.seconds = int64(pos + 1);
    else if (tag === 16) time.nanos = int32(pos + 1);
    else throw BAIL;
    pos = state.pos;
  }
  if (pos !== end) throw BAIL;
}
