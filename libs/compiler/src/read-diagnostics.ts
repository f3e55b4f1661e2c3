import { snippetAt, type Diagnostic, type SourceFile } from './diagnostic.js';

/** Diagnostics shown at most; the rest would only repeat the first ones' causes. */
const MAX_DIAGNOSTICS = 100;

/** One line of buf's JSON error format. */
interface BufAnnotation {
  readonly path?: string;
  readonly start_line?: number;
  readonly start_column?: number;
  readonly message?: string;
}

/** Reads what buf printed; paths are given back as the user named them. */
export function readDiagnostics(
  output: string,
  sourceFolder: string,
  files: readonly SourceFile[],
): Diagnostic[] {
  const contents = new Map(files.map((file) => [file.path, file.content]));
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const annotations = lines.map(parseLine).filter((annotation) => annotation !== null);
  if (annotations.length === 0)
    return [diagnosticOf({ message: tidy(lines.join(' '), sourceFolder) }, sourceFolder, contents)];
  return annotations
    .slice(0, MAX_DIAGNOSTICS)
    .map((annotation) => diagnosticOf(annotation, sourceFolder, contents));
}

function diagnosticOf(
  annotation: BufAnnotation,
  sourceFolder: string,
  contents: ReadonlyMap<string, string>,
): Diagnostic {
  const file = tidy(annotation.path ?? '', sourceFolder);
  const line = annotation.start_line ?? 0;
  const column = annotation.start_column ?? 0;
  const content = contents.get(file);
  const snippet = content === undefined ? '' : snippetAt(content, line, column);
  const message = withHint(tidy(annotation.message ?? 'it does not compile', sourceFolder), snippet);
  return { ruleId: 'COMPILE', message, file, line, column, snippet };
}

function parseLine(line: string): BufAnnotation | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'message' in value
      ? (value as BufAnnotation)
      : null;
  } catch {
    return null;
  }
}

/** buf says only that an import is missing; the line says which. */
function withHint(message: string, snippet: string): string {
  const missing = /does not exist/.test(message)
    ? /import\s+(?:public\s+|weak\s+|option\s+)?"([^"]+)"/.exec(snippet)?.[1]
    : undefined;
  if (missing === undefined) return message;
  return `${message}: "${missing}". Add the file, or a reference whose name is "${missing}"`;
}

function tidy(text: string, sourceFolder: string): string {
  return text.replaceAll(`${sourceFolder}/`, '').replace(/^Failure: /, '');
}
