import { RegistryError, isRegistryError } from '#libs/errors';
import type { registry } from '#libs/gen';
import type { CodecHandle, RegistryClient } from '#libs/registry-client';
import { nearestName } from './nearest-name.js';

/** How a JSON event names its schema. */
export interface SchemaName {
  readonly type: string;
  readonly fingerprint?: string | undefined;
  readonly subject?: string | undefined;
  readonly version?: number | undefined;
}

/** The schema, or why there is none. */
export type Found =
  | { readonly ok: true; readonly handle: CodecHandle }
  | { readonly ok: false; readonly reason: 'UNKNOWN_TYPE' | 'UNKNOWN_SCHEMA'; readonly message: string };

type Fingerprint = { readonly ok: true; readonly fingerprint: string } | Extract<Found, { ok: false }>;

/** How long the newest version of a type, also that there is none, is taken for granted. */
const MAX_AGE_MS = 1_000;
const MAX_CACHED = 1_000;
const RETRY_AFTER_SECONDS = 2;

/** Finds the schemas that JSON events name, in the registry. */
export class SchemaFinder {
  private readonly cache = new Map<
    string,
    { readonly answer: Promise<Fingerprint>; readonly atMs: number }
  >();
  private names: { readonly answer: Promise<readonly string[]>; readonly atMs: number } | null = null;

  constructor(
    private readonly client: RegistryClient,
    private readonly now: () => number = Date.now,
  ) {}

  /** **Throws** REGISTRY_UNREACHABLE: without the registry nothing can be said. */
  async find(name: SchemaName): Promise<Found> {
    const named = await this.fingerprintOf(name);
    if (!named.ok) return named;
    const { fingerprint } = named;
    const lookup = await this.client.lookup({ fingerprint, type: name.type });
    switch (lookup.status) {
      case 'found':
        return { ok: true, handle: lookup.handle };
      case 'unknown':
        return unknownSchema(`The registry has no schema ${fingerprint} with a message '${name.type}'.`);
      case 'invalid':
        return unknownSchema(`The schema can not be used: ${lookup.problem}`);
      case 'unreachable':
        throw new RegistryError('REGISTRY_UNREACHABLE', {
          url: 'REGISTRY_URL',
          problem: lookup.problem,
          retryAfterSeconds: RETRY_AFTER_SECONDS,
        });
    }
  }

  private fingerprintOf(name: SchemaName): Promise<Fingerprint> {
    if (name.fingerprint !== undefined)
      return Promise.resolve({ ok: true, fingerprint: name.fingerprint.toLowerCase() });
    const key = JSON.stringify([
      name.subject ?? null,
      name.subject === undefined ? name.type : (name.version ?? null),
    ]);
    const known = this.cache.get(key);
    const nowMs = this.now();
    if (known !== undefined && nowMs - known.atMs < MAX_AGE_MS) return known.answer;
    const answer = this.ask(name);
    // Names come from outside: the cache begins anew rather than grow.
    if (this.cache.size >= MAX_CACHED) this.cache.clear();
    this.cache.set(key, { answer, atMs: nowMs });
    answer.catch(() => this.cache.delete(key));
    return answer;
  }

  private async ask({ type, subject, version }: SchemaName): Promise<Fingerprint> {
    const path =
      subject === undefined
        ? `/api/v1/messages/${encodeURIComponent(type)}`
        : `/api/v1/subjects/${encodeURIComponent(subject)}/versions/${version ?? 'latest'}`;
    try {
      const info = await this.client.request<{ readonly fingerprint?: string }>('GET', path);
      return { ok: true, fingerprint: info.fingerprint ?? '' };
    } catch (error) {
      if (isRegistryError(error, 'MESSAGE_NOT_FOUND')) return this.unknownType(type);
      if (isRegistryError(error) && error.row.http < 500) return unknownSchema(error.message);
      throw error;
    }
  }

  private async unknownType(type: string): Promise<Fingerprint> {
    const names = await this.allNames();
    const meant = nearestName(type, names);
    const known = names.slice(0, 10).join(', ') || 'none yet';
    const hint = meant === null ? `Known: ${known}.` : `Did you mean '${meant}'?`;
    return {
      ok: false,
      reason: 'UNKNOWN_TYPE',
      message: `There is no event '${type.slice(0, 200)}'. ${hint}`,
    };
  }

  private allNames(): Promise<readonly string[]> {
    const nowMs = this.now();
    if (this.names === null || nowMs - this.names.atMs >= MAX_AGE_MS) {
      const asked = this.client.request<registry.ListResponseJson>('GET', '/api/v1/messages');
      const answer = asked.then(({ items = [] }) => items);
      answer.catch(() => (this.names = null));
      this.names = { answer, atMs: nowMs };
    }
    return this.names.answer;
  }
}

function unknownSchema(message: string): Extract<Found, { ok: false }> {
  return { ok: false, reason: 'UNKNOWN_SCHEMA', message };
}
