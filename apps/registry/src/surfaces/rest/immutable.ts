import type { FastifyReply, FastifyRequest } from 'fastify';

/** A year: the longest that RFC 9111 caches are expected to honour. */
const IMMUTABLE = 'public, max-age=31536000, immutable';

/** How a body may be kept. */
export interface CachedBody {
  /** Quoted, as in the header. */
  readonly etag: string;
  readonly contentType: string;
  readonly body: string | Uint8Array;
  /** True when the address will never answer anything else. */
  readonly immutable: boolean;
}

/** Sends a body with its ETag, or 304 when the client has it already. */
export function sendCached(request: FastifyRequest, reply: FastifyReply, answer: CachedBody): void {
  reply.header('etag', answer.etag);
  reply.header('cache-control', answer.immutable ? IMMUTABLE : 'no-cache');
  if (request.headers['if-none-match'] === answer.etag) {
    void reply.status(304).send();
    return;
  }
  void reply.header('content-type', answer.contentType).send(answer.body);
}
