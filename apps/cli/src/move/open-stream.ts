import { RegistryError, isRegistryError } from '#libs/errors';

/** A server and how to be let in. */
export interface Endpoint {
  /** Without user, password and the last slash. */
  readonly url: string;
  /** Value of the header; null: none. */
  readonly authorization: string | null;
}

/** A request whose answer is read as it comes. */
export interface StreamRequest {
  readonly method: 'GET' | 'POST';
  /** With its leading slash. */
  readonly path: string;
  readonly accept: string;
  readonly body?: { readonly type: string; readonly bytes: Uint8Array<ArrayBuffer> };
  readonly signal: AbortSignal;
}

/** An answer, of whatever status. */
export interface StreamAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Takes user and password out of an address; `authorization` is for those that have none. **Throws** BAD_REQUEST for what is no http address. */
export function endpointOf(address: string, authorization: string | null = null): Endpoint {
  const parsed = URL.canParse(address) ? new URL(address) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    const shown = address.replace(/\/\/[^@/]*@/, '//***@').slice(0, 200);
    throw new RegistryError('BAD_REQUEST', {
      problem: `'${shown}' is no address that starts with http:// or https://.`,
    });
  }
  const { username, password } = parsed;
  parsed.username = '';
  parsed.password = '';
  const url = parsed.href.replace(/\/+$/, '');
  if (username === '') return { url, authorization };
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { url, authorization: basic(user) };
}

/** The header of `user:password`. */
export function basic(user: string): string {
  return `Basic ${Buffer.from(user).toString('base64')}`;
}

/** Sends a request. **Throws** REGISTRY_UNREACHABLE, also when the answer breaks off while it is read. */
export async function openStream(endpoint: Endpoint, request: StreamRequest): Promise<StreamAnswer> {
  const { url, authorization } = endpoint;
  try {
    const { body } = request;
    const response = await fetch(url + request.path, {
      method: request.method,
      headers: {
        accept: request.accept,
        ...(authorization === null ? {} : { authorization }),
        ...(body === undefined ? {} : { 'content-type': body.type }),
      },
      ...(body === undefined ? {} : { body: body.bytes }),
      signal: request.signal,
    });
    return { status: response.status, headers: response.headers, chunks: chunksOf(url, response) };
  } catch (cause) {
    throw unreachable(url, cause);
  }
}

/** The whole answer as text, at most so many bytes of it. **Throws** REGISTRY_UNREACHABLE. */
export async function textOf(answer: StreamAnswer, url: string, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.chunks) {
    size += chunk.length;
    if (size > maxBytes) throw unreachable(url, new Error(`it answered more than ${maxBytes} bytes`));
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The failure of a server that does not answer as it should. */
export function unreachable(url: string, cause: unknown): RegistryError {
  if (isRegistryError(cause)) return cause;
  return new RegistryError('REGISTRY_UNREACHABLE', { url, problem: reasonOf(cause) }, { cause });
}

async function* chunksOf(url: string, response: Response): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response.body ?? []) yield chunk as Uint8Array;
  } catch (cause) {
    throw unreachable(url, cause);
  }
}

/** fetch says only that it failed; what failed is in the cause. */
function reasonOf(error: unknown): string {
  if (!isError(error)) return String(error);
  if (error.name === 'AbortError') return 'the request was ended from here';
  const { cause } = error;
  return isError(cause) ? cause.message || String((cause as NodeJS.ErrnoException).code) : error.message;
}

/** By its form: it may come from another realm. */
function isError(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && 'message' in value;
}
