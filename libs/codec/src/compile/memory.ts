// The memory that generated code reads from and writes to. A message is copied in before it is decoded (18 ns for 500 bytes):
// - the optimizer knows address and length of these arrays, which never change, so that an access costs one comparison;
// - reading a few bytes too far meets padding instead of the array's end, so that ends are checked once for each field;
// - words and floating point numbers are read in one piece, whatever the alignment of the caller's bytes;
// - bytes that someone writes to meanwhile, in a pool or another thread, cannot change between a check and its use.
import { Buffer } from 'node:buffer';

/** Longest message that generated code reads. */
export const INPUT_BYTES = 4 * 1024 * 1024;
/** Longest JSON that generated code writes. Pages of either memory cost nothing before they are touched. */
export const OUTPUT_BYTES = 8 * 1024 * 1024;
/** Past this offset generated code gives up; up to the end of the output there is room for the fixed parts of one message. */
export const OUTPUT_LIMIT = OUTPUT_BYTES - 256 * 1024;
/** Most bytes that the fixed parts of one message may take: keys, numbers, labels. */
export const MOST_FIXED_BYTES = 128 * 1024;
/** How far reading may go past the end of a message before that is noticed: a tag, a varint and a fixed width. */
const PADDING_BYTES = 64;

const inputMemory = new ArrayBuffer(INPUT_BYTES + PADDING_BYTES);
const outputMemory = new ArrayBuffer(OUTPUT_BYTES + PADDING_BYTES);

/** The message that is read, from offset 0. What follows it is of an earlier one. */
export const input = new Uint8Array(inputMemory);
const inputWords = new Int32Array(inputMemory);
export const inputView = new DataView(inputMemory);
/** The JSON that is written, from offset 0. */
export const output = new Uint8Array(outputMemory);
export const outputView = new DataView(outputMemory);

/** The words of a memory are read as little-endian. */
export const IS_LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

interface Slices {
  latin1Slice(start: number, end: number): string;
  utf8Slice(start: number, end: number): string;
  base64Slice(start: number, end: number): string;
  utf8Write(text: string, offset: number, length: number): number;
}

// What Buffer.toString ends in, without its checks.
const inputSlices = Buffer.from(inputMemory) as unknown as Slices;
const outputSlices = Buffer.from(outputMemory) as unknown as Slices;

/** Bytes of the message as Latin-1. */
export function latin1Of(start: number, end: number): string {
  return inputSlices.latin1Slice(start, end);
}

/** Bytes of the message as UTF-8; what is not becomes U+FFFD. */
export function utf8Of(start: number, end: number): string {
  return inputSlices.utf8Slice(start, end);
}

/** Bytes of the message as base64. */
export function base64Of(start: number, end: number): string {
  return inputSlices.base64Slice(start, end);
}

/** Bytes of the JSON as Latin-1. */
export function outputLatin1(start: number, end: number): string {
  return outputSlices.latin1Slice(start, end);
}

/** Bytes of the JSON as UTF-8. */
export function outputUtf8(start: number, end: number): string {
  return outputSlices.utf8Slice(start, end);
}

/** Writes text; answers how many bytes that took. */
export function writeOutput(text: string, at: number): number {
  return outputSlices.utf8Write(text, at, OUTPUT_BYTES - at);
}

/** True when all bytes of the message from `start` to `end` are ASCII: whole words, those at the ends without what is outside. */
export function isAscii(start: number, end: number): boolean {
  let index = start >> 2;
  const last = end >> 2;
  let bits = inputWords[index]! & (-1 << ((start & 3) << 3));
  const tail = ~(-1 << ((end & 3) << 3));
  if (index === last) return (bits & tail & 0x80808080) === 0;
  for (index += 1; index < last; index += 1) bits |= inputWords[index]!;
  return ((bits | (inputWords[last]! & tail)) & 0x80808080) === 0;
}
