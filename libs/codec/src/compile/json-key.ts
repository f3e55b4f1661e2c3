// What generated code calls to find out whether the keys of a map may be written in the order in which they come.
import { input } from './memory.js';
import { BAIL, state } from './read-runtime.js';

const ZERO = 48;
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
