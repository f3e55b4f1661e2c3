/** What a text has that must not reach the compiler, and where: an index in UTF-16 units. */
export interface TextProblem {
  readonly kind: 'deep-brackets' | 'many-signs' | 'open-string' | 'open-comment' | 'odd-quotes';
  readonly index: number;
}

// Comments and strings first, so that what they hold is no token. No part can match in two ways: linear in the text.
const TOKENS =
  /\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?|"(?:\\[^\n]|[^"\\\n])*"?|'(?:\\[^\n]|[^'\\\n])*'?|[{}[\]()<>]|-|[^\s{}[\]()<>"'/-]+/g;

const OPENING: ReadonlySet<string> = new Set('{[(<');
const CLOSING: ReadonlySet<string> = new Set('}])>');
/** Words that may stand right before a quote. */
const BEFORE_STRING: ReadonlySet<string> = new Set(['import', 'public', 'weak', 'option', 'reserved']);

/**
 * Finds the first place where brackets outside comments and strings are deeper than `maxNesting`, or more than that many signs `-`
 * follow each other: the compiler recurses on both (10,000 levels of `{` hold it for minutes, 100,000 signs take 1 GB), this does not.
 * Also finds strings and comments that do not end, raw strings and threefold quotes, none of which is protobuf: a text with them could be
 * read in two ways, one of which is deep. Null when there is none of all that.
 */
export function scanText(text: string, maxNesting: number): TextProblem | null {
  let depth = 0;
  let signs = 0;
  let before: RegExpExecArray | null = null;
  for (const match of text.matchAll(TOKENS)) {
    const [token] = match;
    const { index } = match;
    if (token.startsWith('/')) {
      if (token.startsWith('/*') && !isClosedComment(token)) return { kind: 'open-comment', index };
      continue;
    }
    const kind = token.startsWith('"') || token.startsWith("'") ? stringProblem(match, before) : null;
    if (kind !== null) return { kind, index };
    before = match;
    signs = token === '-' ? signs + 1 : 0;
    if (OPENING.has(token)) depth += 1;
    else if (CLOSING.has(token)) depth = Math.max(0, depth - 1);
    if (depth > maxNesting) return { kind: 'deep-brackets', index };
    if (signs > maxNesting) return { kind: 'many-signs', index };
  }
  return null;
}

function isClosedComment(token: string): boolean {
  return token.length >= 4 && token.endsWith('*/');
}

function stringProblem(match: RegExpExecArray, before: RegExpExecArray | null): TextProblem['kind'] | null {
  const [token] = match;
  const quote = token.charAt(0);
  if (token.length < 2 || !token.endsWith(quote) || /(?:^|[^\\])(?:\\\\)*\\$/.test(token.slice(1, -1)))
    return 'open-string';
  if (before === null || before.index + before[0].length !== match.index) return null;
  if (before[0].endsWith(quote)) return token.length === 2 || before[0].length === 2 ? 'odd-quotes' : null;
  const word = /\w+$/.exec(before[0])?.[0];
  return word === undefined || BEFORE_STRING.has(word) ? null : 'odd-quotes';
}
