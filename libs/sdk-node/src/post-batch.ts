import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  EventBatchSchema,
  PublishEventsResponseSchema,
  type EventBatch,
  type PublishEventsResponse,
} from './gen/protokoll/event/v1/event_pb.js';

/** How a batch is posted. */
export interface PostOptions {
  /** Longest wait for the answer. Default 10 s. */
  readonly timeoutMs?: number;
  /** Compresses the body. Default false. */
  readonly gzip?: boolean;
  readonly signal?: AbortSignal;
  readonly fetch?: typeof fetch;
}

/** What the Event API said: how many events are durable, and which it refused. */
export type PostResult = Pick<PublishEventsResponse, 'accepted' | 'rejected'>;

/** A batch was not taken. */
export class PostError extends Error {
  constructor(
    message: string,
    /** HTTP status; null when there was no answer. */
    readonly status: number | null,
    /** Whether the same batch may be taken later. */
    readonly retryable: boolean,
    /** How long the server asks to wait; null when it does not say. */
    readonly retryAfterMs: number | null,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'PostError';
  }
}

const PROTOBUF = 'application/x-protobuf';
/** Answers that pass: timeouts, too many requests, and everything that is the server's fault. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);
const compress = promisify(gzip);

/**
 * Posts a batch once to `url`, the Event API's base or its full `/v1/events`. Asking again with the same batch is safe:
 * its events are stored once. **Throws** {@link PostError}.
 */
export async function postBatch(
  url: string,
  batch: EventBatch,
  options: PostOptions = {},
): Promise<PostResult> {
  const stamped = { ...batch, sentAtMs: BigInt(Date.now()) };
  const plain = toBinary(EventBatchSchema, stamped);
  const body = options.gzip === true ? await compress(plain) : plain;
  const headers: Record<string, string> = { 'content-type': PROTOBUF, accept: PROTOBUF };
  if (options.gzip === true) headers['content-encoding'] = 'gzip';
  const limit = limitTime(options.timeoutMs ?? 10_000, options.signal);
  try {
    const request = { method: 'POST', body: new Uint8Array(body), headers, signal: limit.signal };
    const answer = await (options.fetch ?? fetch)(endpoint(url), request);
    if (!answer.ok) throw await refusal(answer);
    return await readResult(answer, batch.events.length);
  } catch (error) {
    if (error instanceof PostError) throw error;
    throw new PostError(`The Event API at ${url} did not answer: ${reasonOf(error)}`, null, true, null, {
      cause: error,
    });
  } finally {
    limit.end();
  }
}

/** A signal for one request. Not AbortSignal.any: on Node 20 a long-lived source keeps something of each signal made of it. */
function limitTime(
  timeoutMs: number,
  source: AbortSignal | undefined,
): { readonly signal: AbortSignal; readonly end: () => void } {
  const abort = new AbortController();
  const cancel = (): void => abort.abort(new Error('it was cancelled'));
  const timer = setTimeout(() => abort.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  source?.addEventListener('abort', cancel, { once: true });
  if (source?.aborted === true) cancel();
  const end = (): void => {
    clearTimeout(timer);
    source?.removeEventListener('abort', cancel);
  };
  return { signal: abort.signal, end };
}

function endpoint(url: string): string {
  return url.endsWith('/v1/events') ? url : `${url.replace(/\/+$/, '')}/v1/events`;
}

/** Only an answer that accounts for every event counts: a proxy's friendly page must not look like success. */
async function readResult(answer: Response, sent: number): Promise<PostResult> {
  const type = answer.headers.get('content-type') ?? '';
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (!type.startsWith(PROTOBUF)) {
    const shown = type === '' ? 'no content type' : `content type ${type}`;
    throw new PostError(
      `Something that is not the Event API answered (${shown}).`,
      answer.status,
      true,
      null,
    );
  }
  const result = fromBinary(PublishEventsResponseSchema, bytes);
  if (result.accepted + result.rejected.length === sent) return result;
  const counts = `${result.accepted} accepted and ${result.rejected.length} rejected of ${sent}`;
  throw new PostError(`The Event API's answer does not add up: ${counts}.`, answer.status, true, null);
}

async function refusal(answer: Response): Promise<PostError> {
  const text = (await answer.text().catch(() => '')).slice(0, 2_000);
  const retryable = answer.status >= 500 || PASSING.has(answer.status);
  const message = `The Event API answered ${answer.status}: ${detailIn(text)}`;
  return new PostError(message, answer.status, retryable, retryAfterMs(answer.headers.get('retry-after')));
}

/** The sentence of RFC 9457 problem details, or the beginning of another body. */
function detailIn(text: string): string {
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    if (typeof detail === 'string') return detail;
  } catch {
    // Not problem details: a proxy's own page.
  }
  return text.slice(0, 200);
}

/** Seconds or an HTTP date. Source: RFC 9110, section 10.2.3. */
function retryAfterMs(header: string | null): number | null {
  if (header === null || header.trim() === '') return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now());
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { message?: string; code?: string } };
  return cause?.code ?? cause?.message ?? message ?? String(error);
}
