import { setTimeout as sleep } from 'node:timers/promises';
import { GroupCommit } from './group-commit.js';

function recorder(maxGroupBytes = 1_000): {
  commits: GroupCommit<number>;
  groups: number[][];
  fail: Set<number>;
} {
  const groups: number[][] = [];
  const fail = new Set<number>();
  const commit = async (items: readonly number[]): Promise<void> => {
    groups.push([...items]);
    await sleep(2);
    if (items.some((item) => fail.has(item))) throw new Error(`no room for ${items.join()}`);
  };
  return { commits: new GroupCommit(commit, maxGroupBytes), groups, fail };
}

describe('GroupCommit', () => {
  it('joins those who arrive while a commit runs', async () => {
    const { commits, groups } = recorder();
    const first = [commits.add(1, 1), commits.add(2, 1)];
    await sleep(1);
    const second = [3, 4, 5].map((item) => commits.add(item, 1));
    await Promise.all([...first, ...second]);
    expect(groups).toEqual([
      [1, 2],
      [3, 4, 5],
    ]);
  });

  it('keeps a group within its bytes, but takes one item however large', async () => {
    const { commits, groups } = recorder(10);
    await Promise.all([
      commits.add(1, 6),
      commits.add(2, 4),
      commits.add(3, 1),
      commits.add(4, 50),
      commits.add(5, 1),
    ]);
    expect(groups).toEqual([[1, 2], [3], [4], [5]]);
  });

  it('tells every member of a failed group, and goes on', async () => {
    const { commits, fail } = recorder();
    fail.add(2);
    const results = await Promise.allSettled([commits.add(1, 1), commits.add(2, 1)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(commits.add(3, 1)).resolves.toBeUndefined();
  });

  it('runs something between commits, however many wait', async () => {
    const { commits, groups } = recorder();
    const before = commits.add(1, 1);
    const exclusive = commits.exclusive(async () => {
      await sleep(2);
      groups.push([0]);
    });
    await Promise.all([before, commits.add(2, 1), exclusive]);
    const late = commits.add(3, 1);
    await sleep(1);
    await Promise.all([commits.exclusive(async () => void groups.push([9])), commits.add(4, 1), late]);
    expect(groups).toEqual([[0], [1, 2], [3], [9], [4]]);
  });

  it('goes on after something exclusive failed', async () => {
    const { commits } = recorder();
    await expect(commits.exclusive(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(commits.add(1, 1)).resolves.toBeUndefined();
    await expect(commits.idle()).resolves.toBeUndefined();
  });

  it('is idle when all is done', async () => {
    const { commits, groups } = recorder(1);
    const adding = [1, 2, 3].map((item) => commits.add(item, 1));
    await commits.idle();
    expect(groups).toHaveLength(3);
    await Promise.all(adding);
  });
});
