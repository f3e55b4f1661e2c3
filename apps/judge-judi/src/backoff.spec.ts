import { Backoff, pause } from './backoff.js';

const never = new AbortController().signal;

async function timeOf(work: Promise<void>): Promise<number> {
  const from = performance.now();
  await work;
  return performance.now() - from;
}

describe('Backoff', () => {
  it('waits ever longer, up to a limit, and starts again after a reset', async () => {
    const backoff = new Backoff(10, 40);
    const waits: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) waits.push(await timeOf(backoff.wait(never)));
    // Timers may fire a little early, and late when the machine is busy.
    [10, 20, 40, 40].forEach((wait, turn) => expect(waits[turn]).toBeGreaterThan(wait - 2));
    backoff.reset();
    expect(await timeOf(backoff.wait(never))).toBeGreaterThan(8);
  });
});

describe('pause', () => {
  it('ends as soon as it is told, also when that was before', async () => {
    const stop = new AbortController();
    const waiting = timeOf(pause(60_000, stop.signal));
    stop.abort();
    expect(await waiting).toBeLessThan(10_000);
    expect(await timeOf(pause(60_000, stop.signal))).toBeLessThan(10_000);
  });
});
