import { join } from 'node:path';
import { readConfig } from '#libs/nest-kit';
import { z } from 'zod';

/** What an operator may set of the worker. */
export interface WorkerConfig {
  readonly registryUrl: string;
  /** Folder of fetched codecs. */
  readonly codecCacheDir: string;
  /** File of the events database. */
  readonly eventsDatabase: string;
  /** URLs of the databases that rows go to as well. */
  readonly mirrors: readonly string[];
  /** Folder of the event log. */
  readonly logDir: string;
  /** How long an event may wait for its schema or table. */
  readonly parkLimitMs: number;
  /** Events that may wait at the same time; beyond, nothing more is taken from the log. */
  readonly maxParked: number;
  /** Deliveries of one batch after which its events are tried one by one. */
  readonly maxDeliveries: number;
  /** False when somebody else applies the plans to the events database. */
  readonly migrates: boolean;
}

/** Names, defaults and meanings of the worker's settings; docs/reference/config.md is made from it. */
export const WORKER_ENVIRONMENT = z.object({
  DATA_DIR: z.string().default('./data').describe('Folder of everything that is stored on disk.'),
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8_081)
    .describe('Port that the process listens on.'),
  REGISTRY_URL: z.string().default('').describe('The registry; default: this machine, on PORT.'),
  EVENTS_DB: z.string().default('').describe('File of the events database; default: DATA_DIR/events.db.'),
  EVENT_MIRRORS: z
    .string()
    .default('')
    .describe(
      'Databases that rows go to as well, URLs apart by spaces: `postgres://…`, `duckdb:FILE`, `https://…` of ClickHouse, `parquet:FOLDER`.',
    ),
  LOG_DIR: z.string().default('').describe('Folder of the event log; default: DATA_DIR/log.'),
  PARK_LIMIT_HOURS: z.coerce
    .number()
    .min(0)
    .max(8_760)
    .default(24)
    .describe('How long an event may wait for its schema or table.'),
  MAX_PARKED_EVENTS: z.coerce
    .number()
    .int()
    .min(0)
    .max(100_000_000)
    .default(100_000)
    .describe(
      'Events that may wait for schema or table at once; beyond, nothing more is taken from the log.',
    ),
  MIGRATE_TABLES: z
    .enum(['auto', 'manual'])
    .default('auto')
    .describe('auto: the worker extends the event tables itself; manual: it waits until somebody has.'),
  MAX_DELIVERIES: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(5)
    .describe('Deliveries of a batch after which its events are tried one by one.'),
});

const HOUR_MS = 3_600_000;

/** Reads the worker's settings. **Throws** BAD_CONFIG. */
export function readWorkerConfig(
  env: Readonly<Record<string, string | undefined>> = process.env,
): WorkerConfig {
  const read = readConfig(WORKER_ENVIRONMENT, env);
  return {
    registryUrl: read.REGISTRY_URL === '' ? `http://127.0.0.1:${read.PORT}` : read.REGISTRY_URL,
    codecCacheDir: join(read.DATA_DIR, 'codecs'),
    eventsDatabase: read.EVENTS_DB === '' ? join(read.DATA_DIR, 'events.db') : read.EVENTS_DB,
    mirrors: read.EVENT_MIRRORS.split(/\s+/).filter((url) => url !== ''),
    logDir: read.LOG_DIR === '' ? join(read.DATA_DIR, 'log') : read.LOG_DIR,
    parkLimitMs: read.PARK_LIMIT_HOURS * HOUR_MS,
    maxParked: read.MAX_PARKED_EVENTS,
    migrates: read.MIGRATE_TABLES === 'auto',
    maxDeliveries: read.MAX_DELIVERIES,
  };
}
