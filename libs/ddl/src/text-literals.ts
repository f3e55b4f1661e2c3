const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ["'", "\\'"],
  ['\n', '\\n'],
  ['\r', '\\r'],
]);

/** Text as standard SQL has it: quotes doubled, a backslash is itself. */
export function doubledText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** Text for engines in whose literals a backslash escapes: `'`, `\` and line ends get one. */
export function backslashText(value: string): string {
  return `'${value.replaceAll(/[\\'\n\r]/g, (character) => ESCAPES.get(character) ?? character)}'`;
}

/** Text for engines where a backslash escapes, yet a quote is doubled. */
export function doubledBackslashText(value: string): string {
  return doubledText(value.replaceAll('\\', '\\\\'));
}

/** Bytes as lower-case hex digits. */
export function hexText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
