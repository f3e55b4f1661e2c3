import type { Logger } from '@nestjs/common';
import type { Metrics } from '#libs/nest-kit';
import type { PubSub } from '#libs/pubsub';
import type { RegistryClient } from '#libs/registry-client';
import type { EventSink, TableSink } from '#libs/sinks';
import type { WorkerConfig } from './config.js';
import { Court } from './court.service.js';
import { FeedFollower } from './feed.service.js';
import { Migrator } from './migrator.service.js';
import { Mirrors } from './mirrors.js';
import { ParkedRetrier } from './parked.service.js';
import { Resolver } from './resolver.js';
import { TOPIC, WORKER_GROUP } from './tokens.js';
import { WorkerMetrics } from './worker-metrics.js';
import { Worker } from './worker.service.js';

/** What a pipeline leads from and to; its owner opens and closes them. */
export interface PipelineEnds {
  readonly sink: EventSink;
  /** Sinks that rows go to as well. */
  readonly mirrors?: readonly TableSink[];
  readonly log: PubSub;
  readonly client: RegistryClient;
}

/** What of the worker's settings the pipeline needs. */
export type PipelineOptions = Pick<WorkerConfig, 'parkLimitMs' | 'maxParked' | 'maxDeliveries' | 'migrates'>;

/** All parts of the worker, put together: log → court → sink, the feed beside it. */
export class Pipeline {
  private readonly feed: FeedFollower;
  private readonly parked: ParkedRetrier;
  private readonly migrator: Migrator;
  private readonly court: Court;
  private readonly workerMetrics: WorkerMetrics;
  private worker: Worker | null = null;

  constructor(
    private readonly ends: PipelineEnds,
    metrics: Metrics,
    private readonly loggerFor: (context: string) => Logger,
    private readonly options: PipelineOptions,
  ) {
    const { sink, client, mirrors = [] } = ends;
    const { migrates } = options;
    this.workerMetrics = new WorkerMetrics(metrics);
    this.migrator = new Migrator(client, [sink, ...mirrors], loggerFor('migrator'), { automatic: migrates });
    const resolver = new Resolver(client, this.migrator);
    this.court = new Court(
      resolver,
      { sink, mirrors: new Mirrors(mirrors) },
      this.migrator,
      this.workerMetrics,
      loggerFor('court'),
      options,
    );
    this.parked = new ParkedRetrier(resolver, this.court, sink, loggerFor('parked'), options);
    this.feed = new FeedFollower(client, sink, this.migrator, this.parked, loggerFor('feed'), { migrates });
    this.gauges(metrics);
  }

  /** Begins to follow the registry and to take events. */
  async start(): Promise<void> {
    const consumer = await this.ends.log.subscribe(TOPIC, WORKER_GROUP);
    this.worker = new Worker(
      { consumer, sink: this.ends.sink, court: this.court, parked: this.parked },
      this.workerMetrics,
      this.loggerFor('worker'),
      this.options,
    );
    this.feed.start();
    this.parked.start();
    this.worker.start();
  }

  /** Finishes the transactions that are under way. */
  async stop(): Promise<void> {
    await Promise.all([this.feed.stop(), this.parked.stop(), this.worker?.stop()]);
  }

  /** Tries everything that is parked at once. */
  retryParked(): void {
    this.parked.nudge();
  }

  /** Events that are taken from the log and not yet written. */
  get inFlight(): number {
    return this.worker?.inFlight ?? 0;
  }

  private gauges(metrics: Metrics): void {
    const { sink, log } = this.ends;
    const gauge = (name: string, help: string, read: () => Promise<number> | number): void => {
      const made: ReturnType<Metrics['gauge']> = metrics.gauge(name, help, [], async (): Promise<void> =>
        made.set(await read()),
      );
    };
    gauge('registry_up', 'Whether the registry answered the last time', () => Number(this.feed.registryUp));
    gauge('worker_in_flight', 'Events taken from the log and not yet written', () => this.inFlight);
    gauge(
      'worker_tables_behind',
      'Versions whose tables could not be brought up to date',
      () => this.migrator.behind,
    );
    gauge('worker_parked', 'Events that wait for schema or table', async () => (await sink.counts()).parked);
    gauge('worker_dlq_depth', 'Dead letters', async () => (await sink.counts()).dead);
    const depth = () => log.depth(TOPIC, WORKER_GROUP);
    gauge('worker_log_depth', 'Batches in the log', async () => (await depth()).pendingMessages);
    gauge('worker_oldest_unacked_seconds', 'Age of the oldest batch in the log', async () => {
      const { oldestUnackedAtMs } = await depth();
      return oldestUnackedAtMs === null ? 0 : Math.max(0, Date.now() - oldestUnackedAtMs) / 1_000;
    });
  }
}
