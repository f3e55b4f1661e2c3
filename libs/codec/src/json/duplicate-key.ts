const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/** An object that is open, with the keys that it has so far; null for a list. */
type Open = Set<string> | null;

/**
 * The first key that an object of a JSON text has twice; null when none does. The text must be JSON. Two values under one key mean one thing to one reader
 * and another to the next, and a parser tells of neither. **Source** RFC 8259, section 4; the ProtoJSON specification.
 */
export function duplicateKeyIn(text: string): string | null {
  const stack: Open[] = [];
  let mayBeKey = false;
  for (const [token] of text.matchAll(TOKEN)) {
    const open = stack.at(-1) ?? null;
    switch (token) {
      case '{':
        stack.push(new Set());
        mayBeKey = true;
        break;
      case '[':
        stack.push(null);
        mayBeKey = false;
        break;
      case '}':
      case ']':
        stack.pop();
        mayBeKey = false;
        break;
      case ',':
        mayBeKey = open !== null;
        break;
      case ':':
        mayBeKey = false;
        break;
      default:
        if (open === null || !mayBeKey) break;
        mayBeKey = false;
        if (open.size === open.add(keyOf(token)).size) return keyOf(token);
    }
  }
  return null;
}

/** Escapes make one key of two spellings. */
function keyOf(token: string): string {
  return token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1);
}
