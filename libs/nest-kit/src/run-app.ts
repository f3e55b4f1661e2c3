import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { RegistryError } from '#libs/errors';

/** Where an app listens and what it does around it. */
export interface RunOptions {
  readonly port: number;
  readonly host: string;
  /** Called with the address once requests are answered. */
  readonly onReady?: (url: string) => void;
}

/** Longest that a stop may take before the process gives up; more than the worker's batch and the log's flush need. */
const STOP_TIMEOUT_MS = 25_000;

/**
 * Makes the app, listens, and stops it gracefully on SIGINT and SIGTERM: no new requests, what runs is finished, what
 * was accepted is durable. A failure at start is one sentence on stderr and exit code 1.
 */
export async function runApp(
  make: () => Promise<NestFastifyApplication>,
  options: RunOptions,
): Promise<void> {
  try {
    const app = await make();
    stopOnSignal(app);
    await listen(app, options);
    options.onReady?.(await app.getUrl());
  } catch (error) {
    process.stderr.write(`protokoll: ${error instanceof Error ? error.message : String(error)}\n`);
    if (!(error instanceof RegistryError) && error instanceof Error)
      process.stderr.write(`${error.stack ?? ''}\n`);
    process.exit(1);
  }
}

async function listen(app: NestFastifyApplication, options: RunOptions): Promise<void> {
  try {
    await app.listen(options.port, options.host);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE')) throw cause;
    await app.close().catch(() => undefined);
    throw new RegistryError('PORT_IN_USE', { port: options.port }, { cause });
  }
}

function stopOnSignal(app: NestFastifyApplication): void {
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    app.getHttpAdapter().getInstance().log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    app.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`protokoll: stopping failed: ${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('SIGTERM', () => stop('SIGTERM'));
}
