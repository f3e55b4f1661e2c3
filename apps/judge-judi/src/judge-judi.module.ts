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
import { openSink, openSqliteSink, type EventSink, type TableSink } from '#libs/sinks';
import { readWorkerConfig, type WorkerConfig } from './config.js';
import { EventsController } from './events.controller.js';
import { Pipeline, type PipelineEnds } from './pipeline.js';
import { CLIENT, CONFIG, EVENT_LOG, EVENT_MIRRORS, EVENT_SINK, PIPELINE_ENDS } from './tokens.js';

/** The ingest worker: events from the log become rows, dead letters or parked events. */
@Module({
  imports: [NestKitModule],
  controllers: [EventsController],
  providers: [
    { provide: CONFIG, useFactory: (): WorkerConfig => readWorkerConfig() },
    { provide: EVENT_SINK, inject: [CONFIG], useFactory: openOwnSink },
    { provide: EVENT_MIRRORS, inject: [CONFIG], useFactory: openMirrors },
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
      provide: PIPELINE_ENDS,
      inject: [EVENT_SINK, EVENT_MIRRORS, EVENT_LOG, CLIENT],
      useFactory: (
        sink: EventSink,
        mirrors: readonly TableSink[],
        log: PubSub,
        client: RegistryClient,
      ): PipelineEnds => ({ sink, mirrors, log, client }),
    },
    {
      provide: Pipeline,
      inject: [CONFIG, PIPELINE_ENDS, Metrics, Health],
      useFactory: makePipeline,
    },
  ],
})
export class JudgeJudiModule implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  constructor(
    @Inject(Pipeline) private readonly pipeline: Pipeline,
    @Inject(PIPELINE_ENDS) private readonly ends: PipelineEnds,
  ) {}

  onApplicationBootstrap(): Promise<void> {
    return this.pipeline.start();
  }

  /** No new work; what is in hand is finished. The registry may go away next. */
  async onModuleDestroy(): Promise<void> {
    await this.pipeline.stop();
    await this.ends.client.close();
  }

  /** The server answers no more. */
  async onApplicationShutdown(): Promise<void> {
    const { sink, mirrors = [], log } = this.ends;
    await Promise.all([sink, ...mirrors].map((one) => one.close()));
    await log.close();
  }
}

function openOwnSink({ eventsDatabase }: WorkerConfig): Promise<EventSink> {
  const folder = dirname(eventsDatabase);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new RegistryError('DATA_DIR_UNUSABLE', { path: folder, problem }, { cause });
  }
  return openSqliteSink(eventsDatabase);
}

/** In the order of the setting; those that are open are closed when one can not be opened. */
async function openMirrors({ mirrors }: WorkerConfig): Promise<readonly TableSink[]> {
  const open: TableSink[] = [];
  try {
    for (const url of mirrors) open.push(await openSink(url, 'EVENT_MIRRORS'));
    return open;
  } catch (error) {
    await Promise.all(open.map((sink) => sink.close()));
    throw error;
  }
}

function makePipeline(config: WorkerConfig, ends: PipelineEnds, metrics: Metrics, health: Health): Pipeline {
  const pipeline = new Pipeline(ends, metrics, (context) => new Logger(context), config);
  health.register('events database', async () => void (await ends.sink.counts()));
  return pipeline;
}
