// What generated code calls to write JSON: numbers, labels and what else is known to be ASCII. Each function writes at an offset of the output and answers the offset after it.
import { output } from './memory.js';
import { BAIL, state } from './read-runtime.js';

const QUOTE = 34;
const ZERO = 48;

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
export function writeSmall(value: number, digits: number, q: number): number {
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

/** Writes text that is ASCII. */
export function jsonAscii(text: string, at: number): number {
  for (let index = 0; index < text.length; index += 1) output[at + index] = text.charCodeAt(index);
  return at + text.length;
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
