import { UnsupportedChange } from '../compare-limits.js';

/** Leaves a comparison at a keyword whose changes are not compared. */
export function uncompared(keyword: string): UnsupportedChange {
  return new UnsupportedChange(
    keyword,
    `The keyword '${keyword}' was added or changed, and changes of it are not compared. ` +
      'Keep it as it is, or register the schema under a subject of its own or with compatibility NONE.',
  );
}
