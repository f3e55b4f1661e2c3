// The few HTTP calls that demos make, with errors that say what to do.

/** A registry's native API at `url`. */
export class RegistryApi {
  constructor(url) {
    this.url = url.replace(/\/$/, '');
  }

  /** JSON answer of a GET. Throws ApiError. */
  get(path) {
    return this.#json('GET', path);
  }

  /** JSON answer of a POST of JSON. Throws ApiError. */
  post(path, body) {
    return this.#json('POST', path, body);
  }

  /** JSON answer of a PUT of JSON. Throws ApiError. */
  put(path, body) {
    return this.#json('PUT', path, body);
  }

  /** Bytes of a GET. Throws ApiError. */
  async bytes(path) {
    const response = await this.#send('GET', path);
    if (!response.ok) throw new ApiError('GET', path, response.status, await problemOf(response));
    return new Uint8Array(await response.arrayBuffer());
  }

  /** Text of a GET. Throws ApiError. */
  async text(path) {
    return new TextDecoder().decode(await this.bytes(path));
  }

  /** True when the registry answers that it is ready. */
  async isReady() {
    try {
      return (await fetch(`${this.url}/ready`, { signal: AbortSignal.timeout(2_000) })).ok;
    } catch {
      return false;
    }
  }

  async #json(method, path, body) {
    const response = await this.#send(method, path, body);
    if (!response.ok) throw new ApiError(method, path, response.status, await problemOf(response));
    return response.json();
  }

  #send(method, path, body) {
    return fetch(this.url + path, {
      method,
      signal: AbortSignal.timeout(60_000),
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  }
}

/** A refused call, with the problem details that the registry gave. */
export class ApiError extends Error {
  constructor(method, path, status, problem) {
    super(`${method} ${path} answered ${status}: ${problem.detail ?? problem.title ?? 'no details'}`);
    this.status = status;
    this.code = problem.code ?? null;
    this.problem = problem;
  }
}

async function problemOf(response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return { detail: text.slice(0, 300) };
  }
}
