import { JsonNumber, type JsonNode } from './json-node.js';

/** How a text is read. */
export interface ReadJsonOptions {
  /** Deepest nesting of objects and arrays that is read. */
  readonly maxDepth: number;
  /** Most values in the whole text. */
  readonly maxNodes: number;
  /** Whether comments of C and C++ are skipped, as readers of Avro schemas do. */
  readonly comments: boolean;
}

/** A value, or what is wrong with the text as a sentence with line and column. */
export type ReadJson =
  { readonly ok: true; readonly node: JsonNode } | { readonly ok: false; readonly message: string };

/** Reads the whole text as one JSON value. Source: https://www.rfc-editor.org/rfc/rfc8259 */
export function readJson(text: string, options: ReadJsonOptions): ReadJson {
  try {
    return { ok: true, node: new JsonReader(text, options).whole() };
  } catch (error) {
    if (error instanceof JsonFault) return { ok: false, message: error.message };
    throw error;
  }
}

/** Leaves the reader; never leaves this file. */
class JsonFault extends Error {}

const SPACE = /[ \t\n\r]*/y;
const LINE = /[^\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z]+/y;
const WORDS: ReadonlyMap<string, JsonNode> = new Map<string, JsonNode>([
  ['null', null],
  ['true', true],
  ['false', false],
]);

class JsonReader {
  private at = 0;
  private nodes = 0;

  constructor(
    private readonly text: string,
    private readonly options: ReadJsonOptions,
  ) {
    if (text.charCodeAt(0) === 0xfeff) this.at = 1;
  }

  whole(): JsonNode {
    const node = this.value(0);
    this.skip();
    if (this.at < this.text.length) this.fail('nothing more was expected');
    return node;
  }

  private value(depth: number): JsonNode {
    this.skip();
    if (++this.nodes > this.options.maxNodes) this.fail(`more than ${this.options.maxNodes} values`);
    const next = this.text[this.at];
    if (next === '{' || next === '[') {
      if (depth >= this.options.maxDepth) this.fail(`nested deeper than ${this.options.maxDepth}`);
      return next === '{' ? this.object(depth + 1) : this.array(depth + 1);
    }
    if (next === '"') return this.string();
    const number = this.take(NUMBER);
    if (number !== '') return new JsonNumber(number);
    const start = this.at;
    const word = WORDS.get(this.take(WORD));
    if (word !== undefined) return word;
    this.at = start;
    return this.fail('a value was expected');
  }

  private object(depth: number): JsonNode {
    const members = new Map<string, JsonNode>();
    this.at++;
    if (this.closes('}')) return members;
    do {
      this.skip();
      if (this.text[this.at] !== '"') this.fail('a key in quotes was expected');
      const key = this.string();
      this.skip();
      if (this.text[this.at] !== ':') this.fail("':' was expected");
      this.at++;
      members.set(key, this.value(depth));
    } while (this.comma('}'));
    return members;
  }

  private array(depth: number): JsonNode {
    const items: JsonNode[] = [];
    this.at++;
    if (this.closes(']')) return items;
    do items.push(this.value(depth));
    while (this.comma(']'));
    return items;
  }

  private closes(bracket: string): boolean {
    this.skip();
    if (this.text[this.at] !== bracket) return false;
    this.at++;
    return true;
  }

  private comma(bracket: string): boolean {
    if (this.closes(bracket)) return false;
    if (this.text[this.at] !== ',') this.fail(`',' or '${bracket}' was expected`);
    this.at++;
    return true;
  }

  private string(): string {
    const start = this.at;
    for (let at = start + 1; at < this.text.length; at++) {
      const code = this.text.charCodeAt(at);
      if (code === 0x5c) at++;
      else if (code === 0x22) return this.unquoted(start, at + 1);
      else if (code < 0x20) break;
    }
    return this.fail('a string that does not end');
  }

  private unquoted(start: number, end: number): string {
    const literal = this.text.slice(start, end);
    try {
      const value: unknown = JSON.parse(literal);
      if (typeof value === 'string') {
        this.at = end;
        return value;
      }
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    return this.fail('a string with a bad escape');
  }

  private skip(): void {
    this.take(SPACE);
    while (this.options.comments && this.comment()) this.take(SPACE);
  }

  /** Goes past a comment; one that does not end is none. */
  private comment(): boolean {
    if (this.text.startsWith('//', this.at)) return this.take(LINE) !== '';
    const end = this.text.startsWith('/*', this.at) ? this.text.indexOf('*/', this.at + 2) : -1;
    if (end >= 0) this.at = end + 2;
    return end >= 0;
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  private fail(problem: string): never {
    const before = this.text.slice(0, this.at).split('\n');
    const column = (before.at(-1) ?? '').length + 1;
    throw new JsonFault(`not JSON: ${problem} at [line: ${before.length}, column: ${column}]`);
  }
}
