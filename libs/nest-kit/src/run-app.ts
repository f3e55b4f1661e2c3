import { createServer } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { RegistryError } from '#libs/errors';

/** How an app is made, where it listens and what it does once it does. */
export interface RunOptions {
  readonly make: () => Promise<NestFastifyApplication>;
  readonly port: number;
  readonly host: string;
  /** Called with the address once requests are answered. */
  readonly onReady?: (url: string) => void;
}

/** Longest that a stop may take before the process gives up; more than the worker's batch and the log's flush need. */
const STOP_TIMEOUT_MS = 25_000;

/** Longest that a stop waits for a client that reads its answer slowly, or not at all. */
const SLOW_CLIENT_MS = 10_000;

/**
 * Makes the app, listens, and stops it gracefully on SIGINT and SIGTERM: no new requests, what runs is finished, what
 * was accepted is durable. A failure at start, `configure` included, is one sentence on stderr and exit code 1.
 */
export async function runApp(configure: () => RunOptions): Promise<void> {
  try {
    const options = configure();
    await checkPort(options);
    const app = await options.make();
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

/** Before anything is opened, so that a second start by mistake says what is wrong rather than what follows from it. */
async function checkPort({ port, host }: RunOptions): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (cause: NodeJS.ErrnoException) =>
      reject(cause.code === 'EADDRINUSE' ? new RegistryError('PORT_IN_USE', { port }, { cause }) : cause),
    );
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
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
    const { log, server } = app.getHttpAdapter().getInstance();
    log.info({ signal }, 'stopping');
    setTimeout(() => server.closeAllConnections(), SLOW_CLIENT_MS).unref();
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
