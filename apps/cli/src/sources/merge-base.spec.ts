import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git } from '../testing/make-repository.js';
import { mergeBase } from './merge-base.js';
import { readGit } from './read-git.js';
import { runGit } from './run-git.js';

let folder: string;
const commit = (content: string): string => {
  mkdirSync(join(folder, 'proto'), { recursive: true });
  writeFileSync(join(folder, 'proto/a.proto'), content);
  git(folder, ['add', '--all']);
  git(folder, ['commit', '--quiet', '--message', content]);
  return git(folder, ['rev-parse', 'HEAD']).trim();
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-merge-base-'));
  git(folder, ['init', '--quiet', '--initial-branch=main']);
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('mergeBase', () => {
  it('is where the branch left, whatever became of the other since', async () => {
    const start = commit('start');
    git(folder, ['checkout', '--quiet', '-b', 'mine']);
    const mine = commit('mine');
    git(folder, ['checkout', '--quiet', 'main']);
    commit('theirs');
    git(folder, ['checkout', '--quiet', 'mine']);
    expect(await mergeBase(folder, 'proto', 'main')).toBe(start);
    expect(await mergeBase(folder, 'proto', 'HEAD')).toBe(mine);
    expect(await readGit(folder, 'proto', await mergeBase(folder, 'proto', 'main'))).toEqual([
      { path: 'a.proto', content: 'start' },
    ]);
  });

  it('says that there is none, and how to get it', async () => {
    commit('start');
    git(folder, ['checkout', '--quiet', '--orphan', 'other']);
    commit('other');
    await expect(mergeBase(folder, '.', 'main')).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining("HEAD and 'main' have no commit in common here. A shallow clone"),
    });
  });

  it.each(['nope', '--all', '-h'])('refuses the ref %j', async (ref) => {
    commit('start');
    await expect(mergeBase(folder, '.', ref)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('runGit', () => {
  const node = { program: process.execPath };

  it('stops what takes too long', async () => {
    const outcome = runGit(folder, ['-e', 'setTimeout(() => 0, 60000)'], '', { ...node, timeoutMs: 200 });
    await expect(outcome).rejects.toMatchObject({
      code: 'GIT_FAILED',
      message: expect.stringContaining('it took longer than 200 ms and was stopped'),
    });
  });

  it('takes output at the limit and none past it', async () => {
    const print = (bytes: number): Promise<Buffer> =>
      runGit(folder, ['-e', `process.stdout.write('x'.repeat(${bytes}))`], '', {
        ...node,
        maxOutputBytes: 1000,
      });
    expect(await print(1000)).toHaveLength(1000);
    await expect(print(1001)).rejects.toThrow('it printed more than 1000 bytes and was stopped');
  });

  it('has the exit code and the words of what failed', async () => {
    await expect(
      runGit(folder, ['-e', 'console.error("no"); process.exit(7)'], '', node),
    ).rejects.toMatchObject({
      details: { exitCode: 7 },
      message: expect.stringContaining('no'),
    });
    await expect(runGit(folder, [], '', { program: '/nowhere/git' })).rejects.toThrow(
      'git could not be started',
    );
  });
});
