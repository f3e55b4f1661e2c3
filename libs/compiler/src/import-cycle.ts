import type { Diagnostic } from './diagnostic.js';
import { snippetAt } from './snippet.js';
import type { SourceFile } from './source-file.js';

interface ImportStatement {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

const IMPORTS = /^[ \t]*import\s+(?:public\s+|weak\s+|option\s+)?["']([^"'\n]+)["']/gm;

/**
 * The first cycle of imports that is found from the first file on, as one diagnostic at the import that closes it. buf names only one
 * file of a cycle, and not always the same. Null when there is none to be found.
 */
export function findImportCycle(files: readonly SourceFile[]): Diagnostic | null {
  const contents = new Map(files.map((file) => [file.path, file.content]));
  const done = new Set<string>();
  for (const { path } of files) {
    const cycle = cycleFrom(path, contents, done);
    if (cycle !== null) return cycle;
  }
  return null;
}

/** Depth first, without recursion: a chain may be as long as there are files. */
function cycleFrom(
  start: string,
  contents: ReadonlyMap<string, string>,
  done: Set<string>,
): Diagnostic | null {
  const open = [{ path: start, imports: importsOf(contents.get(start)) }];
  const onPath = new Set([start]);
  for (let current = open.at(-1); current !== undefined; current = open.at(-1)) {
    const statement = current.imports.shift();
    if (statement === undefined) {
      done.add(current.path);
      onPath.delete(current.path);
      open.pop();
    } else if (onPath.has(statement.path)) {
      const chain = open.map(({ path }) => path);
      return toDiagnostic(current.path, statement, chain, contents);
    } else if (!done.has(statement.path) && contents.has(statement.path)) {
      onPath.add(statement.path);
      open.push({ path: statement.path, imports: importsOf(contents.get(statement.path)) });
    }
  }
  return null;
}

function toDiagnostic(
  file: string,
  statement: ImportStatement,
  chain: readonly string[],
  contents: ReadonlyMap<string, string>,
): Diagnostic {
  const { line, column } = statement;
  const cycle = [...chain.slice(chain.indexOf(statement.path)), statement.path];
  return {
    ruleId: 'IMPORT_CYCLE',
    message: `files import each other: ${cycle.join(' → ')}; move what they share to a file of its own`,
    file,
    line,
    column,
    snippet: snippetAt(contents.get(file) ?? '', line, column),
  };
}

function importsOf(content: string | undefined): ImportStatement[] {
  return [...(content ?? '').matchAll(IMPORTS)].map((match) => {
    const start = match.index + match[0].indexOf('import');
    const before = (content ?? '').slice(0, start);
    const line = before.split('\n').length;
    return { path: match[1] ?? '', line, column: start - before.lastIndexOf('\n') };
  });
}
