// What generated code calls to make cells.
import type { Cell } from '../cell.js';
import { durationMicros, timestampMicros } from '../json/time.js';
import { output, outputLatin1, outputUtf8, outputView } from './memory.js';
import { narrowText } from './narrow-text.js';
import { readTime, state, time } from './read-runtime.js';

/** Above this many bytes a cell of 13 characters, which is a slice of its parent, would keep too much alive: each cell gets a copy. */
export const MOST_SHARED_BYTES = 64 * 1024;

/** The name of an enum's number, or its decimal text. */
export function enumName(names: ReadonlyMap<number, string>, number: number): Cell {
  return names.get(number) ?? String(number);
}

/** Microseconds of a Timestamp of the message. **Throws** a Fault outside the years 1 to 9999. */
export function timestampCell(start: number, end: number): Cell {
  readTime(start, end);
  return timestampMicros(time.seconds, time.nanos);
}

/** Microseconds of a Duration of the message. **Throws** a Fault past 10 000 years. */
export function durationCell(start: number, end: number): Cell {
  readTime(start, end);
  return durationMicros(time.seconds, time.nanos);
}

/** The JSON that was written, as text. */
export function outputText(start: number, end: number): string {
  if (!state.wide) return outputLatin1(start, end);
  return narrowText(output, outputView, start, end) ?? outputUtf8(start, end);
}

// Results are parts of a pool, as those of Buffer are, but without its bookkeeping: 109 ns instead of 341 for 900 bytes.
const POOL_BYTES = 64 * 1024;
let pool = new Uint8Array(POOL_BYTES);
let used = 0;

/** A copy of the JSON that was written. */
export function outputBytes(end: number): Uint8Array {
  if (end > POOL_BYTES / 8) return output.slice(0, end);
  if (used + end > POOL_BYTES) {
    pool = new Uint8Array(POOL_BYTES);
    used = 0;
  }
  pool.set(output.subarray(0, end), used);
  const bytes = new Uint8Array(pool.buffer, used, end);
  used += end;
  return bytes;
}

/** The JSON of a row's cells as one text whose parts are cells; null when each cell is to be made by itself. */
export function jsonOfCells(end: number): string | null {
  return state.wide || end > MOST_SHARED_BYTES ? null : outputText(0, end);
}
