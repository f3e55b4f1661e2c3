import { Global, Module } from '@nestjs/common';
import { Health } from './health.js';
import { Metrics } from './metrics.js';
import { OpsController } from './ops.controller.js';

/** Health, metrics and their routes, for every app. */
@Global()
@Module({ controllers: [OpsController], providers: [Health, Metrics], exports: [Health, Metrics] })
export class NestKitModule {}
