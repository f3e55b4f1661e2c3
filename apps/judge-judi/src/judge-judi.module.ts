import {
  Inject,
  Logger,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Health, Metrics, NestKitModule } from '#libs/nest-kit';
import { openEmbeddedLog, type PubSub } from '#libs/pubsub';
import { RegistryClient } from '#libs/registry-client';
import { openSqliteSink, type EventSink } from '#libs/sinks';
import { readWorkerConfig, type WorkerConfig } from './config.js';
import { EventsController } from './events.controller.js';
import { FeedFollower } from './feed.service.js';
import { Judge } from './judge.js';
import { Migrator } from './migrator.service.js';
import { ParkedRetrier } from './parked.service.js';
import { EVENT_LOG, EVENT_SINK, TOPIC, WORKER_GROUP } from './tokens.js';
import { WorkerMetrics } from './worker-metrics.js';
import { Worker } from './worker.service.js';

const CONFIG = Symbol('WORKER_CONFIG');
const CLIENT = Symbol('WORKER_REGISTRY_CLIENT');

/** The ingest worker: events from the log become rows, dead letters or parked events. */
@Module({
  imports: [NestKitModule],
  controllers: [EventsController],
  providers: [
    { provide: CONFIG, useFactory: (): WorkerConfig => readWorkerConfig() },
    {
      provide: EVENT_SINK,
      inject: [CONFIG],
      useFactory: (config: WorkerConfig) => openSqliteSink(config.eventsDatabase),
    },
    {
      provide: EVENT_LOG,
      inject: [CONFIG],
      useFactory: (config: WorkerConfig) => openEmbeddedLog({ directory: config.logDir }),
    },
    {
      provide: CLIENT,
      inject: [CONFIG],
      useFactory: (config: WorkerConfig) =>
        new RegistryClient({ url: config.registryUrl, cacheDir: config.codecCacheDir }),
    },
  ],
})
export class JudgeJudiModule implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private readonly migrator: Migrator;
  private readonly parked: ParkedRetrier;
  private readonly feed: FeedFollower;
  private readonly judge: Judge;
  private worker: Worker | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: WorkerConfig,
    @Inject(EVENT_SINK) private readonly sink: EventSink,
    @Inject(EVENT_LOG) private readonly log: PubSub,
    @Inject(CLIENT) private readonly client: RegistryClient,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(Health) health: Health,
  ) {
    this.migrator = new Migrator(client, sink, new Logger('migrator'));
    this.judge = new Judge(client, this.migrator, { parkLimitMs: config.parkLimitMs });
    this.parked = new ParkedRetrier(this.judge, sink, new Logger('parked'));
    this.feed = new FeedFollower(client, sink, this.migrator, this.parked, new Logger('feed'));
    health.register('events database', async () => void (await sink.counts()));
    metrics.gauge('registry_up', 'Whether the registry answered the last time', [], () =>
      this.showRegistry(),
    );
  }

  async onApplicationBootstrap(): Promise<void> {
    const consumer = await this.log.subscribe(TOPIC, WORKER_GROUP);
    const { maxDeliveries } = this.config;
    this.worker = new Worker(
      consumer,
      this.judge,
      this.sink,
      new WorkerMetrics(this.metrics),
      new Logger('worker'),
      { maxDeliveries },
    );
    this.feed.start();
    this.parked.start();
    this.worker.start();
  }

  /** No new work; what is in hand is finished. The registry may go away next. */
  async onModuleDestroy(): Promise<void> {
    await Promise.all([this.feed.stop(), this.parked.stop(), this.worker?.stop()]);
    await this.client.close();
  }

  /** The server answers no more. */
  async onApplicationShutdown(): Promise<void> {
    await this.sink.close();
    await this.log.close();
  }

  private showRegistry(): void {
    this.metrics
      .gauge('registry_up', 'Whether the registry answered the last time')
      .set(this.feed.registryUp ? 1 : 0);
  }
}
