/** Key and value of a message, both JSON objects; a null value is a tombstone. */
export interface TopicLine {
  readonly key: Readonly<Record<string, unknown>>;
  readonly value: Readonly<Record<string, unknown>> | null;
}

/** Takes a line of key and value apart. Null for what has no key, `cut` for one whose key or value does not end. */
export function splitTopicLine(text: string): TopicLine | 'cut' | null {
  const line = text.trim();
  if (!line.startsWith('{"')) return null;
  const end = endOfObject(line);
  const key = end === -1 ? null : parse(line.slice(0, end));
  if (key === null) return 'cut';
  const rest = line.slice(end);
  // Whatever separates them has no brace. A console may have its own word for no value.
  const start = rest.indexOf('{');
  if (start === -1) return { key, value: null };
  const value = parse(rest.slice(start));
  return value === null ? 'cut' : { key, value };
}

/** Where the object that a text starts with ends; -1 when it does not. */
function endOfObject(text: string): number {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (inText && character === '\\') at += 1;
    else if (character === '"') inText = !inText;
    else if (!inText && character === '{') depth += 1;
    else if (!inText && character === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

function parse(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
