import { snippetAt } from '#libs/compiler';

const GUTTER_WIDTH = 5;

/** A line of source and a caret below the column, each with a gutter; empty when there is no such line. Line and column count from 1. */
export function sourceExcerpt(content: string, line: number, column: number): string {
  return excerpt(snippetAt(content, line, column), line);
}

/** The same from a snippet that is there already. */
export function excerpt(snippet: string, line: number): string {
  if (snippet === '') return '';
  const [source = '', caret = ''] = snippet.split('\n');
  return `${String(line).padStart(GUTTER_WIDTH)} | ${source}\n${' '.repeat(GUTTER_WIDTH)} | ${caret}\n`;
}
