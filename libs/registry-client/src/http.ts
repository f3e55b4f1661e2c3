import { RegistryError, isRegistryError } from '#libs/errors';
import { withDeadline } from './deadline.js';
import { readProblem } from './problem.js';
import { readBytes, readText } from './read-body.js';

/** A descriptor set of 16 MiB takes 22 in base64; nothing else comes near. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** What the HTTP part needs to know. */
export interface HttpOptions {
  /** Where the registry is, such as `http://127.0.0.1:8081`. A user and password travel in a header. */
  readonly url: string;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
}

/** One request. Long polls say how much longer than usual the answer may take. */
export interface HttpRequest {
  readonly method: string;
  /** With its leading slash. */
  readonly path: string;
  /** Sent as JSON; absent is none. */
  readonly body?: unknown;
  readonly extraMs?: number;
  readonly signals: readonly AbortSignal[];
}

/**
 * Sends a request and reads its JSON answer; null for an empty one.
 * **Throws** the registry's own failure with its code and details; REGISTRY_UNREACHABLE when there is no answer, or when
 * one came that no registry gives.
 */
export function sendJson<T>(options: HttpOptions, request: HttpRequest): Promise<T> {
  return exchange(options, request, 'application/json', async (response) =>
    parse<T>(await readText(response, MAX_ANSWER_BYTES)),
  );
}

/** An answer as it is. */
export interface TaggedBytes {
  readonly bytes: Uint8Array;
  /** What its ETag says, without quotes; null when it has none. */
  readonly tag: string | null;
}

/** Sends a request and reads its answer as it is. **Throws** what {@link sendJson} throws. */
export function fetchBytes(options: HttpOptions, request: HttpRequest): Promise<TaggedBytes> {
  return exchange(options, request, 'application/x-protobuf', async (response) => ({
    bytes: await readBytes(response, MAX_ANSWER_BYTES),
    tag: /^(?:W\/)?"(.*)"$/.exec(response.headers.get('etag') ?? '')?.[1] ?? null,
  }));
}

async function exchange<T>(
  options: HttpOptions,
  request: HttpRequest,
  accept: string,
  read: (response: Response) => Promise<T>,
): Promise<T> {
  const { url, authorization } = splitCredentials(options.url);
  try {
    const timeoutMs = options.timeoutMs + (request.extraMs ?? 0);
    return await withDeadline(timeoutMs, request.signals, async (signal) => {
      const init = { ...initOf(request, { accept, ...authorization }), signal };
      const send = (): Promise<Response> => options.fetch(url + request.path, init);
      const response = await (request.method === 'GET' ? twiceWhenCut(send) : send());
      if (response.ok) return read(response);
      const problem = readProblem(await readText(response, MAX_ANSWER_BYTES));
      throw problem ?? new Error(`it answered ${response.status} without problem details`);
    });
  } catch (cause) {
    if (isRegistryError(cause)) throw cause;
    throw new RegistryError('REGISTRY_UNREACHABLE', { url, problem: reasonOf(cause) }, { cause });
  }
}

/** A connection that was kept open may have been closed meanwhile, which shows only when it is used: no fault of the registry. */
async function twiceWhenCut(send: () => Promise<Response>): Promise<Response> {
  try {
    return await send();
  } catch (error) {
    const cause = hasMessage(error) ? (error.cause as NodeJS.ErrnoException | undefined) : undefined;
    if (cause?.code !== 'ECONNRESET' && cause?.code !== 'UND_ERR_SOCKET') throw error;
    return send();
  }
}

function initOf(request: HttpRequest, headers: Readonly<Record<string, string>>): RequestInit {
  if (request.body === undefined) return { method: request.method, headers };
  return {
    method: request.method,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(request.body),
  };
}

function parse<T>(text: string): T {
  if (text === '') return null as T;
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new Error('it answered something that is not JSON', { cause });
  }
}

/** fetch says only "fetch failed"; what failed is in the cause. Told by their form: what aborts may come from another realm. */
function reasonOf(error: unknown): string {
  if (!hasMessage(error)) return String(error);
  if (error.name === 'AbortError') return 'the request was ended from here';
  const { cause } = error;
  if (error.message !== 'fetch failed' || !hasMessage(cause)) return error.message;
  // Several addresses of one name that all refuse have an empty message and a code.
  return cause.message || String((cause as NodeJS.ErrnoException).code);
}

function hasMessage(value: unknown): value is Error {
  return (
    typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string'
  );
}

function splitCredentials(address: string): { url: string; authorization: Readonly<Record<string, string>> } {
  const credentials = /^(\w+:\/\/)([^@/]*)@/.exec(address);
  if (credentials === null) return { url: address, authorization: {} };
  const encoded = Buffer.from(decodeURIComponent(credentials[2] ?? '')).toString('base64');
  return {
    url: address.replace(credentials[0], credentials[1] ?? ''),
    authorization: { authorization: `Basic ${encoded}` },
  };
}
