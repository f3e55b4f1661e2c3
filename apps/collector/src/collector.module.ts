import { Inject, Logger, Module, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { Health, Metrics, NestKitModule } from '#libs/nest-kit';
import { openEmbeddedLog, type PubSub } from '#libs/pubsub';
import { RegistryClient } from '#libs/registry-client';
import { readCollectorConfig, type CollectorConfig } from './config.js';
import { EventRoutes } from './event-routes.js';
import { CollectorController } from './events.controller.js';
import { Intake } from './intake.service.js';
import { SchemaFinder } from './schema-finder.js';
import { COLLECTOR_CLIENT, COLLECTOR_CONFIG, COLLECTOR_LOG } from './tokens.js';
import { Transcoder } from './transcode.service.js';

/** The Event API: HTTP in, durable append to the log, answer. */
@Module({
  imports: [NestKitModule],
  controllers: [CollectorController],
  providers: [
    EventRoutes,
    { provide: COLLECTOR_CONFIG, useFactory: (): CollectorConfig => readCollectorConfig() },
    { provide: COLLECTOR_LOG, inject: [COLLECTOR_CONFIG], useFactory: openLog },
    {
      provide: COLLECTOR_CLIENT,
      inject: [COLLECTOR_CONFIG],
      useFactory: (config: CollectorConfig) =>
        new RegistryClient({ url: config.registryUrl, cacheDir: config.codecCacheDir }),
    },
    {
      provide: Intake,
      inject: [COLLECTOR_LOG, COLLECTOR_CONFIG, Metrics],
      useFactory: (log: PubSub, config: CollectorConfig, metrics: Metrics) =>
        new Intake(log, config, metrics),
    },
    {
      provide: Transcoder,
      inject: [COLLECTOR_CLIENT],
      useFactory: (client: RegistryClient) => new Transcoder(new SchemaFinder(client)),
    },
  ],
})
export class CollectorModule implements OnModuleDestroy, OnApplicationShutdown {
  constructor(
    @Inject(COLLECTOR_LOG) private readonly log: PubSub,
    @Inject(COLLECTOR_CLIENT) private readonly client: RegistryClient,
    @Inject(Intake) private readonly intake: Intake,
    @Inject(Health) health: Health,
  ) {
    health.register('event log', () => log.check());
  }

  /** Requests that come now are told to come again; those under way are finished. */
  onModuleDestroy(): void {
    this.intake.stop();
  }

  /** The server answers no more. */
  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
    await this.log.close();
  }
}

function openLog(config: CollectorConfig): Promise<PubSub> {
  const logger = new Logger('EventLog');
  return openEmbeddedLog({
    directory: config.logDir,
    maxBytes: config.logMaxBytes,
    onRecovery: (topic, { file, positionBytes, removedBytes, problem }) =>
      logger.warn(
        `Topic ${topic}: an interrupted write of ${removedBytes} bytes at byte ${positionBytes} of ${file} was cut off (${problem}). Nobody was told that it was accepted.`,
      ),
  });
}
