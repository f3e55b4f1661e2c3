import type { Logger } from '@nestjs/common';
import type { EventSink, ParkedGroup } from '#libs/sinks';
import { Backoff, pause } from './backoff.js';
import { gather } from './gather.js';
import type { Judge } from './judge.js';

/** Events that are judged again in one transaction. */
const CHUNK = 500;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;

/** Judges parked events again: when something changed in the registry, and from time to time. */
export class ParkedRetrier {
  private readonly stopping = new AbortController();
  private wake = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly judge: Judge,
    private readonly sink: EventSink,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** Something changed: tries again at once. */
  nudge(): void {
    this.wake.abort();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    const backoff = new Backoff(FIRST_RETRY_MS, LAST_RETRY_MS);
    while (!signal.aborted) {
      const nudged = this.wake.signal.aborted;
      if (nudged) {
        this.wake = new AbortController();
        backoff.reset();
      }
      try {
        const released = await this.retryAll();
        if (released > 0) backoff.reset();
      } catch (error) {
        this.logger.error(`parked events wait on: ${error instanceof Error ? error.message : String(error)}`);
        await pause(FIRST_RETRY_MS, signal);
      }
      await backoff.wait(this.wake.signal);
    }
  }

  private async retryAll(): Promise<number> {
    let released = 0;
    for (const group of await this.sink.parkedGroups()) {
      while (!this.stopping.signal.aborted) {
        const count = await this.retry(group);
        released += count;
        if (count < CHUNK) break;
      }
    }
    return released;
  }

  /** Judges the longest waiting events of a group again; answers how many wait no more. */
  private async retry(group: ParkedGroup): Promise<number> {
    const events = await this.sink.parkedEvents(group.ref, { limit: CHUNK });
    const nowMs = Date.now();
    const judgements = [];
    for (const event of events) {
      const judgement = await this.judge.judge(event.source, {
        deliveryCount: 1,
        parkedSinceMs: event.parkedAtMs,
        nowMs,
      });
      // They are in order of waiting and share their schema: if this one has to wait on, so have those behind it.
      if (judgement.kind === 'parked') break;
      judgements.push(judgement);
    }
    if (judgements.length === 0) return 0;
    const unparked = events.slice(0, judgements.length).map((event) => event.source.eventId);
    await this.sink.write(gather(judgements, { accepted: 0, deliveries: [], unparked }));
    return judgements.length;
  }
}
