/** Longest wait that a server may ask for. */
const MAX_RETRY_AFTER_MS = 10 * 60_000;

/** How waits between attempts grow. */
export interface Backoff {
  /** Before the second attempt. Default 500 ms. */
  readonly firstMs: number;
  /** Longest. Default 30 s. */
  readonly maxMs: number;
}

/**
 * Wait before the attempt after number `attempt` (1 = first): doubling, half of it by chance so that many clients do not
 * come back at once, and never less than the server asked for (`retryAfterMs`, up to 10 minutes).
 */
export function backoffMs(
  attempt: number,
  retryAfterMs: number | null,
  backoff: Backoff,
  random: () => number = Math.random,
): number {
  const ceiling = Math.min(backoff.maxMs, backoff.firstMs * 2 ** Math.min(attempt - 1, 30));
  const own = ceiling / 2 + (ceiling / 2) * random();
  if (retryAfterMs === null) return own;
  // What the server asked for, spread by up to a tenth.
  return Math.max(own, Math.min(retryAfterMs, MAX_RETRY_AFTER_MS) * (1 + random() / 10));
}

/** Waits, or less if the signal says so. The timer keeps the process alive: somebody's events wait for it. */
export function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
