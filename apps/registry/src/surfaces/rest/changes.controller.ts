import { Controller, Get, Inject, Query, Req } from '@nestjs/common';
import { Describe, RouteGroup } from '#libs/nest-kit';
import type { registry } from '#libs/gen';
import type { FastifyRequest } from 'fastify';
import { Changes } from '../../core/services/changes.service.js';
import { integer } from './validate.js';

/** Longest that a long poll is held; below the usual 60 s of proxies. */
const MAX_WAIT_MS = 55_000;

/** The change feed. */
@RouteGroup('changes')
@Controller('api/v1/changes')
export class ChangesController {
  constructor(@Inject(Changes) private readonly changes: Changes) {}

  @Get()
  @Describe('What changed past a cursor, in order; waits up to `wait` milliseconds for the first change', {
    answer: 'ChangesResponse',
  })
  async read(
    @Req() request: FastifyRequest,
    @Query() query: Record<string, string>,
  ): Promise<registry.ChangesResponseJson> {
    const gone = new AbortController();
    request.raw.socket.once('close', () => gone.abort());
    return this.changes.read(query['after'] ?? null, {
      limit: integer('limit', query['limit'], { min: 1, max: 1_000, default: 100 }),
      waitMs: integer('wait', query['wait'], { min: 0, max: MAX_WAIT_MS, default: 0 }),
      signal: gone.signal,
    });
  }
}
