import type { Logger } from '@nestjs/common';
import type { Consumer, DeliveredMessage } from '#libs/pubsub';
import type { EventSink } from '#libs/sinks';
import { Attempts } from './attempts.js';
import { Backoff } from './backoff.js';
import type { Court } from './court.service.js';
import { failpoint } from './failpoint.js';
import { MAX_ATTEMPTS_ALONE, quarantine, type Arrival, type Judgement } from './judge.js';
import type { ParkedRetrier } from './parked.service.js';
import { readBatch, type ReadBatch } from './read-batch.js';
import type { WorkerMetrics } from './worker-metrics.js';

/** What is taken from the log at once. */
const PULL = { maxMessages: 256, maxBytes: 4 * 1024 * 1024, waitMs: 1_000 } as const;
/** Events of one transaction; one large batch may have more. More is little faster and keeps the event loop longer. */
const EVENTS_AT_ONCE = 1_000;
/** Times that a suspect batch is tried whole, apart from the others, before its events are tried alone. */
const MAX_ATTEMPTS_APART = 2;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 10_000;

/** What a worker works with. */
export interface WorkerParts {
  readonly consumer: Consumer;
  readonly court: Court;
  readonly sink: EventSink;
  readonly parked: ParkedRetrier;
}

/** Pull, judge, write everything in one transaction, and only then acknowledge. */
export class Worker {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private eventsInFlight = 0;
  private readonly attempts: Attempts;

  constructor(
    private readonly parts: WorkerParts,
    private readonly metrics: WorkerMetrics,
    private readonly logger: Logger,
    private readonly options: { readonly maxDeliveries: number },
  ) {
    this.attempts = new Attempts(parts.sink);
  }

  start(): void {
    this.running = this.run();
  }

  /** Finishes the transaction that is under way; what was pulled beyond it comes again. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.parts.consumer.close();
  }

  /** Events that are taken from the log and not yet written. */
  get inFlight(): number {
    return this.eventsInFlight;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const messages = await this.untilDone(() => this.parts.consumer.pull({ ...PULL, signal }));
      for (const group of inGroups(messages ?? [])) {
        if (signal.aborted) return;
        await this.deal(group);
      }
    }
  }

  private async deal(group: Group): Promise<void> {
    this.eventsInFlight = group.events;
    const done = await this.untilDone(async () => {
      await this.handle(group.batches);
      return true;
    });
    this.eventsInFlight = 0;
    if (done === null) return;
    await this.untilDone(() => this.parts.consumer.ack(group.messages));
    failpoint('after-ack');
  }

  /**
   * Only the infrastructure fails here, so the same is tried again until it goes well: nothing is dropped, nothing is
   * acknowledged. Null when the worker is told to stop meanwhile.
   */
  private async untilDone<T>(work: () => Promise<T>): Promise<T | null> {
    const { signal } = this.stopping;
    const backoff = new Backoff(FIRST_RETRY_MS, LAST_RETRY_MS);
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (signal.aborted) return null;
        this.metrics.retries.inc();
        this.logger.error(`events wait: ${error instanceof Error ? error.message : String(error)}`);
        await backoff.wait(signal);
        if (signal.aborted) return null;
      }
    }
  }

  private async handle(batches: readonly ReadBatch[]): Promise<void> {
    // After a crash between commit and ack the batch comes again although everything of it is there.
    const settled = await this.parts.sink.settled(batches.map(({ delivery }) => delivery));
    const open = batches.filter(({ delivery }) => !settled.has(delivery));
    this.metrics.redeliveries.inc(batches.filter(({ deliveryCount }) => deliveryCount > 1).length);
    const isSuspect = ({ deliveryCount }: ReadBatch): boolean => deliveryCount > this.options.maxDeliveries;
    const others = open.filter((batch) => !isSuspect(batch));
    if (others.length > 0) await this.writeTogether(others);
    for (const suspect of open.filter(isSuspect)) await this.tryApart(suspect);
  }

  /**
   * A batch that came back too often may hold an event that kills the process. So may another one that was pulled with it:
   * each is tried apart first, noted durably before it is, so that only the culprit's batch is taken to pieces.
   */
  private async tryApart(batch: ReadBatch): Promise<void> {
    const attempts = await this.attempts.begin(batch.delivery);
    if (attempts <= MAX_ATTEMPTS_APART) await this.writeTogether([batch]);
    else await this.tryAlone(batch);
  }

  private async writeTogether(batches: readonly ReadBatch[]): Promise<void> {
    const arrivals = batches.flatMap(arrivalsOf);
    const judgements = [...batches.flatMap(brokenOf), ...(await this.parts.court.judgeAll(arrivals))];
    const deliveries = batches.map(({ delivery }) => delivery);
    await this.write(judgements, deliveries);
  }

  /** An event that was noted and never settled, several times, is the culprit and becomes a dead letter unread. */
  private async tryAlone(batch: ReadBatch): Promise<void> {
    this.logger.warn(
      `a batch of ${batch.events.length} came ${batch.deliveryCount} times; its events are tried alone`,
    );
    for (const [index, arrival] of arrivalsOf(batch).entries()) {
      const name = `${batch.delivery}#${index}`;
      if ((await this.parts.sink.settled([name])).has(name)) continue;
      const attempts = await this.attempts.begin(name);
      const judgements =
        attempts > MAX_ATTEMPTS_ALONE ? [quarantine(arrival)] : await this.parts.court.judgeAll([arrival]);
      await this.write(judgements, [name]);
    }
    await this.write(brokenOf(batch), [batch.delivery]);
  }

  private async write(judgements: readonly Judgement[], deliveries: readonly string[]): Promise<void> {
    const facts = { accepted: judgements.length, deliveries, unparked: [] };
    const { parked } = await this.parts.court.write(judgements, facts);
    this.attempts.end(deliveries);
    if (parked > 0) this.parts.parked.expect();
  }
}

/** Messages that are written together. */
interface Group {
  readonly messages: DeliveredMessage[];
  readonly batches: ReadBatch[];
  events: number;
}

/** Opens messages only when their group's turn comes: what is open too early outlives the young generation. */
function* inGroups(messages: readonly DeliveredMessage[]): Generator<Group, void> {
  let group: Group = { messages: [], batches: [], events: 0 };
  for (const message of messages) {
    const batch = readBatch(message);
    const events = batch.events.length + batch.broken.length;
    if (group.events > 0 && group.events + events > EVENTS_AT_ONCE) {
      yield group;
      group = { messages: [], batches: [], events: 0 };
    }
    group.messages.push(message);
    group.batches.push(batch);
    group.events += events;
  }
  if (group.messages.length > 0) yield group;
}

function arrivalsOf({ events, deliveryCount }: ReadBatch): Arrival[] {
  const waitsSinceMs = Date.now();
  return events.map((source) => ({ source, deliveryCount, waitsSinceMs }));
}

function brokenOf({ broken }: ReadBatch): Judgement[] {
  return broken.map((letter) => ({ kind: 'dead', letter }));
}
