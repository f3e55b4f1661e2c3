import { Turns } from './turns.js';

/** A task that ends when it is told to. */
function task(): { readonly work: () => Promise<void>; readonly end: () => void } {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { work: () => ended, end: () => end() };
}

describe('Turns', () => {
  it('runs so many at once, in the order they came', async () => {
    const turns = new Turns(2, 10);
    const order: number[] = [];
    const tasks = [0, 1, 2, 3].map(() => task());
    const done = tasks.map(({ work }, index) =>
      turns.run(() => {
        order.push(index);
        return work();
      }),
    );
    expect([turns.running, order]).toEqual([2, [0, 1]]);
    tasks[1]?.end();
    await done[1];
    expect([turns.running, order]).toEqual([2, [0, 1, 2]]);
    for (const { end } of tasks) end();
    await Promise.all(done);
    expect([turns.running, order]).toEqual([0, [0, 1, 2, 3]]);
  });

  it('hands the turn on after a failure', async () => {
    const turns = new Turns(1, 10);
    const failed = turns.run(() => Promise.reject(new Error('no')));
    const next = turns.run(() => Promise.resolve('yes'));
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('yes');
    expect(turns.running).toBe(0);
  });

  it('refuses when as many wait as may', async () => {
    const turns = new Turns(1, 1);
    const first = task();
    const done = [turns.run(first.work), turns.run(() => Promise.resolve())];
    await expect(turns.run(() => Promise.resolve())).rejects.toMatchObject({
      code: 'OVERLOADED',
      params: { count: 2 },
    });
    first.end();
    await Promise.all(done);
    expect(await turns.run(() => Promise.resolve(1))).toBe(1);
  });

  it('refuses those who wait when told to, and lets run what runs', async () => {
    const turns = new Turns(1, 10);
    const first = task();
    const running = turns.run(first.work);
    const waiting = turns.run(() => Promise.resolve());
    turns.refuseWaiting(new Error('closed'));
    await expect(waiting).rejects.toThrow('closed');
    first.end();
    await running;
    expect(turns.running).toBe(0);
  });
});
