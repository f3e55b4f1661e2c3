import type { EventSink } from '#libs/sinks';

/**
 * Counts in how many lives of this process something was begun and never finished. Trying again within one life does not
 * count: a busy database is no reason to suspect an event.
 */
export class Attempts {
  private readonly begun = new Map<string, number>();

  constructor(private readonly sink: EventSink) {}

  /** Notes durably that it is about to be tried; answers in how many lives it was, this one included. */
  async begin(name: string): Promise<number> {
    const known = this.begun.get(name);
    if (known !== undefined) return known;
    const lives = await this.sink.noteAttempt(name);
    this.begun.set(name, lives);
    return lives;
  }

  /** It was finished. The sink forgets it with the transaction that names it among its deliveries. */
  end(names: readonly string[]): void {
    for (const name of names) this.begun.delete(name);
  }
}
