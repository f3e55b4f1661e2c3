import { createApp, readConfig, runApp } from '#libs/nest-kit';
import { z } from 'zod';
import { JudgeJudiModule } from './judge-judi.module.js';

const SERVER = z.object({
  WORKER_PORT: z.coerce.number().int().min(0).max(65_535).default(8_083),
  HOST: z.string().default('0.0.0.0'),
  LOG_LEVEL: z.string().default('info'),
});

await runApp(() => {
  const config = readConfig(SERVER);
  return {
    make: () => createApp(JudgeJudiModule, { logLevel: config.LOG_LEVEL }),
    port: config.WORKER_PORT,
    host: config.HOST,
    onReady: (url) => process.stdout.write(`Protokoll worker: ${url}/api/v1/events/stats\n`),
  };
});
