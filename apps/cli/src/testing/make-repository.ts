import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes a git repository in an empty folder with a commit for each folder under `commits`, in the order of their names, which become tags.
 * A branch `main` is at the last one.
 */
export function makeRepository(folder: string, commits: string): void {
  git(folder, ['init', '--quiet', '--initial-branch=main']);
  for (const name of readdirSync(commits).sort()) {
    for (const old of readdirSync(folder)) if (old !== '.git') rmSync(join(folder, old), { recursive: true });
    cpSync(join(commits, name), folder, { recursive: true });
    git(folder, ['add', '--all']);
    git(folder, ['commit', '--quiet', '--message', name]);
    git(folder, ['tag', name]);
  }
}

/** Runs git as somebody whose settings are nobody's. */
export function git(folder: string, args: readonly string[]): string {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  return execFileSync('git', [...identity, ...args], { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' });
}
