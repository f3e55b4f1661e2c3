import { isWide } from './wide.js';

const TAB_CELLS = 4;
// Two letters of a flag; or a character, the marks on it, and what is joined to it. Intl.Segmenter knows more, but is quadratic in the line.
const CHARACTERS =
  /\p{Regional_Indicator}{2}|[^](?:[\p{M}\p{Emoji_Modifier}]|\u200d\p{Extended_Pictographic})*/gu;

/**
 * For each terminal cell of a line, and the one behind it, how many UTF-16 units come before: what buf writes as a column -> what an
 * editor calls it. A tab reaches to the next multiple of 4, a wide character has two cells, marks on a character none.
 */
export function displayColumns(line: string): readonly number[] {
  const units: number[] = [];
  for (const { 0: character, index } of line.matchAll(CHARACTERS)) {
    const cells = character === '\t' ? TAB_CELLS - (units.length % TAB_CELLS) : isWide(character) ? 2 : 1;
    for (let cell = 0; cell < cells; cell += 1) units.push(index);
  }
  units.push(line.length);
  return units;
}
