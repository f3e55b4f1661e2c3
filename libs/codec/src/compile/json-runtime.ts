// What generated code calls to write JSON. Each function writes at an offset of the output and answers the offset after it.
import { isUtf8 } from 'node:buffer';
import { durationText, timestampText } from '../json/time.js';
import { base64Of, input, inputView, output, outputView, OUTPUT_BYTES, writeOutput } from './memory.js';
import { BAIL, readTime, state, time } from './read-runtime.js';

/** Past this offset generated code gives up; up to the end of the output there is room for the fixed parts of one message. */
export const JSON_LIMIT = OUTPUT_BYTES - 256 * 1024;
/** Most bytes that the fixed parts of one message may take: keys, numbers, labels. */
export const MOST_FIXED_BYTES = 128 * 1024;

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
  if (at + (end - start) * 6 > JSON_LIMIT) throw BAIL;
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

/** Writes an integer that is safe. */
export function jsonInteger(value: number, at: number): number {
  let q = at;
  let rest = value;
  if (rest < 0) {
    output[q++] = 45;
    rest = -rest;
  }
  return writeDigits(rest, q);
}

function writeDigits(value: number, q: number): number {
  if (value < 10) {
    output[q] = ZERO + value;
    return q + 1;
  }
  if (value < 1e9) return writeSmall(value, countDigits(value), q);
  let top = Math.floor(value / 1e8);
  // The quotient may have been rounded up.
  if (top * 1e8 > value) top -= 1;
  return writeSmall(value - top * 1e8, 8, writeDigits(top, q));
}

/** Writes an integer below 10^9 as that many digits. */
function writeSmall(value: number, digits: number, q: number): number {
  let rest = value | 0;
  for (let at = q + digits - 1; at >= q; at -= 1) {
    const next = (rest / 10) | 0;
    output[at] = ZERO + rest - next * 10;
    rest = next;
  }
  return q + digits;
}

function countDigits(value: number): number {
  if (value < 1e4) return value < 100 ? 2 : value < 1000 ? 3 : 4;
  if (value < 1e6) return value < 1e5 ? 5 : 6;
  return value < 1e7 ? 7 : value < 1e8 ? 8 : 9;
}

/** Writes a 64-bit integer, which JSON has as text. */
export function jsonLong(value: number | bigint, at: number): number {
  output[at] = QUOTE;
  const q = typeof value === 'number' ? jsonInteger(value, at + 1) : jsonAscii(String(value), at + 1);
  output[q] = QUOTE;
  return q + 1;
}

/** Writes a floating point number, the way JavaScript prints it; -0 is left to the interpreter, which keeps its sign. */
export function jsonNumber(value: number, at: number): number {
  if (value === 0 && 1 / value < 0) throw BAIL;
  // With at most 15 digits no other decimal stands for the same number, so that this is what JavaScript prints.
  if (value < 1e12 && value > -1e12) {
    const thousands = Math.round(value * 1000);
    if (thousands / 1000 === value) return writeThousands(thousands, at);
  }
  if (value - value === 0) return jsonAscii(String(value), at);
  output[at] = QUOTE;
  const q = jsonAscii(String(value), at + 1);
  output[q] = QUOTE;
  return q + 1;
}

function writeThousands(value: number, at: number): number {
  let q = at;
  let rest = value;
  if (rest < 0) {
    output[q++] = 45;
    rest = -rest;
  }
  const whole = Math.floor(rest / 1000);
  q = writeDigits(whole, q);
  const fraction = rest - whole * 1000;
  if (fraction === 0) return q;
  output[q++] = 46;
  if (fraction % 100 === 0) return writeSmall(fraction / 100, 1, q);
  return fraction % 10 === 0 ? writeSmall(fraction / 10, 2, q) : writeSmall(fraction, 3, q);
}

function jsonAscii(text: string, at: number): number {
  for (let index = 0; index < text.length; index += 1) output[at + index] = text.charCodeAt(index);
  return at + text.length;
}

/** Writes bytes of the message as base64. */
export function jsonBase64(start: number, end: number, at: number): number {
  if (at + (end - start) * 2 > JSON_LIMIT) throw BAIL;
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

/** The JSON of an enum's numbers: by number while small, else in a map. */
export interface Labels {
  readonly few: readonly (Uint8Array | undefined)[];
  readonly many: ReadonlyMap<number, Uint8Array>;
  /** True when a label is not ASCII. */
  readonly wide: boolean;
}

/** Writes an enum's label, or the number that it lacks. */
export function jsonLabel(labels: Labels, number: number, at: number): number {
  const label = number >= 0 && number < labels.few.length ? labels.few[number] : labels.many.get(number);
  if (label === undefined) return jsonInteger(number, at);
  if (labels.wide) state.wide = true;
  return jsonFixed(label, at);
}

/** Writes bytes that are known beforehand. */
export function jsonFixed(bytes: Uint8Array, at: number): number {
  for (let index = 0; index < bytes.length; index += 1) output[at + index] = bytes[index]!;
  return at + bytes.length;
}

/** Writes a google.protobuf.Timestamp of the message. **Throws** a Fault for one that ProtoJSON does not have. */
export function jsonTimestamp(start: number, end: number, at: number): number {
  readTime(start, end);
  const { seconds, nanos } = time;
  // Years 1970 to 9999: the others are left to what checks them.
  if (
    typeof seconds !== 'number' ||
    seconds < 0 ||
    seconds > 253_402_300_799 ||
    nanos < 0 ||
    nanos > 999_999_999
  )
    return jsonQuoted(timestampText(seconds, nanos), at);
  const day = Math.floor(seconds / 86_400);
  const second = seconds - day * 86_400;
  output[at] = QUOTE;
  let q = writeDate(day, at + 1);
  output[q++] = 84;
  const minute = (second / 60) | 0;
  const hour = (minute / 60) | 0;
  q = writeSmall(hour, 2, q);
  output[q++] = 58;
  q = writeSmall(minute - hour * 60, 2, q);
  output[q++] = 58;
  q = writeNanos(nanos, writeSmall(second - minute * 60, 2, q));
  output[q] = 90;
  output[q + 1] = QUOTE;
  return q + 2;
}

/** Writes the date of a day since 1970-01-01. Source: http://howardhinnant.github.io/date_algorithms.html#civil_from_days */
function writeDate(day: number, at: number): number {
  const shifted = day + 719_468;
  const era = (shifted / 146_097) | 0;
  const ofEra = shifted - era * 146_097;
  const yearOfEra =
    ((ofEra - ((ofEra / 1460) | 0) + ((ofEra / 36_524) | 0) - ((ofEra / 146_096) | 0)) / 365) | 0;
  const ofYear = ofEra - (365 * yearOfEra + (yearOfEra >> 2) - ((yearOfEra / 100) | 0));
  const shiftedMonth = ((5 * ofYear + 2) / 153) | 0;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  let q = writeSmall(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), 4, at);
  output[q++] = 45;
  q = writeSmall(month, 2, q);
  output[q++] = 45;
  return writeSmall(ofYear - (((153 * shiftedMonth + 2) / 5) | 0) + 1, 2, q);
}

function writeNanos(nanos: number, at: number): number {
  if (nanos === 0) return at;
  output[at] = 46;
  if (nanos % 1_000_000 === 0) return writeSmall(nanos / 1_000_000, 3, at + 1);
  return nanos % 1000 === 0 ? writeSmall(nanos / 1000, 6, at + 1) : writeSmall(nanos, 9, at + 1);
}

/** Writes a google.protobuf.Duration of the message. **Throws** a Fault for one that ProtoJSON does not have. */
export function jsonDuration(start: number, end: number, at: number): number {
  readTime(start, end);
  return jsonQuoted(durationText(time.seconds, time.nanos), at);
}

function jsonQuoted(text: string, at: number): number {
  output[at] = QUOTE;
  const q = jsonAscii(text, at + 1);
  output[q] = QUOTE;
  return q + 1;
}

// Keys of the maps that are being written. More of them are left to the interpreter, which does not compare each with all.
const MOST_KEYS = 256;
const LONGEST_INDEX = '4294967294'.length;
const keyStarts = new Int32Array(MOST_KEYS);
const keyEnds = new Int32Array(MOST_KEYS);

/** Notes a key of the map whose first one has that index. Gives up when it is there already: the last value would count. */
export function noteKey(first: number, start: number, end: number): void {
  const count = state.keys;
  if (count === MOST_KEYS || isIndex(start, end)) throw BAIL;
  for (let index = first; index < count; index += 1) if (isSame(index, start, end)) throw BAIL;
  keyStarts[count] = start;
  keyEnds[count] = end;
  state.keys = count + 1;
}

/** True for what may be the index of an array: in an object such keys come first, by their number. */
function isIndex(start: number, end: number): boolean {
  if (start === end || end - start > LONGEST_INDEX) return false;
  for (let at = start; at < end; at += 1) if ((input[at]! - ZERO) >>> 0 > 9) return false;
  return true;
}

function isSame(index: number, start: number, end: number): boolean {
  const from = keyStarts[index]!;
  if (keyEnds[index]! - from !== end - start) return false;
  for (let at = 0; at < end - start; at += 1) if (input[from + at] !== input[start + at]) return false;
  return true;
}
