// What generated code calls to write a message. Each function writes at an offset of the output and answers the offset after it.
// What a field cannot hold is left to protobuf-es, which says so.
import { output, OUTPUT_LIMIT, outputView, writeOutput } from './memory.js';
import { BAIL, state } from './read-runtime.js';

// A call of what is built in costs as much as the loop over this many characters.
const MOST_LOOPED = 40;

/** Writes an unsigned 32-bit varint. */
export function writeUint32(value: number, at: number): number {
  let q = at;
  let rest = value;
  for (; rest > 127; rest >>>= 7) output[q++] = (rest & 127) | 128;
  output[q] = rest;
  return q + 1;
}

/** Writes an int32, of which a negative one has 10 bytes. */
export function writeInt32(value: number, at: number): number {
  return value >= 0 ? writeUint32(value, at) : writeHalves(value, -1, at);
}

/** Writes a 64-bit varint from its halves. */
function writeHalves(low: number, high: number, at: number): number {
  let q = at;
  let lower = low;
  let upper = high;
  while (upper !== 0) {
    output[q++] = (lower & 127) | 128;
    lower = (lower >>> 7) | (upper << 25);
    upper >>>= 7;
  }
  return writeUint32(lower >>> 0, q);
}

// Halves of a bigint: storing one there costs no call, where BigInt.asUintN() is one.
const halves = new Int32Array(2);
const signed = new BigInt64Array(halves.buffer);
const unsigned = new BigUint64Array(halves.buffer);

/** Takes a bigint apart. Gives up on what is none, or has more than 64 bits. */
function takeSigned(value: unknown): void {
  if (typeof value !== 'bigint') throw BAIL;
  signed[0] = value;
  if (signed[0] !== value) throw BAIL;
}

function takeUnsigned(value: unknown): void {
  if (typeof value !== 'bigint') throw BAIL;
  unsigned[0] = value;
  if (unsigned[0] !== value) throw BAIL;
}

/** Writes an int64. */
export function writeInt64(value: unknown, at: number): number {
  takeSigned(value);
  return writeHalves(halves[0]!, halves[1]!, at);
}

/** Writes a uint64. */
export function writeUint64(value: unknown, at: number): number {
  takeUnsigned(value);
  return writeHalves(halves[0]!, halves[1]!, at);
}

/** Writes a sint64. */
export function writeSint64(value: unknown, at: number): number {
  takeSigned(value);
  const low = halves[0]!;
  const high = halves[1]!;
  const sign = high >> 31;
  return writeHalves((low << 1) ^ sign, ((high << 1) | (low >>> 31)) ^ sign, at);
}

/** Writes an sfixed64. */
export function writeSfixed64(value: unknown, at: number): number {
  takeSigned(value);
  outputView.setInt32(at, halves[0]!, true);
  outputView.setInt32(at + 4, halves[1]!, true);
  return at + 8;
}

/** Writes a fixed64. */
export function writeFixed64(value: unknown, at: number): number {
  takeUnsigned(value);
  outputView.setInt32(at, halves[0]!, true);
  outputView.setInt32(at + 4, halves[1]!, true);
  return at + 8;
}

const MAX_FLOAT = 3.4028234663852886e38;

/** Writes a float. Gives up on what is none, or larger. */
export function writeFloat(value: unknown, at: number): number {
  if (typeof value !== 'number' || (value - value === 0 && (value > MAX_FLOAT || value < -MAX_FLOAT)))
    throw BAIL;
  outputView.setFloat32(at, value, true);
  return at + 4;
}

/** Writes a double. */
export function writeDouble(value: unknown, at: number): number {
  if (typeof value !== 'number') throw BAIL;
  outputView.setFloat64(at, value, true);
  return at + 8;
}

/** Writes text after its length. */
export function writeText(text: unknown, at: number): number {
  if (typeof text !== 'string') throw BAIL;
  const count = text.length;
  if (count <= MOST_LOOPED) {
    let index = 0;
    for (; index < count; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 127) break;
      output[at + 1 + index] = code;
    }
    if (index === count) {
      output[at] = count;
      return at + 1 + count;
    }
  }
  if (at + count * 3 > OUTPUT_LIMIT) throw BAIL;
  const reserved = sizeOfVarint(count);
  return closeLength(at, reserved, at + reserved + writeOutput(text, at + reserved));
}

/** Writes bytes after their length. */
export function writeBytes(bytes: unknown, at: number): number {
  if (!(bytes instanceof Uint8Array) || at + bytes.length > OUTPUT_LIMIT) throw BAIL;
  const { length } = bytes;
  const q = writeUint32(length, at);
  if (length > MOST_LOOPED) output.set(bytes, q);
  else for (let index = 0; index < length; index += 1) output[q + index] = bytes[index]!;
  return q + length;
}

function sizeOfVarint(value: number): number {
  if (value < 128) return 1;
  if (value < 16_384) return 2;
  return value < 2_097_152 ? 3 : 4;
}

/**
 * Writes the length of what starts `reserved` bytes after `at` and ends at `end`, which is moved when another number of bytes is
 * needed; that number is left in `state.pos`, because the next message in this place will be like this one.
 */
export function closeLength(at: number, reserved: number, end: number): number {
  const length = end - at - reserved;
  const needed = sizeOfVarint(length);
  if (needed !== reserved) output.copyWithin(at + needed, at + reserved, end);
  writeUint32(length, at);
  state.pos = needed;
  return at + needed + length;
}

interface UnknownField {
  readonly no: number;
  readonly wireType: number;
  readonly data: Uint8Array;
}

/** Writes fields that were kept because the type lacks them. */
export function writeUnknown(fields: readonly UnknownField[], at: number): number {
  let q = at;
  for (const { no, wireType, data } of fields) {
    if (!(data instanceof Uint8Array) || q + data.length > OUTPUT_LIMIT) throw BAIL;
    q = writeUint32(((no << 3) | wireType) >>> 0, q);
    output.set(data, q);
    q += data.length;
  }
  return q;
}

/** The number that a key of an object stands for. Gives up when it is not its decimal text. */
export function numberOfKey(key: string): number {
  const number = Number(key);
  if (String(number) !== key) throw BAIL;
  return number;
}

/** The 64-bit integer that a key of an object stands for. */
export function longOfKey(key: string): bigint {
  const long = BigInt(key);
  if (String(long) !== key) throw BAIL;
  return long;
}

/** The bool that a key of an object stands for. */
export function boolOfKey(key: string): boolean {
  if (key !== 'true' && key !== 'false') throw BAIL;
  return key === 'true';
}
