import { Module } from '@nestjs/common';
import { NestKitModule } from '#libs/nest-kit';
import { CollectorModule } from '../../collector/src/collector.module.js';
import { JudgeJudiModule } from '../../judge-judi/src/judge-judi.module.js';
import { RegistryModule } from '../../registry/src/registry.module.js';

/** Registry, Event API and ingest worker in one process. They talk as they would across machines: HTTP and the event log. */
@Module({ imports: [NestKitModule, RegistryModule, CollectorModule, JudgeJudiModule] })
export class StandaloneModule {}
