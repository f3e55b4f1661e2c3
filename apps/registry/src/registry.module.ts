import { Module } from '@nestjs/common';
import { NestKitModule } from '#libs/nest-kit';
import { CoreModule } from './core/core.module.js';
import { ConfluentModule } from './surfaces/confluent/confluent.module.js';
import { RestModule } from './surfaces/rest/rest.module.js';

/** The registry: its core and every surface. */
@Module({ imports: [NestKitModule, CoreModule, RestModule, ConfluentModule] })
export class RegistryModule {}

export { serveDocs } from './surfaces/rest/docs.js';
