interface Waiting<T> {
  readonly item: T;
  readonly sizeBytes: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets callers that arrive while a commit runs share the next one: one write and one sync for all of them. Commits run
 * one after the other, in order of arrival.
 */
export class GroupCommit<T> {
  private waiting: Waiting<T>[] = [];
  private readonly turns: (() => Promise<void>)[] = [];
  private running: Promise<void> | null = null;

  /** `commit` makes the items durable; it fails for all of them or for none. */
  constructor(
    private readonly commit: (items: readonly T[]) => Promise<void>,
    private readonly maxGroupBytes: number,
  ) {}

  /** Resolves when the item is durable. */
  add(item: T, sizeBytes: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, sizeBytes, resolve, reject });
      this.running ??= this.run();
    });
  }

  /** Runs something before the next commit, while none runs. */
  exclusive(work: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.turns.push(() => work().then(resolve, reject));
      this.running ??= this.run();
    });
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    while (this.running !== null) await this.running;
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0 || this.turns.length > 0) {
      // Callers that were just answered, and requests that are already in the socket, join this round: with 64 writers
      // that halves the number of syncs.
      await new Promise((resolve) => setImmediate(resolve));
      for (const turn of this.turns.splice(0)) await turn();
      if (this.waiting.length > 0) await this.commitGroup(this.takeGroup());
    }
    this.running = null;
  }

  private async commitGroup(group: readonly Waiting<T>[]): Promise<void> {
    try {
      await this.commit(group.map(({ item }) => item));
    } catch (error) {
      for (const { reject } of group) reject(error);
      return;
    }
    for (const { resolve } of group) resolve();
  }

  private takeGroup(): readonly Waiting<T>[] {
    let count = 0;
    let sizeBytes = 0;
    for (const waiting of this.waiting) {
      sizeBytes += waiting.sizeBytes;
      if (count > 0 && sizeBytes > this.maxGroupBytes) break;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }
}
