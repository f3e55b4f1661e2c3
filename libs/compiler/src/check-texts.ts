import { RegistryError } from '#libs/errors';
import type { Diagnostic } from './diagnostic.js';
import { scanText, type TextProblem } from './scan-text.js';
import { snippetAt } from './snippet.js';
import type { SourceFile } from './source-file.js';

/**
 * Finds what makes a text unfit for the compiler before it is started: at most one diagnostic a file. **Throws** SCHEMA_TOO_LARGE when
 * something is nested deeper than `maxNesting`.
 */
export function checkTexts(files: readonly SourceFile[], maxNesting: number): readonly Diagnostic[] {
  return files.flatMap((file) => {
    const invalid = invalidCharacter(file.content);
    if (invalid !== null) return [diagnosticAt(file, 'INVALID_TEXT', invalid.message, invalid.index)];
    const problem = scanText(file.content, maxNesting);
    return problem === null ? [] : [toDiagnostic(file, problem, maxNesting)];
  });
}

function toDiagnostic(file: SourceFile, { kind, index }: TextProblem, maxNesting: number): Diagnostic {
  switch (kind) {
    case 'deep-brackets':
      throw tooDeep('The nesting of brackets', file, index, maxNesting);
    case 'many-signs':
      throw tooDeep("The run of '-'", file, index, maxNesting);
    case 'open-string':
      return diagnosticAt(file, 'COMPILE', 'the string that begins here does not end in its line', index);
    case 'open-comment':
      return diagnosticAt(file, 'COMPILE', 'the comment that begins here does not end', index);
    case 'odd-quotes':
      return diagnosticAt(file, 'COMPILE', 'a string can not begin here; set it apart with a space', index);
  }
}

/** U+0000, from which on buf takes some texts for empty, or a lone half of a surrogate pair, which has no UTF-8 form. */
function invalidCharacter(content: string): { readonly index: number; readonly message: string } | null {
  const index = content.search(/[\p{Cs}\0]/u);
  if (index === -1) return null;
  const message =
    content[index] === '\0'
      ? 'the text has the character U+0000 here, which no .proto text has; remove it'
      : 'the text is not valid Unicode here; save the file as UTF-8';
  return { index, message };
}

function diagnosticAt(
  { path, content }: SourceFile,
  ruleId: string,
  message: string,
  index: number,
): Diagnostic {
  const line = lineOf(content, index);
  const column = index - content.slice(0, index).lastIndexOf('\n');
  return { ruleId, message, file: path, line, column, snippet: snippetAt(content, line, column) };
}

function tooDeep(what: string, { path, content }: SourceFile, index: number, limit: number): RegistryError {
  return new RegistryError('SCHEMA_TOO_LARGE', {
    what: `${what} at ${path}:${lineOf(content, index)}`,
    size: `more than ${limit}`,
    limit,
    setting: 'MAX_SCHEMA_NESTING, which goes to 100',
  });
}

function lineOf(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
