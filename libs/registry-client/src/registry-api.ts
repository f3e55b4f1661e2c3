import { setMaxListeners } from 'node:events';
import { isRegistryError } from '#libs/errors';
import type { registry } from '#libs/gen';
import { fetchBytes, sendJson, type HttpOptions, type TaggedBytes } from './http.js';

/** How a request differs from the usual. */
export interface SendOptions {
  readonly body?: unknown;
  readonly extraMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** The registry's native API. Tells when it was reached: also a refusal is an answer. */
export class RegistryApi {
  private readonly closing = new AbortController();

  constructor(
    private readonly http: HttpOptions,
    private readonly reached: () => void,
  ) {
    // Every request listens while it is under way, however many these are; Node takes eleven for a leak.
    setMaxListeners(0, this.closing.signal);
  }

  /** The JSON of the answer, null when it is empty. **Throws** the registry's failure, REGISTRY_UNREACHABLE. */
  async send<T>(method: string, path: string, options: SendOptions = {}): Promise<T> {
    const { body, extraMs = 0, signal } = options;
    const signals = signal === undefined ? [this.closing.signal] : [this.closing.signal, signal];
    return this.tell(sendJson<T>(this.http, { method, path, body, extraMs, signals }));
  }

  /** The canonical descriptor set of a schema by id, fingerprint or GUID, tagged with its fingerprint. **Throws** as {@link send}. */
  descriptorSet(part: string): Promise<TaggedBytes> {
    const path = `/api/v1/schemas/${encodeURIComponent(part)}/descriptor-set`;
    return this.tell(fetchBytes(this.http, { method: 'GET', path, signals: [this.closing.signal] }));
  }

  /** A page of the change feed; waits up to `waitMs` for the first change. */
  changes(after: string | null, waitMs: number, signal?: AbortSignal): Promise<registry.ChangesResponseJson> {
    const query = new URLSearchParams({ wait: String(waitMs), ...(after === null ? {} : { after }) });
    return this.send('GET', `/api/v1/changes?${query}`, { extraMs: waitMs, signal });
  }

  /** Ends what is under way. */
  close(): void {
    this.closing.abort();
  }

  private async tell<T>(answering: Promise<T>): Promise<T> {
    try {
      const answer = await answering;
      this.reached();
      return answer;
    } catch (error) {
      if (!isOutage(error)) this.reached();
      throw error;
    }
  }
}

/** True when an error says nothing about what was asked for: no answer, or one that speaks of the registry's own state. */
export function isOutage(error: unknown): boolean {
  if (!isRegistryError(error)) return true;
  const { http } = error.row;
  return http >= 500 || http === 429 || http === 401;
}
