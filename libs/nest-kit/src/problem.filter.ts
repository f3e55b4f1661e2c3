import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { RegistryError, toProblem } from '#libs/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A failure in the form of one API. */
export interface ToldFailure {
  readonly status: number;
  /** Sent as it is with bytes; a text gets its charset. */
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

/** Puts a failure in the form of an API that has its own; `thrown` is what `error` was made of. */
export type FailureTeller = (error: RegistryError, thrown: unknown, request: FastifyRequest) => ToldFailure;

/** Key in a route's config for its {@link FailureTeller}; it tells failures before the handler too, such as a body that is not JSON. */
export const FAILURE_TELLER = 'failureTeller';

/** Seconds that a client should wait when a failure is passing and does not say for how long. */
const RETRY_AFTER_SECONDS = 1;

/** Answers every failure as RFC 9457 problem details and logs it as loudly as its row in the table says. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const error = toRegistryError(thrown, request);
    log(error, thrown, request);
    if (reply.sent) return;
    const retryAfter = retryAfterOf(error);
    if (retryAfter !== null) reply.header('retry-after', retryAfter);
    // RFC 9110 wants a 401 to say what would do; the key of events comes in their body.
    if (error.code === 'ADMIN_UNAUTHENTICATED') reply.header('www-authenticate', 'Bearer');
    const told = (tellerOf(request) ?? tellProblem)(error, thrown, request);
    void reply.status(told.status).header('content-type', told.contentType).send(told.body);
  }
}

function tellerOf(request: FastifyRequest): FailureTeller | undefined {
  const config = request.routeOptions.config as { readonly [FAILURE_TELLER]?: FailureTeller } | undefined;
  return config?.[FAILURE_TELLER];
}

function tellProblem(error: RegistryError): ToldFailure {
  return {
    status: error.row.http,
    contentType: 'application/problem+json',
    body: JSON.stringify(toProblem(error)),
  };
}

function toRegistryError(thrown: unknown, request: FastifyRequest): RegistryError {
  if (thrown instanceof RegistryError) return thrown;
  const status = statusOf(thrown);
  const problem = thrown instanceof Error ? thrown.message : String(thrown);
  if (status === 404)
    return new RegistryError('ROUTE_NOT_FOUND', { method: request.method, path: request.url.slice(0, 200) });
  if (status === 413) {
    const size = request.headers['content-length'] ?? 'too many';
    return new RegistryError('BODY_TOO_LARGE', {
      size,
      limit: request.routeOptions.bodyLimit ?? 'lower',
      setting: 'BODY_LIMIT_BYTES',
    });
  }
  if (status === 415) {
    return new RegistryError('UNSUPPORTED_MEDIA_TYPE', {
      type: request.headers['content-type'] ?? 'none',
      expected: 'application/json',
    });
  }
  if (status !== null && status < 500) return new RegistryError('BAD_REQUEST', { problem });
  return new RegistryError('INTERNAL', { request: request.id }, { cause: thrown });
}

/** Status of Nest's and Fastify's own errors; null for what neither of them threw. */
function statusOf(thrown: unknown): number | null {
  if (thrown instanceof HttpException) return thrown.getStatus();
  if (thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number')
    return thrown.statusCode;
  return null;
}

function retryAfterOf(error: RegistryError): number | null {
  if (error.row.http !== 503 && error.row.http !== 429) return null;
  const seconds = Number(error.params['retryAfterSeconds']);
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : RETRY_AFTER_SECONDS;
}

function log(error: RegistryError, thrown: unknown, request: FastifyRequest): void {
  const facts = {
    code: error.code,
    status: error.row.http,
    method: request.method,
    path: request.routeOptions.url ?? request.url,
  };
  if (error.code === 'INTERNAL') request.log.error({ ...facts, err: thrown }, error.message);
  else request.log[error.row.level](facts, error.message);
}
