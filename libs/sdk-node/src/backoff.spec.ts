import { backoffMs, waitFor } from './backoff.js';

const BACKOFF = { firstMs: 100, maxMs: 1_000 };

describe('backoffMs', () => {
  it.each([
    [1, 50, 100],
    [2, 100, 200],
    [4, 400, 800],
    [5, 500, 1_000],
    [100, 500, 1_000],
  ])('before attempt %d + 1 is from %d to %d', (attempt, least, most) => {
    expect(backoffMs(attempt, null, BACKOFF, () => 0)).toBe(least);
    expect(backoffMs(attempt, null, BACKOFF, () => 1)).toBe(most);
  });

  it('is never shorter than the server asks for, up to ten minutes', () => {
    expect(backoffMs(1, 5_000, BACKOFF, () => 0)).toBe(5_000);
    expect(backoffMs(1, 5_000, BACKOFF, () => 1)).toBeCloseTo(5_500);
    expect(backoffMs(1, 0, BACKOFF, () => 1)).toBe(100);
    expect(backoffMs(1, 10 ** 9, BACKOFF, () => 0)).toBe(600_000);
  });
});

describe('waitFor', () => {
  it('ends with the time or the signal', async () => {
    await waitFor(1, new AbortController().signal);
    const abort = new AbortController();
    const waiting = waitFor(60_000, abort.signal);
    abort.abort();
    await waiting;
    await waitFor(60_000, abort.signal);
  });
});
