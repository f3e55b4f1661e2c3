import { isRegistryError, RegistryError } from '#libs/errors';
import { resolve } from 'node:path';
import { commitOf } from './read-git.js';
import { runGit } from './run-git.js';

/**
 * The commit at which HEAD and a ref parted, by its hash: what a branch started from. **Throws** BAD_REQUEST when there is no such ref
 * or no common commit, GIT_FAILED.
 */
export async function mergeBase(cwd: string, folder: string, ref: string): Promise<string> {
  const root = resolve(cwd, folder);
  const commit = await commitOf(root, ref);
  const found = await runGit(root, ['merge-base', 'HEAD', commit]).catch((error: unknown) => {
    if (isRegistryError(error, 'GIT_FAILED') && error.details['exitCode'] === 1) return null;
    throw error;
  });
  if (found !== null) return found.toString('utf8').trim();
  throw new RegistryError('BAD_REQUEST', {
    problem: `HEAD and '${ref}' have no commit in common here. A shallow clone lacks the history: fetch it (git fetch --unshallow, or fetch-depth: 0 in CI).`,
  });
}
