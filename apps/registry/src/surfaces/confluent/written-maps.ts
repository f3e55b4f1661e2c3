// Confluent's serializer for Java prints generated classes with the entries of their maps as messages that say `option map_entry = true`,
// which protoc and buf refuse to read. Here such a message goes, and the field that was of its type is written as a map.

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

interface Declared {
  /** Whole name without a leading dot. */
  readonly name: string;
  readonly start: number;
  end: number;
  /** What ends with `;`, or what stands before a block that is no message. */
  readonly statements: Token[][];
  readonly nested: Declared[];
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with maps where it has entries. Any other text, also one that can not be read, is answered as it is. */
export function writtenMaps(text: string): string {
  if (!/\bmap_entry\b/.test(text)) return text;
  const tokens = tokensOf(text);
  const file = tokens === null ? null : declarations(tokens);
  if (file === null) return text;
  const edits = editsOf(file, text).sort((one, other) => one.start - other.start);
  let written = '';
  let at = 0;
  for (const edit of edits) {
    written += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return written + text.slice(at);
}

const TOKEN = /[\w.]+|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\S/gy;
const SPACE = /\s*/y;

/** Null for a text with a comment or a string that does not end: trying on would take time that grows with its square. */
function tokensOf(text: string): Token[] | null {
  const tokens: Token[] = [];
  for (let at = 0; ;) {
    SPACE.lastIndex = at;
    SPACE.exec(text);
    at = SPACE.lastIndex;
    if (at >= text.length) return tokens;
    const comment = commentEnd(text, at);
    if (comment === null) return null;
    if (comment > at) {
      at = comment;
      continue;
    }
    TOKEN.lastIndex = at;
    const [found = ''] = TOKEN.exec(text) ?? [];
    if (found === '"' || found === "'") return null;
    tokens.push({ text: found, start: at, end: at + found.length });
    at += found.length;
  }
}

/** `at` when there is no comment, null for one that does not end. */
function commentEnd(text: string, at: number): number | null {
  if (text.startsWith('//', at)) {
    const end = text.indexOf('\n', at);
    return end === -1 ? text.length : end;
  }
  if (!text.startsWith('/*', at)) return at;
  const end = text.indexOf('*/', at + 2);
  return end === -1 ? null : end + 2;
}

/** The file as one that declares its messages; null when its braces do not match. */
function declarations(tokens: readonly Token[]): Declared | null {
  let scope: Declared = { name: packageOf(tokens), start: 0, end: 0, statements: [], nested: [] };
  const around: Declared[] = [];
  let statement: Token[] = [];
  let blocks = 0;
  for (const token of tokens) {
    if (blocks > 0) {
      blocks += token.text === '{' ? 1 : token.text === '}' ? -1 : 0;
      continue;
    }
    if (token.text === '}') {
      const outer = around.pop();
      if (outer === undefined) return null;
      scope.end = token.end;
      scope = outer;
    } else if (token.text === '{') {
      const message = messageOf(statement, scope);
      if (message === null) {
        blocks = 1;
        scope.statements.push(statement);
      } else {
        scope.nested.push(message);
        around.push(scope);
        scope = message;
      }
    } else if (token.text === ';') scope.statements.push(statement);
    else {
      statement.push(token);
      continue;
    }
    statement = [];
  }
  return around.length === 0 ? scope : null;
}

function packageOf(tokens: readonly Token[]): string {
  const at = tokens.findIndex(({ text }, index) => text === 'package' && tokens[index + 2]?.text === ';');
  return at === -1 ? '' : (tokens[at + 1]?.text ?? '');
}

function messageOf(statement: readonly Token[], scope: Declared): Declared | null {
  const [first, second] = statement;
  if (first?.text !== 'message' || second === undefined || statement.length !== 2) return null;
  const name = scope.name === '' ? second.text : `${scope.name}.${second.text}`;
  return { name, start: first.start, end: first.end, statements: [], nested: [] };
}

function editsOf(file: Declared, text: string): Edit[] {
  const edits: Edit[] = [];
  const waiting = [file];
  for (let scope = waiting.pop(); scope !== undefined; scope = waiting.pop()) {
    for (const nested of scope.nested) {
      const edit = fieldEdit(scope, nested);
      if (edit === null) waiting.push(nested);
      else edits.push(edit, { start: lineStart(text, nested.start), end: nested.end, text: '' });
    }
  }
  return edits;
}

/** The one field of an entry's type as a map; null when the message is no entry, or is not used as one. */
function fieldEdit(scope: Declared, entry: Declared): Edit | null {
  if (!entry.statements.some((statement) => textOf(statement) === 'option map_entry = true')) return null;
  const key = typeOf(entry, 'key', '1');
  const value = typeOf(entry, 'value', '2');
  const fields = scope.statements.filter(
    ([label, type]) => label?.text === 'repeated' && type !== undefined && names(type.text, entry.name),
  );
  const [label, type] = fields[0] ?? [];
  if (key === null || value === null || label === undefined || type === undefined) return null;
  return fields.length === 1 ? { start: label.start, end: type.end, text: `map<${key}, ${value}>` } : null;
}

function typeOf(entry: Declared, name: string, number: string): string | null {
  for (const statement of entry.statements) {
    const rest = statement[0]?.text === 'optional' ? statement.slice(1) : statement;
    const [type, ...others] = rest.map(({ text }) => text);
    if (type !== undefined && others.slice(0, 3).join(' ') === `${name} = ${number}`) return type;
  }
  return null;
}

/** True when a type, as it is written, may be the message of that name. */
function names(type: string, name: string): boolean {
  return type.startsWith('.') ? type === `.${name}` : `.${name}`.endsWith(`.${type}`);
}

function textOf(statement: readonly Token[]): string {
  return statement.map(({ text }) => text).join(' ');
}

/** From where the line is blank up to `at`. */
function lineStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
  return start > 0 && text[start - 1] === '\n' ? start - 1 : at;
}
