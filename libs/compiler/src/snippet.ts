import { isWide } from './wide.js';

const SHOWN_CHARACTERS = 160;
const ELLIPSIS = '…';
// Controls could drive a terminal, bidirectional marks show another text than there is.
const UNPRINTABLE = /(?!\t)[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;

/**
 * The line of a text and, on a second line, a caret below the column. Line and column (UTF-16 units) count from 1. A long line is cut
 * around the column; control characters, which could drive a terminal, are shown as `\u{fffd}`. Empty when there is no such line.
 */
export function snippetAt(content: string, line: number, column: number): string {
  const text = lineAt(content, line);
  if (text === null || column < 1) return '';
  const at = Math.min(column - 1, text.length);
  const start = at > SHOWN_CHARACTERS / 2 && text.length > SHOWN_CHARACTERS ? at - SHOWN_CHARACTERS / 2 : 0;
  const end = Math.min(text.length, start + SHOWN_CHARACTERS);
  const before = (start > 0 ? ELLIPSIS : '') + text.slice(start, at);
  const after = text.slice(at, end) + (end < text.length ? ELLIPSIS : '');
  return `${(before + after).replace(UNPRINTABLE, '\u{fffd}')}\n${paddingOf(before)}^`;
}

/** The text of a line that counts from 1, without its line break; null when there is none. */
export function lineAt(content: string, line: number): string | null {
  let start = 0;
  for (let count = 1; count < line; count += 1) {
    start = content.indexOf('\n', start) + 1;
    if (start === 0) return null;
  }
  if (line < 1) return null;
  const end = content.indexOf('\n', start);
  return content.slice(start, end === -1 ? undefined : end).replace(/\r$/, '');
}

// The ideographic space is as wide as a wide character. Tabs stay tabs, so that the caret stands below its column whatever a tab's width is.
function paddingOf(before: string): string {
  return Array.from(before, (character) =>
    character === '\t' ? '\t' : isWide(character) ? '\u3000' : ' ',
  ).join('');
}
