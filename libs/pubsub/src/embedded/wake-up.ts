/** Lets any number of callers wait for the next occurrence of something, without polling and without missing one. */
export class WakeUp {
  private readonly sleepers = new Set<() => void>();
  private count = 0;

  /** How often it happened. Read it before looking, and hand it to {@link after}. */
  get occurrences(): number {
    return this.count;
  }

  /** It happened: everyone who waits goes on. */
  notify(): void {
    this.count += 1;
    for (const wake of this.sleepers) wake();
  }

  /**
   * Resolves when it happened more often than `seen`, after `timeoutMs`, or on abort. The timer does not keep the
   * process alive.
   */
  after(seen: number, timeoutMs: number, signal?: AbortSignal): Promise<void> {
    if (this.count !== seen || signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.sleepers.delete(wake);
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, Math.min(timeoutMs, MAX_TIMEOUT_MS)).unref();
      signal?.addEventListener('abort', wake, { once: true });
      this.sleepers.add(wake);
    });
  }
}

/** Longest delay of a timer; a longer one would fire at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;
