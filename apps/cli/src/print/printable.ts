const CONTROL = /(?![\t\n])\p{Cc}|[\u202a-\u202e\u2066-\u2069\p{Cs}]/gu;

/** Text of others, without what would drive the terminal; halves of characters are none. */
export function printable(text: string): string {
  return text.replace(CONTROL, '\u{fffd}');
}

/** On one line, cut to a length that a person reads. */
export function shortLine(text: string, maxCharacters: number): string {
  const line = printable(text).replaceAll(/\s+/g, ' ').trim();
  return line.length > maxCharacters ? `${line.slice(0, maxCharacters)}…` : line;
}
