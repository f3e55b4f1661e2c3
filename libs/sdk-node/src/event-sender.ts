import type { DescMessage, MessageInitShape } from '@bufbuild/protobuf';
import { backoffMs, waitFor } from './backoff.js';
import { createBatch, type SourceInput } from './create-batch.js';
import { EventQueue, batchOf, lostEvent, queuedSize, type QueuedEvent } from './event-queue.js';
import { checkSchemaRef, type EventType, type SchemaRefInput } from './event-type.js';
import { PostError, postBatch, type PostResult } from './post-batch.js';
import type { SendProblem } from './send-problem.js';
import { uuidV7 } from './uuid-v7.js';

/** How events are sent. */
export interface SenderOptions {
  /** The Event API's base, such as `http://localhost:8081`. */
  readonly url: string;
  readonly source: SourceInput;
  /** Most events of a batch. Default 500. */
  readonly maxBatchEvents?: number;
  /** Most bytes of a batch. Default 256 KiB. */
  readonly maxBatchBytes?: number;
  /** Longest that an event waits for others. Default 1 s. */
  readonly flushIntervalMs?: number;
  /** Most events that wait. Default 10,000. */
  readonly maxQueueEvents?: number;
  /** How long a batch is tried. Default 15 minutes. */
  readonly giveUpAfterMs?: number;
  /** How long {@link EventSender.close} tries. Default 10 s. */
  readonly closeTimeoutMs?: number;
  /** Longest wait for one answer. Default 10 s. */
  readonly timeoutMs?: number;
  readonly gzip?: boolean;
  /** Waits between attempts; see {@link backoffMs}. Default 500 ms doubling to 30 s. */
  readonly backoff?: { readonly firstMs: number; readonly maxMs: number };
  /** Told of every event that is not stored. Default: a process warning. */
  readonly onError?: (problem: SendProblem) => void;
  readonly fetch?: typeof fetch;
}

/** What may be said of an event. */
export interface SendOptions {
  /** Keeps one session's events in order. */
  readonly sessionKey?: string | Uint8Array;
  /** When it happened. Default now. */
  readonly createdAtMs?: number;
}

const NO_OPTIONS: SendOptions = {};

/**
 * Sends events in batches, in order, one request at a time. An event keeps its id over all attempts, so it is stored
 * once. Whatever is not stored is told to `onError`. While events wait, the process is kept alive.
 */
export class EventSender {
  private readonly queue = new EventQueue();
  private readonly stopping = new AbortController();
  private readonly limits: { readonly events: number; readonly bytes: number; readonly queue: number };
  private running: Promise<void> | null = null;
  private flushing = false;
  private hurry = new AbortController();
  private inFlight = 0;
  private seq = 0;
  private closed: Promise<void> | null = null;

  /** **Throws** TypeError for a source or url that can not be right. */
  constructor(private readonly options: SenderOptions) {
    createBatch({ source: options.source, schemas: [], events: [] });
    void new URL(options.url);
    this.limits = {
      events: options.maxBatchEvents ?? 500,
      bytes: options.maxBatchBytes ?? 256 * 1024,
      queue: options.maxQueueEvents ?? 10_000,
    };
  }

  /** Events that wait or are on their way. */
  get pending(): number {
    return this.queue.length + this.inFlight;
  }

  /**
   * Queues an event; false when it could not be, which `onError` is told, too. **Throws** TypeError for a schema name or
   * time that can not be right.
   */
  send<D extends DescMessage>(
    type: EventType<D>,
    message: MessageInitShape<D>,
    options: SendOptions = NO_OPTIONS,
  ): boolean {
    return this.sendBytes(type.ref, type.encode(message), options);
  }

  /** As {@link send}, for a message that is serialized already. */
  sendBytes(ref: SchemaRefInput, payload: Uint8Array, options: SendOptions = NO_OPTIONS): boolean {
    checkSchemaRef(ref);
    const createdAtMs = options.createdAtMs ?? Date.now();
    if (!Number.isSafeInteger(Math.round(createdAtMs))) throw new TypeError(`${createdAtMs} is not a time.`);
    this.seq = (this.seq + 1) % 2 ** 32;
    const event: QueuedEvent = {
      ref,
      payload,
      eventId: uuidV7(),
      createdAtMs,
      seq: this.seq,
      sessionKey: options.sessionKey ?? '',
    };
    const refused = this.whyNot(event);
    if (refused !== null) {
      this.report({ ...refused, events: [lostEvent(event)] });
      return false;
    }
    this.queue.add(event);
    if (this.queue.fills(this.limits.events, this.limits.bytes)) this.hurry.abort();
    this.running ??= this.run();
    return true;
  }

  /** Sends what waits without waiting for more; resolves when all of it was stored or told to `onError`. */
  async flush(): Promise<void> {
    while (this.running !== null) {
      this.flushing = true;
      this.hurry.abort();
      await this.running;
    }
  }

  /** Refuses new events and flushes; after `closeTimeoutMs` what is left goes to `onError`. */
  close(): Promise<void> {
    this.closed ??= this.closeOnce();
    return this.closed;
  }

  private async closeOnce(): Promise<void> {
    const timer = setTimeout(() => this.stopping.abort(), this.options.closeTimeoutMs ?? 10_000);
    await this.flush();
    clearTimeout(timer);
  }

  private whyNot(event: QueuedEvent): Omit<SendProblem, 'events'> | null {
    if (this.closed !== null) return { reason: 'CLOSED', message: 'The sender is closed.' };
    const size = queuedSize(event);
    if (size > this.limits.bytes)
      return {
        reason: 'TOO_LARGE',
        message: `The event has ${size} bytes; a batch may have ${this.limits.bytes}.`,
      };
    if (this.pending >= this.limits.queue)
      return {
        reason: 'QUEUE_FULL',
        message: `${this.pending} events wait; the Event API does not take them.`,
      };
    return null;
  }

  private async run(): Promise<void> {
    while (this.queue.length > 0) {
      if (!this.flushing && !this.queue.fills(this.limits.events, this.limits.bytes))
        await waitFor(this.options.flushIntervalMs ?? 1_000, this.hurry.signal);
      this.hurry = new AbortController();
      const events = this.queue.take(this.limits.events, this.limits.bytes);
      this.inFlight = events.length;
      await this.deliver(events);
      this.inFlight = 0;
    }
    this.flushing = false;
    this.running = null;
  }

  private async deliver(events: readonly QueuedEvent[]): Promise<void> {
    const batch = batchOf(this.options.source, events);
    const giveUpAt = performance.now() + (this.options.giveUpAfterMs ?? 15 * 60_000);
    for (let attempt = 1; ; attempt += 1) {
      const signal = this.stopping.signal;
      const failure = await postBatch(this.options.url, batch, { ...this.options, signal }).then(
        (result) => this.reportRejected(events, result),
        (error: PostError) => error,
      );
      if (failure === null) return;
      if (failure.status === 413 && events.length > 1) return this.deliverHalves(events);
      if (!failure.retryable) return this.lose('REFUSED', failure.message, events);
      if (signal.aborted) return this.lose('CLOSED', `Closed before it was sent. ${failure.message}`, events);
      const waitMs = backoffMs(
        attempt,
        failure.retryAfterMs,
        this.options.backoff ?? { firstMs: 500, maxMs: 30_000 },
      );
      if (performance.now() + waitMs > giveUpAt) return this.lose('GAVE_UP', failure.message, events);
      await waitFor(waitMs, signal);
      if (signal.aborted) return this.lose('CLOSED', `Closed before it was sent. ${failure.message}`, events);
    }
  }

  private async deliverHalves(events: readonly QueuedEvent[]): Promise<void> {
    const middle = Math.ceil(events.length / 2);
    await this.deliver(events.slice(0, middle));
    await this.deliver(events.slice(middle));
  }

  private reportRejected(events: readonly QueuedEvent[], result: PostResult): null {
    for (const { index, reason, message } of result.rejected) {
      const event = events[index];
      const lost = event === undefined ? [] : [lostEvent(event)];
      this.report({ reason: 'REJECTED', message: `${reason}: ${message}`, events: lost });
    }
    return null;
  }

  private lose(reason: SendProblem['reason'], message: string, events: readonly QueuedEvent[]): void {
    this.report({ reason, message, events: events.map(lostEvent) });
  }

  private report(problem: SendProblem): void {
    try {
      if (this.options.onError !== undefined) return this.options.onError(problem);
    } catch (error) {
      process.emitWarning(`onError failed: ${String(error)}`, 'ProtokollWarning');
    }
    const what = `${problem.events.length} events were not stored (${problem.reason}): ${problem.message}`;
    process.emitWarning(what, 'ProtokollWarning');
  }
}
