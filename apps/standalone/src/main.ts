import { createApp, readConfig, runApp } from '#libs/nest-kit';
import { z } from 'zod';
import { serveDocs } from '../../registry/src/registry.module.js';
import { banner, databasePlace } from './banner.js';
import { StandaloneModule } from './standalone.module.js';

const SERVER = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8_081),
  HOST: z.string().default('0.0.0.0'),
  BODY_LIMIT_BYTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000_000)
    .default(32 * 1024 * 1024)
    .describe('Largest request, also a batch of checks, in bytes; the Event API has its own limit.'),
  LOG_LEVEL: z.string().default('warn'),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z.string().default(''),
});

await runApp(() => {
  const config = readConfig(SERVER);
  // The worker and the Event API reach the registry over HTTP, here on the port that this process is about to open.
  process.env['REGISTRY_URL'] ??= `http://127.0.0.1:${config.PORT}`;
  return {
    make: async () => {
      const app = await createApp(StandaloneModule, {
        logLevel: config.LOG_LEVEL,
        bodyLimitBytes: config.BODY_LIMIT_BYTES,
      });
      serveDocs(app);
      return app;
    },
    port: config.PORT,
    host: config.HOST,
    onReady: (url) => {
      const database = databasePlace(config.DATABASE_URL, config.DATA_DIR);
      const facts = { url: url.replace('0.0.0.0', '127.0.0.1'), dataDir: config.DATA_DIR, database };
      process.stdout.write(`${banner({ ...facts, startedInMs: Math.round(process.uptime() * 1_000) })}\n`);
    },
  };
});
