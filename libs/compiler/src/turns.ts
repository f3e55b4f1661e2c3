import { RegistryError } from '#libs/errors';

/** Lets a number of tasks run at once; the others wait in the order they came. */
export class Turns {
  private readonly waiting: { readonly start: () => void; readonly refuse: (error: Error) => void }[] = [];
  private active = 0;

  constructor(
    private readonly concurrency: number,
    private readonly maxWaiting: number,
  ) {}

  /** Tasks that run now. */
  get running(): number {
    return this.active;
  }

  /** Runs the task when it is its turn. **Throws** OVERLOADED when too many wait already. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.active < this.concurrency) this.active += 1;
    else await this.wait();
    try {
      return await task();
    } finally {
      const next = this.waiting.shift();
      // The turn is handed on, so that nobody who comes now can overtake.
      if (next === undefined) this.active -= 1;
      else next.start();
    }
  }

  /** Refuses all that wait. */
  refuseWaiting(error: Error): void {
    for (const { refuse } of this.waiting.splice(0)) refuse(error);
  }

  private wait(): Promise<void> {
    if (this.waiting.length >= this.maxWaiting)
      throw new RegistryError('OVERLOADED', {
        count: this.active + this.waiting.length,
        retryAfterSeconds: 1,
      });
    return new Promise((start, refuse) => this.waiting.push({ start, refuse }));
  }
}
