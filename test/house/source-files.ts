import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** One file of the repository. */
export interface SourceFile {
  /** Path from the root, with `/`. */
  readonly path: string;
  readonly text: string;
}

const SKIPPED = new Set(['node_modules', 'dist', 'data', 'corpus', 'fixtures', '.git']);

/** Every TypeScript file under the given folders of the root; a folder that is not there has none. */
export function sourceFiles(...folders: readonly string[]): readonly SourceFile[] {
  return folders
    .flatMap((folder) => [...pathsUnder(join(ROOT, folder))])
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .map((path) => ({
      path: relative(ROOT, path).replaceAll('\\', '/'),
      text: readFileSync(path, 'utf8'),
    }));
}

/** Names of the folders directly under a folder of the root, sorted. */
export function foldersIn(folder: string): readonly string[] {
  const full = join(ROOT, folder);
  if (!existsSync(full)) return [];
  return readdirSync(full, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !SKIPPED.has(entry.name))
    .map((entry) => entry.name)
    .sort();
}

/** True for files that prove others: specs, suites, benchmarks. They may import what their subjects may not. */
export function isProof(path: string): boolean {
  return (
    /(^|[.-])(spec|suite|bench)\.ts$/.test(path) || /^libs\/[^/]+\/(bench|conformance|test)\//.test(path)
  );
}

/** True for files that a generator wrote. */
export function isGenerated(path: string): boolean {
  return path.endsWith('.gen.ts') || path.endsWith('_pb.ts');
}

/** The text without comments; strings that hold ` //` lose their end, which no rule here minds. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

function* pathsUnder(folder: string): Generator<string> {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (SKIPPED.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* pathsUnder(path);
    else yield path;
  }
}
