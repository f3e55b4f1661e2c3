import { WakeUp } from './wake-up.js';

describe('WakeUp', () => {
  it('wakes everyone who waits', async () => {
    const news = new WakeUp();
    const waiting = [news.after(0, 60_000), news.after(0, 60_000)];
    news.notify();
    await expect(Promise.all(waiting)).resolves.toHaveLength(2);
  });

  it('does not let what happened before the wait be missed', async () => {
    const news = new WakeUp();
    const seen = news.occurrences;
    news.notify();
    await news.after(seen, 60_000);
  });

  it('ends with the time, or the signal', async () => {
    const news = new WakeUp();
    await news.after(0, 1);
    const abort = new AbortController();
    const waiting = news.after(0, 60_000, abort.signal);
    abort.abort();
    await waiting;
    await news.after(0, 60_000, abort.signal);
  });

  it('waits long when asked to, although timers can not', async () => {
    const news = new WakeUp();
    let woken = false;
    const waiting = news.after(0, 2 ** 40).then(() => (woken = true));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(woken).toBe(false);
    news.notify();
    await waiting;
  });
});
