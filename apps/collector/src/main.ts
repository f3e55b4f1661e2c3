import { createApp, readConfig, runApp } from '#libs/nest-kit';
import { z } from 'zod';
import { CollectorModule } from './collector.module.js';

const SERVER = z.object({
  COLLECTOR_PORT: z.coerce.number().int().min(0).max(65_535).default(8_082),
  HOST: z.string().default('0.0.0.0'),
  LOG_LEVEL: z.string().default('info'),
});

await runApp(() => {
  const config = readConfig(SERVER);
  return {
    make: () => createApp(CollectorModule, { logLevel: config.LOG_LEVEL }),
    port: config.COLLECTOR_PORT,
    host: config.HOST,
    onReady: (url) => process.stdout.write(`Protokoll Event API: ${url}/v1/events\n`),
  };
});
