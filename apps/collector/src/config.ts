import { join } from 'node:path';
import { readConfig } from '#libs/nest-kit';
import { z } from 'zod';

/** What an operator may set of the Event API. */
export interface CollectorConfig {
  readonly registryUrl: string;
  readonly codecCacheDir: string;
  readonly logDir: string;
  /** Most bytes of the event log. */
  readonly logMaxBytes: number;
  /** Origins of web pages that may read the answers; empty: all. */
  readonly origins: readonly string[];
  /** Keys that may write; empty: everybody may. */
  readonly writeKeys: readonly string[];
  readonly maxInFlight: number;
  readonly limits: BatchLimits;
}

/** What a batch may have at most. */
export interface BatchLimits {
  /** Size of a request, also once it is decompressed. */
  readonly bodyBytes: number;
  readonly events: number;
  readonly payloadBytes: number;
}

/** Names, defaults and meanings of the Event API's settings; docs/reference/config.md is made from it. */
export const COLLECTOR_ENVIRONMENT = z.object({
  DATA_DIR: z.string().default('./data').describe('Folder of everything that is stored on disk.'),
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8_081)
    .describe('Port that the process listens on.'),
  REGISTRY_URL: z.string().default('').describe('The registry; default: this machine, on PORT.'),
  LOG_DIR: z.string().default('').describe('Folder of the event log; default: DATA_DIR/log.'),
  EVENT_LOG_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1024 * 1024)
    .max(Number.MAX_SAFE_INTEGER)
    .default(2 * 1024 * 1024 * 1024)
    .describe(
      'Most bytes of the event log; at that, requests are answered 503 until the worker has caught up.',
    ),
  EVENT_CORS_ORIGINS: z
    .string()
    .default('')
    .describe('Origins of web pages that may read the answers, separated by commas; empty: all.'),
  EVENT_WRITE_KEYS: z
    .string()
    .default('')
    .describe('Keys that may write events, separated by commas; empty: everybody may.'),
  EVENT_MAX_IN_FLIGHT: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(1_000)
    .describe('Requests that are worked on at once; more are answered 429.'),
  EVENT_MAX_BODY_BYTES: z.coerce
    .number()
    .int()
    .min(1_024)
    .max(64 * 1024 * 1024)
    .default(1024 * 1024)
    .describe('Largest request, also once it is decompressed.'),
  EVENT_MAX_EVENTS: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(2_000)
    .describe('Most events in a request.'),
  EVENT_MAX_PAYLOAD_BYTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(16 * 1024 * 1024)
    .default(256 * 1024)
    .describe('Largest payload of one event.'),
});

/** Reads the Event API's settings. **Throws** BAD_CONFIG. */
export function readCollectorConfig(
  env: Readonly<Record<string, string | undefined>> = process.env,
): CollectorConfig {
  const read = readConfig(COLLECTOR_ENVIRONMENT, env);
  return {
    registryUrl: read.REGISTRY_URL === '' ? `http://127.0.0.1:${read.PORT}` : read.REGISTRY_URL,
    codecCacheDir: join(read.DATA_DIR, 'codecs'),
    logDir: read.LOG_DIR === '' ? join(read.DATA_DIR, 'log') : read.LOG_DIR,
    logMaxBytes: read.EVENT_LOG_MAX_BYTES,
    origins: listOf(read.EVENT_CORS_ORIGINS).filter((origin) => origin !== '*'),
    writeKeys: listOf(read.EVENT_WRITE_KEYS),
    maxInFlight: read.EVENT_MAX_IN_FLIGHT,
    limits: {
      bodyBytes: read.EVENT_MAX_BODY_BYTES,
      events: read.EVENT_MAX_EVENTS,
      payloadBytes: read.EVENT_MAX_PAYLOAD_BYTES,
    },
  };
}

function listOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}
