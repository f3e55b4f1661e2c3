import type { Logger } from '@nestjs/common';
import type { Consumer, DeliveredMessage } from '#libs/pubsub';
import type { DeadLetter, EventSink, EventSource, SinkResult } from '#libs/sinks';
import { Backoff } from './backoff.js';
import { gather } from './gather.js';
import type { Judge, Judgement } from './judge.js';
import { readBatch, type ReadBatch } from './read-batch.js';
import type { WorkerMetrics } from './worker-metrics.js';

/** How much is taken from the log at once: what is decoded and written together. */
const PULL = { maxMessages: 64, maxBytes: 4 * 1024 * 1024, waitMs: 1_000 } as const;
/** Times that one event may be tried alone before it is taken for the one that kills the process. */
const MAX_ATTEMPTS_ALONE = 2;

/** What a first delivery was about, and where an event came from. */
interface Arrival {
  readonly source: EventSource;
  readonly deliveryCount: number;
}

/** Pull, judge, write everything in one transaction, and only then acknowledge. */
export class Worker {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly consumer: Consumer,
    private readonly judge: Judge,
    private readonly sink: EventSink,
    private readonly metrics: WorkerMetrics,
    private readonly logger: Logger,
    private readonly options: { readonly maxDeliveries: number },
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** Finishes the batch that is in hand. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.consumer.close();
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    const backoff = new Backoff(100, 10_000);
    let inHand: readonly DeliveredMessage[] = [];
    while (!signal.aborted) {
      try {
        if (inHand.length === 0) inHand = await this.consumer.pull({ ...PULL, signal });
        if (inHand.length > 0) await this.handle(inHand);
        await this.consumer.ack(inHand);
        inHand = [];
        backoff.reset();
      } catch (error) {
        // Only the infrastructure fails here. Nothing is acknowledged, so nothing is lost: the same messages are tried again.
        if (signal.aborted) return;
        this.logger.error(`events wait: ${error instanceof Error ? error.message : String(error)}`);
        await backoff.wait(signal);
      }
    }
  }

  private async handle(messages: readonly DeliveredMessage[]): Promise<void> {
    const settled = await this.sink.settled(
      messages.filter((message) => message.deliveryCount > 1).map((message) => message.offset),
    );
    const batches = messages.filter((message) => !settled.has(message.offset)).map(readBatch);
    const suspects = batches.filter((batch) => batch.deliveryCount > this.options.maxDeliveries);
    for (const suspect of suspects) await this.tryAlone(suspect);
    const others = batches.filter((batch) => batch.deliveryCount <= this.options.maxDeliveries);
    if (others.length > 0) await this.write(others);
  }

  private async write(batches: readonly ReadBatch[]): Promise<void> {
    const arrivals = batches.flatMap(({ events, deliveryCount }) =>
      events.map((source) => ({ source, deliveryCount })),
    );
    const waves = splitRepeats(arrivals);
    const broken = batches.flatMap((batch) => batch.broken);
    const deliveries = batches.map((batch) => batch.delivery);
    for (const [index, wave] of waves.entries()) {
      const last = index === waves.length - 1;
      await this.writeWave(wave, last ? broken : [], last ? deliveries : []);
    }
  }

  private async writeWave(
    arrivals: readonly Arrival[],
    broken: readonly DeadLetter[],
    deliveries: readonly string[],
  ): Promise<void> {
    const judgements: Judgement[] = broken.map((letter) => ({ kind: 'dead', letter }));
    const decoding = this.metrics.timeDecode();
    for (const { source, deliveryCount } of arrivals) {
      judgements.push(
        await this.judge.judge(source, { deliveryCount, parkedSinceMs: null, nowMs: Date.now() }),
      );
    }
    decoding();
    const batch = gather(judgements, { accepted: arrivals.length + broken.length, deliveries, unparked: [] });
    const committing = this.metrics.timeCommit();
    const result = await this.sink.write(batch);
    committing();
    this.report(judgements, result);
  }

  /**
   * A batch that came back too often may hold an event that kills the process. Each event is tried alone, and noted durably
   * before it is; the one that was noted and never settled is the culprit and becomes a dead letter unread.
   */
  private async tryAlone(batch: ReadBatch): Promise<void> {
    this.logger.warn(
      `a batch was delivered ${batch.deliveryCount} times; its ${batch.events.length} events are tried one by one`,
    );
    for (const [index, source] of batch.events.entries()) {
      const name = `${batch.delivery}/${index}`;
      if ((await this.sink.settled([name])).has(name)) continue;
      const attempts = await this.sink.noteAttempt(name);
      const arrival = { source, deliveryCount: batch.deliveryCount };
      if (attempts > MAX_ATTEMPTS_ALONE) await this.writeWave([], [quarantined(arrival)], [name]);
      else await this.writeWave([arrival], [], [name]);
    }
    await this.writeWave([], batch.broken, [batch.delivery]);
  }

  private report(judgements: readonly Judgement[], result: SinkResult): void {
    this.metrics.count(judgements, result, Date.now());
    for (const { eventId, message } of result.rejected)
      this.logger.warn(`the database refused event ${eventId}: ${message}`);
  }
}

/** Events in lists within which no id occurs twice; ids that are sent again within one pull come in a later list. */
function splitRepeats(arrivals: readonly Arrival[]): Arrival[][] {
  const seen = new Map<string, number>();
  const waves: Arrival[][] = [[]];
  for (const arrival of arrivals) {
    const wave = seen.get(arrival.source.eventId) ?? 0;
    seen.set(arrival.source.eventId, wave + 1);
    (waves[wave] ??= []).push(arrival);
  }
  return waves;
}

function quarantined({ source, deliveryCount }: Arrival): DeadLetter {
  const message = 'The worker stopped twice while it tried this event alone. It was not opened again.';
  return { source, reason: 'QUARANTINED', message, path: null, version: null, deliveryCount };
}
