/** When something that failed may be tried again: waits double from the first to the last. */
export class RetryLater<K> {
  private readonly entries = new Map<K, { waitMs: number; untilMs: number }>();

  /** `maxEntries` bounds what hostile names can take; the oldest go first. */
  constructor(
    private readonly firstMs: number,
    private readonly lastMs: number,
    private readonly maxEntries: number,
  ) {}

  /** Until when not to try; null when it may be tried now. */
  until(key: K, nowMs: number): number | null {
    const entry = this.entries.get(key);
    return entry === undefined || entry.untilMs <= nowMs ? null : entry.untilMs;
  }

  /** It failed again; answers until when not to try. */
  fail(key: K, nowMs: number): number {
    const before = this.entries.get(key);
    const waitMs = before === undefined ? this.firstMs : Math.min(before.waitMs * 2, this.lastMs);
    this.entries.delete(key);
    this.entries.set(key, { waitMs, untilMs: nowMs + waitMs });
    const oldest = this.entries.keys().next();
    if (this.entries.size > this.maxEntries && oldest.done !== true) this.entries.delete(oldest.value);
    return nowMs + waitMs;
  }

  forget(key: K): void {
    this.entries.delete(key);
  }

  clear(): void {
    this.entries.clear();
  }
}
