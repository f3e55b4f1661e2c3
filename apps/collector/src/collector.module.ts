import { Inject, Module, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { Health, Metrics, NestKitModule } from '#libs/nest-kit';
import { openEmbeddedLog, type PubSub } from '#libs/pubsub';
import { RegistryClient } from '#libs/registry-client';
import { readCollectorConfig, type CollectorConfig } from './config.js';
import { CollectorController } from './events.controller.js';
import { Intake } from './intake.service.js';
import { COLLECTOR_CONFIG } from './tokens.js';
import { Transcoder } from './transcode.service.js';

const LOG = Symbol('COLLECTOR_LOG');
const CLIENT = Symbol('COLLECTOR_REGISTRY_CLIENT');

/** The Event API: HTTP in, durable append to the log, answer. */
@Module({
  imports: [NestKitModule],
  controllers: [CollectorController],
  providers: [
    { provide: COLLECTOR_CONFIG, useFactory: (): CollectorConfig => readCollectorConfig() },
    {
      provide: LOG,
      inject: [COLLECTOR_CONFIG],
      useFactory: (config: CollectorConfig) => openEmbeddedLog({ directory: config.logDir }),
    },
    {
      provide: CLIENT,
      inject: [COLLECTOR_CONFIG],
      useFactory: (config: CollectorConfig) =>
        new RegistryClient({ url: config.registryUrl, cacheDir: config.codecCacheDir }),
    },
    {
      provide: Intake,
      inject: [LOG, COLLECTOR_CONFIG, Metrics],
      useFactory: (log: PubSub, config: CollectorConfig, metrics: Metrics) =>
        new Intake(log, config, metrics),
    },
    { provide: Transcoder, inject: [CLIENT], useFactory: (client: RegistryClient) => new Transcoder(client) },
  ],
})
export class CollectorModule implements OnModuleDestroy, OnApplicationShutdown {
  constructor(
    @Inject(LOG) private readonly log: PubSub,
    @Inject(CLIENT) private readonly client: RegistryClient,
    @Inject(Intake) private readonly intake: Intake,
    @Inject(Health) health: Health,
  ) {
    health.register('event log', () => log.check());
  }

  /** Requests that come now are told to come again; those under way are finished. */
  onModuleDestroy(): void {
    this.intake.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
    await this.log.close();
  }
}
