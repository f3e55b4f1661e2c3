import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  Inject,
  Logger,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { RegistryError } from '#libs/errors';
import { Health, Metrics, NestKitModule } from '#libs/nest-kit';
import { openEmbeddedLog, type PubSub } from '#libs/pubsub';
import { RegistryClient } from '#libs/registry-client';
import { openSqliteSink, type EventSink } from '#libs/sinks';
import { readWorkerConfig, type WorkerConfig } from './config.js';
import { EventsController } from './events.controller.js';
import { Pipeline } from './pipeline.js';
import { CLIENT, CONFIG, EVENT_LOG, EVENT_SINK } from './tokens.js';

/** The ingest worker: events from the log become rows, dead letters or parked events. */
@Module({
  imports: [NestKitModule],
  controllers: [EventsController],
  providers: [
    { provide: CONFIG, useFactory: (): WorkerConfig => readWorkerConfig() },
    { provide: EVENT_SINK, inject: [CONFIG], useFactory: openSink },
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
    {
      provide: Pipeline,
      inject: [CONFIG, EVENT_SINK, EVENT_LOG, CLIENT, Metrics, Health],
      useFactory: makePipeline,
    },
  ],
})
export class JudgeJudiModule implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  constructor(
    @Inject(Pipeline) private readonly pipeline: Pipeline,
    @Inject(EVENT_SINK) private readonly sink: EventSink,
    @Inject(EVENT_LOG) private readonly log: PubSub,
    @Inject(CLIENT) private readonly client: RegistryClient,
  ) {}

  onApplicationBootstrap(): Promise<void> {
    return this.pipeline.start();
  }

  /** No new work; what is in hand is finished. The registry may go away next. */
  async onModuleDestroy(): Promise<void> {
    await this.pipeline.stop();
    await this.client.close();
  }

  /** The server answers no more. */
  async onApplicationShutdown(): Promise<void> {
    await this.sink.close();
    await this.log.close();
  }
}

function openSink({ eventsDatabase }: WorkerConfig): Promise<EventSink> {
  const folder = dirname(eventsDatabase);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new RegistryError('DATA_DIR_UNUSABLE', { path: folder, problem }, { cause });
  }
  return openSqliteSink(eventsDatabase);
}

function makePipeline(
  config: WorkerConfig,
  sink: EventSink,
  log: PubSub,
  client: RegistryClient,
  metrics: Metrics,
  health: Health,
): Pipeline {
  const pipeline = new Pipeline({ sink, log, client }, metrics, (context) => new Logger(context), config);
  health.register('events database', async () => void (await sink.counts()));
  return pipeline;
}
