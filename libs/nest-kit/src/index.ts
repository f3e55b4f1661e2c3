export { readConfig } from './config.js';
export { createApp, type AppOptions } from './create-app.js';
export { Health, type Probe, type ProbeResult } from './health.js';
export { Metrics } from './metrics.js';
export { NestKitModule } from './nest-kit.module.js';
export { FAILURE_TELLER, type FailureTeller, type ToldFailure } from './problem.filter.js';
export { ReadyAnswer } from './ready-answer.js';
export { runApp, type RunOptions } from './run-app.js';
export { sendCached, type CachedBody } from './send-cached.js';
