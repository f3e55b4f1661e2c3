/** A file of a schema. */
export interface SourceFile {
  /** Import path, such as `broadcaster/events/v1/article.proto`. */
  readonly path: string;
  readonly content: string;
}

/** A problem in a source text. */
export interface Diagnostic {
  /** `COMPILE`. */
  readonly ruleId: string;
  readonly message: string;
  /** Import path; empty when the problem belongs to no file. */
  readonly file: string;
  /** 1-based; 0 when there is no position. */
  readonly line: number;
  readonly column: number;
  /** The line and a caret below the column; empty when there is no position. */
  readonly snippet: string;
}

const MAX_SNIPPET = 160;

/** The line of a text with a caret below the column. Lines and columns count from 1; a long line is cut around the column. */
export function snippetAt(content: string, line: number, column: number): string {
  const text = content.split('\n', line)[line - 1]?.replace(/\r$/, '');
  if (text === undefined || column < 1) return '';
  const start = Math.max(0, column - 1 - MAX_SNIPPET / 2);
  const shown = text.slice(start, start + MAX_SNIPPET);
  // Tabs stay tabs, so that the caret stands below its column whatever a tab's width is.
  const padding = text.slice(start, column - 1).replace(/[^\t]/g, ' ');
  return `${shown}\n${padding}^`;
}
