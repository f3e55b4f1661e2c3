import type { SourceFile } from '#libs/compiler';

const IMPORT = /\bimport\s+(?:public\s+|weak\s+|option\s+)?["']([^"'\n]+)["']/g;

/**
 * Those of `others` that files import, directly or not, in the order of `others`; never one that is among the files. One in a comment
 * counts too: a file more does no harm.
 */
export function importedFiles<T extends SourceFile>(
  files: readonly SourceFile[],
  others: readonly T[],
): readonly T[] {
  const own = new Set(files.map(({ path }) => path));
  const byPath = new Map<string, T>();
  // Of two modules with the same file the first is taken, as a compiler takes its include paths.
  for (const file of others) if (!byPath.has(file.path) && !own.has(file.path)) byPath.set(file.path, file);
  const wanted = new Set<string>();
  const open: SourceFile[] = [...files];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    for (const [, path = ''] of file.content.matchAll(IMPORT)) {
      const imported = byPath.get(path);
      if (imported === undefined || wanted.has(path)) continue;
      wanted.add(path);
      open.push(imported);
    }
  }
  return [...byPath.values()].filter(({ path }) => wanted.has(path));
}
