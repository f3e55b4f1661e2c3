import { RegistryError } from '#libs/errors';
import type { event } from '#libs/gen';
import type { Metrics } from '#libs/nest-kit';
import type { PubSub } from '#libs/pubsub';
import type { CollectorConfig } from './config.js';
import { IngestClock } from './ingest-clock.js';
import { toMessages } from './to-messages.js';
import { WriteKeys } from './write-keys.js';

/** Topic of accepted batches. */
export const TOPIC = 'events';

const SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5] as const;
/** Apps that get a label of their own: names come from outside and must not fill the metrics. */
const MAX_APP_LABELS = 100;
const MAX_APP_LABEL = 64;

/** Takes batches in: who may write, how many at once, and the durable append that an answer waits for. */
export class Intake {
  private readonly keys: WriteKeys;
  private readonly clock = new IngestClock();
  private readonly apps = new Set<string>();
  private readonly requests;
  private readonly events;
  private readonly bytes;
  private readonly acceptSeconds;
  private readonly appendSeconds;
  private inFlight = 0;
  private stopping = false;

  constructor(
    private readonly log: PubSub,
    private readonly config: CollectorConfig,
    metrics: Metrics,
  ) {
    this.keys = new WriteKeys(config.writeKeys);
    this.requests = metrics.counter('collector_requests_total', 'Requests, by status', ['code']);
    this.events = metrics.counter('collector_events_total', 'Events of requests, by app and result', [
      'app',
      'result',
    ]);
    this.bytes = metrics.counter('collector_bytes', 'Bytes of requests, decompressed');
    this.acceptSeconds = metrics.histogram(
      'accept_seconds',
      'From a read request to its answer',
      [],
      SECONDS,
    );
    this.appendSeconds = metrics.histogram('append_seconds', 'The durable append', [], SECONDS);
    metrics.gauge('inflight', 'Requests that are worked on', [], () =>
      metrics.gauge('inflight', '').set(this.inFlight),
    );
  }

  /** Counts an answer. */
  countRequest(code: number): void {
    this.requests.inc({ code: String(code) });
  }

  /** Counts a body that was read. */
  countBytes(sizeBytes: number): void {
    this.bytes.inc(sizeBytes);
  }

  /** Runs the work of one request. **Throws** OVERLOADED, SHUTTING_DOWN. */
  async admit<T>(work: () => Promise<T>): Promise<T> {
    if (this.stopping) throw new RegistryError('SHUTTING_DOWN', { retryAfterSeconds: 1 });
    if (this.inFlight >= this.config.maxInFlight)
      throw new RegistryError('OVERLOADED', { count: this.inFlight, retryAfterSeconds: 1 });
    this.inFlight += 1;
    const done = this.acceptSeconds.startTimer();
    try {
      return await work();
    } finally {
      done();
      this.inFlight -= 1;
    }
  }

  /** **Throws** UNAUTHENTICATED. */
  authorize(writeKey: string): void {
    if (!this.keys.allow(writeKey)) throw new RegistryError('UNAUTHENTICATED');
  }

  /** Resolves once the events are durable. **Throws** LOG_FULL and what else the log throws: nothing was accepted then. */
  async append(batch: event.EventBatch, rejected: number): Promise<void> {
    if (batch.events.length > 0) {
      const done = this.appendSeconds.startTimer();
      await this.log.publish(TOPIC, toMessages(batch, this.clock.nowMs()));
      done();
    }
    const app = this.labelOf(batch.source?.appId ?? '');
    if (batch.events.length > 0) this.events.inc({ app, result: 'accepted' }, batch.events.length);
    if (rejected > 0) this.events.inc({ app, result: 'rejected' }, rejected);
  }

  /** From now on every request is told to come again later. */
  stop(): void {
    this.stopping = true;
  }

  private labelOf(appId: string): string {
    const label = appId.slice(0, MAX_APP_LABEL);
    if (this.apps.size < MAX_APP_LABELS) this.apps.add(label);
    return this.apps.has(label) ? label : 'other';
  }
}
