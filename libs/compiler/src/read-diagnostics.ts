import type { Diagnostic } from './diagnostic.js';
import { explain } from './explain.js';
import { findImportCycle } from './import-cycle.js';
import { lineAt, snippetAt } from './snippet.js';
import { IMPORTS, ROOTS, type Workspace } from './workspace.js';

/** Diagnostics given at most; the rest would only repeat the first ones' causes. */
const MAX_DIAGNOSTICS = 100;
const MAX_MESSAGE_CHARACTERS = 1_000;

/** One line of buf's JSON error format; columns are in bytes. Source: buf 1.74, `--error-format json`. */
interface Annotation {
  readonly path: string;
  readonly line: number;
  readonly columnBytes: number;
  readonly message: string;
}

/** Reads what buf printed; lines that are no annotation are left out. By file, line, column; none twice. */
export function readDiagnostics(output: string, workspace: Workspace): Diagnostic[] {
  const contents = new Map(
    [...workspace.imports, ...workspace.files].map((file) => [file.path, file.content]),
  );
  const found = new Map<string, Diagnostic>();
  for (const line of output.split('\n')) {
    const annotation = parseAnnotation(line);
    if (annotation === null) continue;
    const diagnostic = toDiagnostic(annotation, contents);
    found.set(JSON.stringify(diagnostic), diagnostic);
  }
  return withWholeCycle([...found.values()], workspace)
    .sort(byPlace)
    .slice(0, MAX_DIAGNOSTICS);
}

function withWholeCycle(diagnostics: readonly Diagnostic[], workspace: Workspace): Diagnostic[] {
  const others = diagnostics.filter(({ ruleId }) => ruleId !== 'IMPORT_CYCLE');
  if (others.length === diagnostics.length) return others;
  const cycle = findImportCycle([...workspace.files, ...workspace.imports]);
  return cycle === null ? [...diagnostics] : [...others, cycle];
}

function toDiagnostic(annotation: Annotation, contents: ReadonlyMap<string, string>): Diagnostic {
  const file = importPathOf(annotation.path);
  const content = contents.get(file);
  const text = content === undefined ? null : lineAt(content, annotation.line);
  const column = text === null ? annotation.columnBytes : columnOf(text, annotation.columnBytes);
  const { ruleId, message } = explain(
    annotation.message,
    text?.slice(Math.max(0, column - 1)) ?? '',
    contents,
  );
  return {
    ruleId,
    message:
      message.length > MAX_MESSAGE_CHARACTERS ? `${message.slice(0, MAX_MESSAGE_CHARACTERS)}…` : message,
    file,
    line: annotation.line,
    column,
    snippet: content === undefined ? '' : snippetAt(content, annotation.line, column),
  };
}

function parseAnnotation(line: string): Annotation | null {
  if (!line.startsWith('{')) return null;
  let value: Readonly<Record<string, unknown>>;
  try {
    value = JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return null;
  }
  if (typeof value['message'] !== 'string') return null;
  return {
    path: typeof value['path'] === 'string' ? value['path'] : '',
    line: typeof value['start_line'] === 'number' ? value['start_line'] : 0,
    columnBytes: typeof value['start_column'] === 'number' ? value['start_column'] : 0,
    message: value['message'],
  };
}

/** The path as the user gave it: not the workspace's. */
function importPathOf(path: string): string {
  for (const folder of [ROOTS, IMPORTS])
    if (path.startsWith(`${folder}/`)) return path.slice(folder.length + 1);
  return path;
}

/** From bytes to UTF-16 units. */
function columnOf(text: string, columnBytes: number): number {
  if (columnBytes < 1) return 0;
  return (
    Buffer.from(text)
      .subarray(0, columnBytes - 1)
      .toString('utf8').length + 1
  );
}

function byPlace(one: Diagnostic, other: Diagnostic): number {
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  return one.line - other.line || one.column - other.column;
}
