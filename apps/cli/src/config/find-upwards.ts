import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/**
 * The first of some files that is in a folder or one around it, up to the root of its git repository; outside of a repository only the
 * folder itself is looked in. Nearer folders win, then the order of the names. Null when there is none. Absolute.
 */
export async function findUpwards(folder: string, names: readonly string[]): Promise<string | null> {
  for await (const at of foldersUpwards(folder)) {
    for (const name of names) if (await isThere(join(at, name), 'file')) return join(at, name);
  }
  return null;
}

/** A folder and those around it up to the root of its git repository. */
export async function* foldersUpwards(folder: string): AsyncGenerator<string> {
  const start = resolve(folder);
  const root = (await repositoryOf(start)) ?? start;
  for (let at = start; ; at = dirname(at)) {
    yield at;
    if (at === root || at === dirname(at)) return;
  }
}

/** The root of the git repository that an absolute folder is in; null outside of one. */
export async function repositoryOf(start: string): Promise<string | null> {
  for (let at = start; ; at = dirname(at)) {
    if (await isThere(join(at, '.git'), 'any')) return at;
    if (at === dirname(at)) return null;
  }
}

async function isThere(path: string, what: 'file' | 'any'): Promise<boolean> {
  const facts = await stat(path).catch(() => null);
  return facts !== null && (what === 'any' || facts.isFile());
}
