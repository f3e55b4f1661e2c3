// What generated code calls to make cells.
import type { Cell } from '../cell.js';
import { durationMicros, timestampMicros } from '../json/time.js';
import { isAsciiOutput, outputText } from './memory.js';
import { readTime, time } from './read-runtime.js';

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

/** The JSON of a row's cells as one text whose parts are cells; null when each cell is to be made by itself. */
export function jsonOfCells(end: number): string | null {
  return end <= MOST_SHARED_BYTES && isAsciiOutput(end) ? outputText(0, end) : null;
}
