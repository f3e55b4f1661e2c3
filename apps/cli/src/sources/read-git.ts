import { RegistryError } from '#libs/errors';
import type { SourceFile } from '#libs/compiler';
import { resolve } from 'node:path';
import { decodeText } from './decode-text.js';
import { runGit } from './run-git.js';

interface Blob {
  readonly path: string;
  readonly hash: string;
}

/** Mode of ordinary files; links and submodules are left out as in a folder. */
const FILE_MODE = /^100/;

/**
 * All .proto files of a folder as they were at a git ref, by import path; none when it was not there. Nothing is checked out: blobs are
 * read into memory. **Throws** BAD_REQUEST when there is no such ref, GIT_FAILED.
 */
export async function readGit(cwd: string, folder: string, ref: string): Promise<SourceFile[]> {
  const root = resolve(cwd, folder);
  const commit = await commitOf(root, ref);
  const listing = await runGit(root, ['ls-tree', '-r', '-z', commit, '.']);
  const blobs = listing
    .toString('utf8')
    .split('\0')
    .map(parseEntry)
    .filter((blob) => blob !== null);
  if (blobs.length === 0) return [];
  const batch = await runGit(root, ['cat-file', '--batch'], blobs.map(({ hash }) => `${hash}\n`).join(''));
  const contents = contentsOf(batch);
  return blobs.map(({ path }, index) => ({
    path,
    content: decodeText(path, contents[index] ?? new Uint8Array()),
  }));
}

/** Hash of the commit that a ref names in the repository of a folder. **Throws** BAD_REQUEST when there is none, GIT_FAILED. */
export async function commitOf(root: string, ref: string): Promise<string> {
  await runGit(root, ['rev-parse', '--git-dir']);
  const found = await runGit(root, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${ref}^{commit}`,
  ]).catch(() => null);
  if (found === null)
    throw new RegistryError('BAD_REQUEST', {
      problem: `'${ref}' is neither a folder nor a git ref here. Give a folder, git:REF or subject:NAME.`,
    });
  return found.toString('utf8').trim();
}

/** `<mode> blob <hash>\t<path>`; the path is relative to the folder that git runs in. */
function parseEntry(entry: string): Blob | null {
  const tab = entry.indexOf('\t');
  const [facts, path] = [entry.slice(0, Math.max(0, tab)), entry.slice(tab + 1)];
  const [mode = '', type, hash = ''] = facts.split(' ');
  return type === 'blob' && FILE_MODE.test(mode) && path.endsWith('.proto') ? { path, hash } : null;
}

/** The contents of a batch in order: each is `<hash> blob <size>\n<content>\n`. */
function contentsOf(batch: Buffer): Buffer[] {
  const contents: Buffer[] = [];
  for (let at = 0; at < batch.length;) {
    const start = batch.indexOf('\n', at) + 1;
    const size = Number(batch.toString('latin1', at, start - 1).split(' ')[2]);
    contents.push(batch.subarray(start, start + size));
    at = start + size + 1;
  }
  return contents;
}
