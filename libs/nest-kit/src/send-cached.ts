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

/** Sends a body with its ETag, or 304 when the client has it already. **Source** RFC 9110, section 13.1.2. */
export function sendCached(request: FastifyRequest, reply: FastifyReply, answer: CachedBody): void {
  reply.headers(cachingHeaders(answer));
  const known = request.headers['if-none-match'];
  if (known !== undefined && isKnown(known, answer.etag)) {
    void reply.status(304).send();
    return;
  }
  void reply.header('content-type', answer.contentType).send(answer.body);
}

/** How an answer may be kept, as headers. */
export function cachingHeaders(answer: Pick<CachedBody, 'etag' | 'immutable'>): {
  readonly etag: string;
  readonly 'cache-control': string;
} {
  return { etag: answer.etag, 'cache-control': answer.immutable ? IMMUTABLE : 'no-cache' };
}

/** Whether `If-None-Match` names the tag. They are compared weakly: proxies that compress put `W/` before them. */
export function isKnown(ifNoneMatch: string, etag: string): boolean {
  if (ifNoneMatch === etag || ifNoneMatch === '*') return true;
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
