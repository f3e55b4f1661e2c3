import { setFlagsFromString } from 'node:v8';
import { createApp, readConfig, runApp } from '#libs/nest-kit';
import { z } from 'zod';
import { RegistryModule, serveDocs } from './registry.module.js';

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
  HEAP_GROWTH_PERCENT: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_000)
    .default(40)
    .describe(
      'How far memory may grow past what is in use before it is cleared, in percent; 0 leaves it to Node.js, which takes more memory and less time.',
    ),
  LOG_LEVEL: z.string().default('info'),
});

await runApp(() => {
  const config = readConfig(SERVER);
  setFlagsFromString(`--heap-growing-percent=${config.HEAP_GROWTH_PERCENT}`);
  return {
    make: async () => {
      const app = await createApp(RegistryModule, {
        logLevel: config.LOG_LEVEL,
        bodyLimitBytes: config.BODY_LIMIT_BYTES,
      });
      serveDocs(app);
      return app;
    },
    port: config.PORT,
    host: config.HOST,
    onReady: (url) => process.stdout.write(`Protokoll registry: ${url}/api/v1 (described at ${url}/docs)\n`),
  };
});
