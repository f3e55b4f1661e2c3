import type { Random } from '../test/random.js';

const GAPS = [' ', ' ', ' ', ' ', '  ', '\n    ', '\t', ' /* c */ ', ' // é\n  '] as const;
const BREAKS = [
  '\n',
  '\n',
  '\n',
  '\n',
  ' ',
  ' ',
  '\n\n',
  '\n// A comment.\n',
  '\n/* Text: é */ ',
  '\n  \t',
] as const;
const PUNCTUATION = /^[;,=[\]{}()<>]$/;

/** Writes declarations token by token: plainly, or with odd gaps, breaks and comments between them. */
export class TextWriter {
  #text = '';
  #depth = 0;

  /** `random` null: one declaration a line, indented. */
  constructor(readonly random: Random | null) {}

  /** What has been written. */
  get text(): string {
    return `${this.#text}\n`;
  }

  /** Writes a declaration; its last token is `;` or `{`. */
  write(...tokens: readonly string[]): void {
    this.#text += this.#break();
    for (const [index, token] of tokens.entries()) {
      if (index > 0) this.#text += this.#gap(tokens[index - 1] ?? '', token);
      this.#text += token;
    }
    if (tokens.at(-1) === '{') this.#depth++;
  }

  /** Writes the closing brace of a body. */
  close(): void {
    this.#depth--;
    this.#text += `${this.#break()}}`;
  }

  #break(): string {
    if (this.#text === '') return '';
    if (this.random === null) return `\n${'  '.repeat(this.#depth)}`;
    return this.random.pick(BREAKS) + ' '.repeat(this.random.below(3) * this.#depth);
  }

  #gap(left: string, right: string): string {
    const tight = PUNCTUATION.test(left) || PUNCTUATION.test(right);
    if (this.random === null) return /^[;,]$/.test(right) ? '' : ' ';
    return tight && this.random.oneIn(2) ? '' : this.random.pick(GAPS);
  }
}
