import { RetryLater } from './retry-later.js';

describe('RetryLater', () => {
  it('doubles from the first wait to the last', () => {
    const retry = new RetryLater<string>(10, 50, 10);
    const waits: number[] = [];
    let nowMs = 0;
    for (let attempt = 0; attempt < 5; attempt++) {
      const { untilMs } = retry.fail('a', nowMs, 'x');
      waits.push(untilMs - nowMs);
      nowMs = untilMs;
    }
    expect(waits).toEqual([10, 20, 40, 50, 50]);
  });

  it('says what it failed with until then, not after', () => {
    const retry = new RetryLater<string>(10, 50, 10);
    retry.fail('a', 100, 'x');
    expect(retry.waiting('a', 109)).toMatchObject({ untilMs: 110, outcome: 'x' });
    expect(retry.waiting('a', 110)).toBeNull();
    expect(retry.waiting('b', 100)).toBeNull();
  });

  it('counts failures during a wait as one', () => {
    const retry = new RetryLater<string>(10, 50, 10);
    retry.fail('a', 0, 'x');
    expect(retry.fail('a', 5, 'y')).toMatchObject({ untilMs: 10, outcome: 'x' });
    expect(retry.fail('a', 10, 'y')).toMatchObject({ untilMs: 30, outcome: 'y' });
  });

  it('begins anew when it is told to forget', () => {
    const retry = new RetryLater<string>(10, 50, 10);
    for (const key of ['a', 'b', 'c']) retry.fail(key, 0, 'x');
    retry.forget('a');
    retry.forgetWhere((key) => key === 'b');
    expect(['a', 'b', 'c'].map((key) => retry.waiting(key, 5) === null)).toEqual([true, true, false]);
    expect(retry.fail('a', 10, 'x').untilMs).toBe(20);
    expect(retry.fail('c', 10, 'x').untilMs).toBe(30);
  });

  it('is bounded: what failed longest ago goes first', () => {
    const retry = new RetryLater<string>(10, 50, 2);
    retry.fail('a', 0, 'x');
    retry.fail('b', 1, 'x');
    retry.fail('a', 10, 'x');
    retry.fail('c', 11, 'x');
    expect(['a', 'b', 'c'].map((key) => retry.waiting(key, 11) === null)).toEqual([false, true, false]);
  });
});
