/** Waits that grow from `firstMs` to `lastMs`, doubling, until something went well again. */
export class Backoff {
  private nextMs: number;

  constructor(
    private readonly firstMs: number,
    private readonly lastMs: number,
  ) {
    this.nextMs = firstMs;
  }

  /** Waits, or returns at once when the signal is aborted. */
  async wait(signal: AbortSignal): Promise<void> {
    const waitMs = this.nextMs;
    this.nextMs = Math.min(this.nextMs * 2, this.lastMs);
    await pause(waitMs, signal);
  }

  /** Starts from the shortest wait again. */
  reset(): void {
    this.nextMs = this.firstMs;
  }
}

/** Resolves after a time, or as soon as the signal is aborted. */
export function pause(waitMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, waitMs);
    signal.addEventListener('abort', done);
  });
}
