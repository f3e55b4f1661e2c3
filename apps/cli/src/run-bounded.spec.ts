import { runBounded } from './run-bounded.js';

const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test.each([1, 2, 5, 100])('with a limit of %d runs all, in order, never more at once', async (limit) => {
  let [running, most] = [0, 0];
  const results = await runBounded([5, 3, 8, 1, 9], limit, async (item) => {
    running += 1;
    most = Math.max(most, running);
    for (let turn = 0; turn < item; turn += 1) await soon();
    running -= 1;
    return item * 2;
  });
  expect(results).toEqual([10, 6, 16, 2, 18]);
  expect(most).toBe(Math.min(limit, 5));
});

test('throws the first failure after what ran is over, and starts nothing more', async () => {
  const ended: number[] = [];
  const outcome = runBounded([0, 1, 2, 3], 2, async (item) => {
    await soon();
    if (item === 0) throw new Error('first');
    await soon();
    ended.push(item);
    return item;
  });
  await expect(outcome).rejects.toThrow('first');
  expect(ended).toEqual([1]);
});

test('of nothing is nothing', async () => {
  expect(await runBounded([], 3, () => Promise.reject(new Error('never')))).toEqual([]);
});
