import { RegistryError } from '#libs/errors';
import type { SourceFile } from '#libs/compiler';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readFolder } from './read-folder.js';
import { readGit } from './read-git.js';
import { isSelected, type SourceRoot } from './source-set.js';

/** Which state of a module's folders is read. */
export type SourceState =
  /** As they lie there; `mayLack`: a folder that is not there has no files instead of being a mistake. */
  | { readonly kind: 'folder'; readonly mayLack: boolean }
  /** As they were at a commit; folders that were not there have no files. */
  | { readonly kind: 'git'; readonly ref: string };

/** A file, and the root that it was found in. */
export interface PlacedFile extends SourceFile {
  /** The root's folder. */
  readonly root: string;
}

/** Files of all roots, by import path. **Throws** BAD_REQUEST when an import path is in two roots, and as readFolder and readGit. */
export async function readSources(
  cwd: string,
  roots: readonly SourceRoot[],
  state: SourceState,
): Promise<PlacedFile[]> {
  const files = new Map<string, PlacedFile>();
  for (const root of roots) {
    for (const file of await readRoot(cwd, root, state)) {
      if (!isSelected(root, file.path)) continue;
      if (files.has(file.path)) throw twice(file.path, roots);
      files.set(file.path, { ...file, root: root.folder });
    }
  }
  if (files.size === 0 && state.kind === 'folder' && !state.mayLack)
    throw new RegistryError('BAD_REQUEST', {
      problem: `There is no .proto file under '${roots[0]?.folder ?? ''}' that is not excluded.`,
    });
  return [...files.values()];
}

async function readRoot(cwd: string, root: SourceRoot, state: SourceState): Promise<SourceFile[]> {
  if (state.kind === 'git') return readGit(cwd, root.folder, state.ref);
  if (state.mayLack && !(await isFolder(resolve(cwd, root.folder)))) return [];
  return readFolder(cwd, root.folder);
}

function twice(path: string, roots: readonly SourceRoot[]): RegistryError {
  const folders = roots.map(({ folder }) => `'${folder}'`).join(', ');
  return new RegistryError('BAD_REQUEST', { problem: `'${path}' is in two of ${folders}. Keep one.` });
}

async function isFolder(path: string): Promise<boolean> {
  const facts = await stat(path).catch(() => null);
  return facts?.isDirectory() === true;
}
