// What generated code calls to write JSON: strings and bytes. Each function writes at an offset of the output and answers the offset after it.
import { isUtf8 } from 'node:buffer';
import { base64Of, input, inputView, output, OUTPUT_LIMIT, outputView, writeOutput } from './memory.js';
import { BAIL, state } from './read-runtime.js';

const QUOTE = 34;
const BACKSLASH = 92;
const ZERO = 48;
const HEX = [...'0123456789abcdef'].map((digit) => digit.charCodeAt(0));
// Second character of the short escapes, by byte.
const SHORT = new Uint8Array(128);
for (const [byte, letter] of [
  [8, 'b'],
  [9, 't'],
  [10, 'n'],
  [12, 'f'],
  [13, 'r'],
  [34, '"'],
  [92, '\\'],
] as const)
  SHORT[byte] = letter.charCodeAt(0);

/** Writes a string of the message; it must be UTF-8. */
export function jsonText(start: number, end: number, at: number): number {
  if (at + (end - start) * 6 > OUTPUT_LIMIT) throw BAIL;
  output[at] = QUOTE;
  let q = at + 1;
  let p = start;
  for (;;) {
    // Four bytes at a time while none of them is below 0x20, a quote, a backslash or not ASCII.
    for (; p + 4 <= end; p += 4) {
      const word = inputView.getInt32(p, true);
      if (isSpecial(word)) break;
      outputView.setInt32(q, word, true);
      q += 4;
    }
    if (p >= end) break;
    const byte = input[p]!;
    if (byte > 127) {
      const size = sizeOfCharacter(byte, p, end);
      if (size === 0) return copyChecked(start, p, end, q);
      for (const after = p + size; p < after; p += 1) output[q++] = input[p]!;
      state.wide = true;
    } else {
      if (byte >= 32 && byte !== QUOTE && byte !== BACKSLASH) output[q++] = byte;
      else q = writeEscape(byte, q);
      p += 1;
    }
  }
  output[q] = QUOTE;
  return q + 1;
}

function isSpecial(word: number): boolean {
  const quote = word ^ 0x22222222;
  const backslash = word ^ 0x5c5c5c5c;
  return (((word - 0x20202020) | word | (quote - 0x01010101) | (backslash - 0x01010101)) & 0x80808080) !== 0;
}

/** Bytes of a character of two or three bytes whose form leaves no doubt; 0 for what is to be checked otherwise. */
function sizeOfCharacter(byte: number, p: number, end: number): number {
  if (byte >= 0xc2 && byte <= 0xdf) return p + 2 <= end && (input[p + 1]! & 0xc0) === 0x80 ? 2 : 0;
  if (byte < 0xe1 || byte > 0xec || p + 3 > end) return 0;
  return (input[p + 1]! & 0xc0) === 0x80 && (input[p + 2]! & 0xc0) === 0x80 ? 3 : 0;
}

/** Writes the rest of a string after all of it was checked. */
function copyChecked(start: number, from: number, end: number, at: number): number {
  if (!isUtf8(input.subarray(start, end))) throw BAIL;
  state.wide = true;
  let q = at;
  for (let p = from; p < end; p += 1) {
    const byte = input[p]!;
    if (byte >= 32 && byte !== QUOTE && byte !== BACKSLASH) output[q++] = byte;
    else q = writeEscape(byte, q);
  }
  output[q] = QUOTE;
  return q + 1;
}

function writeEscape(byte: number, q: number): number {
  output[q] = BACKSLASH;
  if (SHORT[byte] !== 0) {
    output[q + 1] = SHORT[byte]!;
    return q + 2;
  }
  output[q + 1] = 117;
  output[q + 2] = ZERO;
  output[q + 3] = ZERO;
  output[q + 4] = HEX[byte >> 4]!;
  output[q + 5] = HEX[byte & 15]!;
  return q + 6;
}

/** Writes bytes of the message as base64. */
export function jsonBase64(start: number, end: number, at: number): number {
  if (at + (end - start) * 2 > OUTPUT_LIMIT) throw BAIL;
  output[at] = QUOTE;
  const q =
    end - start > MOST_LOOPED
      ? at + 1 + writeOutput(base64Of(start, end), at + 1)
      : base64(start, end, at + 1);
  output[q] = QUOTE;
  return q + 1;
}

// A call of what is built in costs as much as the loop over this many bytes.
const MOST_LOOPED = 120;
const BASE64 = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const PAD = 61;

function base64(start: number, end: number, at: number): number {
  let q = at;
  let p = start;
  for (; p + 3 <= end; p += 3, q += 4)
    writeGroup((input[p]! << 16) | (input[p + 1]! << 8) | input[p + 2]!, q);
  if (p === end) return q;
  const two = p + 2 === end;
  writeGroup((input[p]! << 16) | (two ? input[p + 1]! << 8 : 0), q);
  if (!two) output[q + 2] = PAD;
  output[q + 3] = PAD;
  return q + 4;
}

function writeGroup(bits: number, q: number): void {
  output[q] = BASE64[bits >> 18]!;
  output[q + 1] = BASE64[(bits >> 12) & 63]!;
  output[q + 2] = BASE64[(bits >> 6) & 63]!;
  output[q + 3] = BASE64[bits & 63]!;
}
