import type { FastifyRequest } from 'fastify';
import type { RequestContext } from '../../core/request-context.js';

/** Header by which a client may say who acts. Recorded, not trusted. */
const ACTOR_HEADER = 'x-protokoll-actor';

/** The core's view of a request. */
export function contextOf(request: FastifyRequest): RequestContext {
  const actor = request.headers[ACTOR_HEADER];
  return { requestId: request.id, actor: typeof actor === 'string' ? actor.slice(0, 200) : '' };
}
