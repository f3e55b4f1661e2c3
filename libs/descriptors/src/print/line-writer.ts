const INDENT = '  ';

/** Collects the lines of a text, indented by how deep their block is. */
export class LineWriter {
  private readonly lines: string[] = [];
  private depth = 0;

  /** One line without its indent; an empty text is an empty line. */
  add(line: string): void {
    this.lines.push(line === '' ? '' : INDENT.repeat(this.depth) + line);
  }

  /** `head {`, what `body` adds, `}`. */
  block(head: string, body: () => void): void {
    this.add(`${head} {`);
    this.depth++;
    body();
    this.depth--;
    this.add('}');
  }

  /** The text, with a line break at its end. */
  text(): string {
    return `${this.lines.join('\n')}\n`;
  }
}
