/** What failed, and when it may be tried again. */
export interface Waiting<T> {
  readonly untilMs: number;
  readonly outcome: T;
}

/** When something that failed may be tried again: waits double from the first to the last. */
export class RetryLater<T> {
  private readonly entries = new Map<string, Waiting<T> & { readonly waitMs: number }>();

  /** `maxEntries` bounds what names from outside can take; those that failed longest ago go first. */
  constructor(
    private readonly firstMs: number,
    private readonly lastMs: number,
    private readonly maxEntries: number,
  ) {}

  /** What it failed with, while it is not to be tried; null when it may be. */
  waiting(key: string, nowMs: number): Waiting<T> | null {
    const entry = this.entries.get(key);
    return entry === undefined || entry.untilMs <= nowMs ? null : entry;
  }

  /** It failed. Attempts that were under way together count as one: the wait is that of the first to fail. */
  fail(key: string, nowMs: number, outcome: T): Waiting<T> {
    const before = this.entries.get(key);
    if (before !== undefined && before.untilMs > nowMs) return before;
    const waitMs = before === undefined ? this.firstMs : Math.min(before.waitMs * 2, this.lastMs);
    const entry = { waitMs, untilMs: nowMs + waitMs, outcome };
    this.entries.delete(key);
    this.entries.set(key, entry);
    const oldest = this.entries.keys().next();
    if (this.entries.size > this.maxEntries && oldest.done !== true) this.entries.delete(oldest.value);
    return entry;
  }

  forget(key: string): void {
    this.entries.delete(key);
  }

  /** Forgets all that `concerned` is true for. */
  forgetWhere(concerned: (key: string) => boolean): void {
    for (const key of this.entries.keys()) if (concerned(key)) this.entries.delete(key);
  }
}
