import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { RegistryError, toProblem } from '#libs/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CollectorConfig } from './config.js';
import { Intake } from './intake.service.js';
import { COLLECTOR_CONFIG } from './tokens.js';

const PATHS: ReadonlySet<string> = new Set(['/v1/events', '/v1/events.json']);
/** Seconds for which a browser need not ask again. */
const PREFLIGHT_MAX_AGE_SECONDS = '86400';

/**
 * What holds for every request to the Event API before it is read, also for those that never reach a handler: who may
 * call from a browser, which methods there are, how large it may be, and that every one is counted.
 */
@Injectable()
export class EventRoutes implements OnModuleInit {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(COLLECTOR_CONFIG) private readonly config: CollectorConfig,
    @Inject(Intake) private readonly intake: Intake,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRequest', async (request, reply) => {
      if (PATHS.has(pathOf(request))) return this.onRequest(request, reply);
    });
    fastify.addHook('onResponse', async (request, reply) => {
      if (PATHS.has(pathOf(request))) this.intake.countRequest(reply.statusCode);
    });
  }

  private async onRequest(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    allowOrigin(request, reply, this.config.origins);
    if (request.method === 'OPTIONS') return preflight(reply);
    if (request.method !== 'POST') return notAllowed(request, reply);
    const sizeBytes = Number(request.headers['content-length'] ?? 0);
    if (sizeBytes > this.config.limits.bodyBytes) {
      const limit = this.config.limits.bodyBytes;
      return problem(
        reply,
        new RegistryError('BODY_TOO_LARGE', { size: sizeBytes, limit, setting: 'EVENT_MAX_BODY_BYTES' }),
      );
    }
    // Beacons can not name their content type and curl names a wrong one: what the body is, is seen from the body.
    request.raw.headers['content-type'] = 'application/octet-stream';
    return undefined;
  }
}

function pathOf(request: FastifyRequest): string {
  const [path = ''] = request.url.split('?', 1);
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** Answers a page of an allowed origin; the page can read nothing but the answer, since no cookie counts here. */
function allowOrigin(request: FastifyRequest, reply: FastifyReply, origins: readonly string[]): void {
  const { origin } = request.headers;
  if (origins.length === 0) reply.header('access-control-allow-origin', '*');
  else {
    reply.header('vary', 'origin');
    if (origin === undefined || !origins.includes(origin)) return;
    reply.header('access-control-allow-origin', origin);
  }
  reply.header('access-control-expose-headers', 'retry-after');
}

function preflight(reply: FastifyReply): FastifyReply {
  return reply
    .headers({
      allow: 'POST, OPTIONS',
      'access-control-allow-methods': 'POST, OPTIONS',
      'access-control-allow-headers': 'content-type, content-encoding',
      'access-control-max-age': PREFLIGHT_MAX_AGE_SECONDS,
    })
    .status(204)
    .send();
}

function notAllowed(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { method } = request;
  const hint = 'Send events with POST; read them back with GET /api/v1/events/recent.';
  const error = new RegistryError('METHOD_NOT_ALLOWED', { method, path: pathOf(request), hint });
  return problem(reply.header('allow', 'POST, OPTIONS'), error);
}

function problem(reply: FastifyReply, error: RegistryError): FastifyReply {
  return reply
    .status(error.row.http)
    .header('content-type', 'application/problem+json')
    .send(JSON.stringify(toProblem(error)));
}
