import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Type } from '@nestjs/common';
import { LogController } from 'fastify';
import { PinoLogger } from './pino-logger.js';
import { ProblemFilter } from './problem.filter.js';

/** How an app's HTTP server is made. */
export interface AppOptions {
  /** Largest request body. Default 32 MiB: room for a schema at the compiler's limit. */
  readonly bodyLimitBytes?: number;
  /** fatal, error, warn, info, debug, trace or silent. Default info. */
  readonly logLevel?: string;
}

/** Longest path parameter. Subject names may be long; Fastify's own default is 100. */
const MAX_PARAM_LENGTH = 2_000;

/**
 * An app on Fastify with structured logs, problem details for every failure, and Buffers for bodies that are not JSON
 * (also those without a content type, as browsers' beacons send them). It does not listen yet.
 */
export async function createApp(
  module: Type | object,
  options: AppOptions = {},
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: options.bodyLimitBytes ?? 32 * 1024 * 1024,
    logger: { level: options.logLevel ?? 'info' },
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH, ignoreTrailingSlash: true },
    // Names such as __proto__ in a body are data; they are dropped rather than refused with a bare 400.
    onProtoPoisoning: 'remove',
    onConstructorPoisoning: 'remove',
  });
  const fastify = adapter.getInstance();
  // The second is what curl says of any body unless it is told otherwise.
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', '*']) {
    fastify.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  }
  const app = await NestFactory.create<NestFastifyApplication>(module as Type, adapter, {
    logger: new PinoLogger(fastify.log),
    // A failure at start belongs to the caller, who says it in one sentence and picks the exit code.
    abortOnError: false,
    // Fastify parses JSON by itself; the rest is above.
    bodyParser: false,
  });
  app.useGlobalFilters(new ProblemFilter());
  return app;
}
