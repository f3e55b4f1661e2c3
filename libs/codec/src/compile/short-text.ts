// Events repeat short strings: countries, languages, versions, sections, keys of labels. One that is still in the table is found
// by comparing words, which also settles that it is ASCII: 6 ns, where to check it and to make a new one takes 25.
import { inputView, latin1Of } from './memory.js';
import { strictText } from './read-runtime.js';

/** Longest text that is looked up; V8 copies up to 12 characters, and makes slices of more. */
export const MOST_SHORT = 12;

const SLOT_BITS = 10;
const SLOTS = 1 << SLOT_BITS;
const texts: string[] = Array.from({ length: SLOTS }, () => '');
const sizes = new Uint8Array(SLOTS);
// The first, middle and last four bytes; they overlap unless the text has 12.
const firsts = new Int32Array(SLOTS);
const middles = new Int32Array(SLOTS);
const lasts = new Int32Array(SLOTS);

/** Text of up to {@link MOST_SHORT} bytes; `all` is the message as Latin-1, or null. **Throws** BAIL when it is not UTF-8. */
export function shortText(all: string | null, start: number, end: number): string {
  const size = end - start;
  let first = inputView.getInt32(start, true);
  let middle = 0;
  let last = 0;
  if (size >= 4) {
    last = inputView.getInt32(end - 4, true);
    if (size > 8) middle = inputView.getInt32(start + 4, true);
  } else first &= (1 << (size << 3)) - 1;
  const mixed = Math.imul(
    first ^ Math.imul(last, 0x2c1b3c6d) ^ Math.imul(middle, 0x297a2d39) ^ size,
    0x9e3779b1,
  );
  const slot = mixed >>> (32 - SLOT_BITS);
  if (firsts[slot] === first && lasts[slot] === last && sizes[slot] === size && middles[slot] === middle)
    return texts[slot]!;
  if (((first | middle | last) & 0x80808080) !== 0) return strictText(start, end);
  const text = all === null ? latin1Of(start, end) : all.substring(start, end);
  texts[slot] = text;
  sizes[slot] = size;
  firsts[slot] = first;
  middles[slot] = middle;
  lasts[slot] = last;
  return text;
}
