import { ERRORS, RegistryError, type ErrorCode, type ErrorDetails } from '#libs/errors';

/** What the HTTP part needs to know. */
export interface HttpOptions {
  /** Where the registry is, such as `http://127.0.0.1:8081`. */
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
  readonly signal?: AbortSignal;
}

/**
 * Sends a request and reads its JSON answer; null for an empty one.
 * **Throws** the registry's own failure with its code and details; REGISTRY_UNREACHABLE when there is no answer, or when
 * one came that no registry gives.
 */
export async function sendJson<T>(options: HttpOptions, request: HttpRequest): Promise<T> {
  const response = await send(options, request);
  const text = await readText(options, response);
  if (!response.ok) throw failureOf(options, response.status, text);
  return parse<T>(options, text);
}

async function send(options: HttpOptions, request: HttpRequest): Promise<Response> {
  const timeout = AbortSignal.timeout(options.timeoutMs + (request.extraMs ?? 0));
  const signal = request.signal === undefined ? timeout : AbortSignal.any([timeout, request.signal]);
  const { url, authorization } = splitCredentials(options.url);
  const init = { method: request.method, signal, headers: { accept: 'application/json', ...authorization } };
  const body =
    request.body === undefined
      ? {}
      : {
          body: JSON.stringify(request.body),
          headers: { ...init.headers, 'content-type': 'application/json' },
        };
  try {
    return await options.fetch(url + request.path, { ...init, ...body });
  } catch (cause) {
    throw unreachable(options, reasonOf(cause), cause);
  }
}

async function readText(options: HttpOptions, response: Response): Promise<string> {
  try {
    return await response.text();
  } catch (cause) {
    throw unreachable(options, reasonOf(cause), cause);
  }
}

function parse<T>(options: HttpOptions, text: string): T {
  if (text === '') return null as T;
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw unreachable(options, 'it answered something that is not JSON', cause);
  }
}

function failureOf(options: HttpOptions, status: number, text: string): RegistryError {
  const problem = readProblem(text);
  if (problem === null) return unreachable(options, `it answered ${status} without problem details`);
  if (!Object.hasOwn(ERRORS, problem.code))
    return unreachable(options, `${status} ${problem.code}: ${problem.detail}`);
  return new RemoteError(problem.code as ErrorCode, problem.detail, problem.details);
}

/** The registry's failure in its own words. */
class RemoteError extends RegistryError {
  constructor(code: ErrorCode, detail: string, details: ErrorDetails) {
    super(code, {}, { details });
    this.message = detail;
  }
}

function readProblem(text: string): { code: string; detail: string; details: ErrorDetails } | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('code' in value) || typeof value.code !== 'string')
      return null;
    const { code, detail, ...details } = value as Record<string, unknown> & { code: string };
    return { code, detail: typeof detail === 'string' ? detail : code, details };
  } catch {
    return null;
  }
}

function unreachable(options: HttpOptions, problem: string, cause?: unknown): RegistryError {
  return new RegistryError(
    'REGISTRY_UNREACHABLE',
    { url: withoutPassword(options.url), problem },
    cause === undefined ? {} : { cause },
  );
}

/** fetch says only "fetch failed"; what failed is in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'it did not answer in time';
  return error.cause instanceof Error
    ? error.cause.message || String((error.cause as NodeJS.ErrnoException).code)
    : error.message;
}

/** fetch refuses addresses with a user and password; they travel in a header. */
function splitCredentials(address: string): { url: string; authorization: { authorization?: string } } {
  const credentials = /^(\w+:\/\/)([^@/]*)@/.exec(address);
  if (credentials === null) return { url: address, authorization: {} };
  const encoded = Buffer.from(decodeURIComponent(credentials[2] ?? '')).toString('base64');
  return {
    url: address.replace(credentials[0], credentials[1] ?? ''),
    authorization: { authorization: `Basic ${encoded}` },
  };
}

function withoutPassword(url: string): string {
  return splitCredentials(url).url;
}
