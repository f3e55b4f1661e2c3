import { RegistryError, isRegistryError } from '#libs/errors';
import type { registry } from '#libs/gen';
import { makeHandle, type CodecFacts, type CodecHandle } from './codec-handle.js';
import { DiskCache } from './disk-cache.js';
import { sendJson, type HttpOptions } from './http.js';
import { MemoryCache } from './memory-cache.js';
import { RetryLater } from './retry-later.js';
import { keyOf, schemaPart, type SchemaRef } from './schema-ref.js';

/** What asking for a codec came to. Times are of the client's clock. */
export type Lookup =
  | { readonly status: 'found'; readonly handle: CodecHandle }
  /** The registry was asked and does not have it. */
  | { readonly status: 'unknown'; readonly retryAtMs: number }
  /** The registry could not be asked, so it may well have it. */
  | { readonly status: 'unreachable'; readonly problem: string; readonly retryAtMs: number }
  /** The registry's answer can not be used. */
  | { readonly status: 'invalid'; readonly problem: string };

/** How the client works. */
export interface RegistryClientOptions {
  /** Where the registry is, such as `http://127.0.0.1:8081`. */
  readonly url: string;
  /** Folder of fetched codecs; absent: none are kept. */
  readonly cacheDir?: string;
  /** Longest that one answer may take. Default 5000. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
  /** The clock, in milliseconds. Default Date.now. */
  readonly now?: () => number;
  /** Bytes of descriptor sets kept in memory. Default 64 MiB. */
  readonly maxMemoryBytes?: number;
}

const UNKNOWN_FIRST_MS = 1_000;
const UNKNOWN_LAST_MS = 60_000;
const UNREACHABLE_FIRST_MS = 250;
const UNREACHABLE_LAST_MS = 10_000;
const MAX_UNKNOWN = 10_000;
/** The registry is one thing: when it does not answer for one schema, it does not for others. */
const REGISTRY = 'registry';

/** Codecs from memory, disk or the registry, and the registry's API. */
export class RegistryClient {
  private readonly http: HttpOptions;
  private readonly disk: DiskCache | null;
  private readonly memory: MemoryCache;
  private readonly unknown = new RetryLater<string>(UNKNOWN_FIRST_MS, UNKNOWN_LAST_MS, MAX_UNKNOWN);
  private readonly unreachable = new RetryLater<string>(UNREACHABLE_FIRST_MS, UNREACHABLE_LAST_MS, 1);
  private readonly underWay = new Map<string, Promise<Lookup>>();
  private readonly closing = new AbortController();
  private readonly now: () => number;

  constructor(options: RegistryClientOptions) {
    this.http = {
      url: options.url.replace(/\/+$/, ''),
      timeoutMs: options.timeoutMs ?? 5_000,
      fetch: options.fetch ?? fetch,
    };
    this.disk = options.cacheDir === undefined ? null : new DiskCache(options.cacheDir);
    this.memory = new MemoryCache(options.maxMemoryBytes ?? 64 * 1024 * 1024);
    this.now = options.now ?? Date.now;
  }

  /** The codec if it is in memory. Never waits: for the path of every event. */
  peek(ref: SchemaRef): CodecHandle | null {
    return isNamed(ref) ? this.memory.get(keyOf(ref)) : null;
  }

  /** Memory, then disk, then the registry; callers that ask for one codec at once share one request. Never throws. */
  async lookup(ref: SchemaRef): Promise<Lookup> {
    if (!isNamed(ref)) return { status: 'invalid', problem: 'the reference names no schema' };
    const key = keyOf(ref);
    const known = this.memory.get(key);
    if (known !== null) return { status: 'found', handle: known };
    let underWay = this.underWay.get(key);
    if (underWay === undefined) {
      underWay = this.find(ref, key).finally(() => this.underWay.delete(key));
      this.underWay.set(key, underWay);
    }
    return underWay;
  }

  /** A page of the change feed. Waits up to `waitMs` for the first change. **Throws** REGISTRY_UNREACHABLE, BAD_CURSOR. */
  changes(
    after: string | null,
    options: { readonly waitMs?: number; readonly signal?: AbortSignal } = {},
  ): Promise<registry.ChangesResponseJson> {
    const waitMs = options.waitMs ?? 0;
    const query = new URLSearchParams({ wait: String(waitMs), ...(after === null ? {} : { after }) });
    const signals = [this.closing.signal, ...(options.signal === undefined ? [] : [options.signal])];
    return sendJson(this.http, {
      method: 'GET',
      path: `/api/v1/changes?${query}`,
      extraMs: waitMs,
      signal: AbortSignal.any(signals),
    });
  }

  /** Something changed: what was unknown may be known now, and tables and states of a subject may be others. */
  noteChange(change: registry.ChangeJson): void {
    this.unknown.clear();
    this.unreachable.clear();
    if (change.kind === 'version.created') this.memory.forgetWithoutTable();
    else
      this.memory.forget(
        (handle) =>
          handle.table === null || handle.table.subject === change.subject || (change.subject ?? '') === '',
      );
  }

  /**
   * One request of the native API; null for an empty answer.
   * **Throws** the registry's failure with its code and details, or REGISTRY_UNREACHABLE.
   */
  request<T>(method: string, path: string, body?: unknown): Promise<T> {
    return sendJson<T>(this.http, {
      method,
      path,
      ...(body === undefined ? {} : { body }),
      signal: this.closing.signal,
    });
  }

  /** Ends what is under way. */
  async close(): Promise<void> {
    this.closing.abort();
    await Promise.allSettled(this.underWay.values());
  }

  private async find(ref: SchemaRef, key: string): Promise<Lookup> {
    try {
      const stale = await this.fromDisk(key);
      const fetched = await this.fromRegistry(ref, key);
      // The registry knows best where rows go; without it what was true last time has to do.
      if (fetched.status === 'unreachable' && stale !== null) return this.keep(key, stale);
      return fetched;
    } catch (error) {
      return { status: 'invalid', problem: error instanceof Error ? error.message : String(error) };
    }
  }

  private async fromDisk(key: string): Promise<CodecHandle | null> {
    const stored = await this.disk?.read(key);
    if (stored === undefined || stored === null) return null;
    try {
      return makeHandle(stored.facts, stored.descriptorSet);
    } catch {
      return null;
    }
  }

  private async fromRegistry(ref: SchemaRef, key: string): Promise<Lookup> {
    const nowMs = this.now();
    const unknownUntil = this.unknown.until(key, nowMs);
    if (unknownUntil !== null) return { status: 'unknown', retryAtMs: unknownUntil };
    const downUntil = this.unreachable.until(REGISTRY, nowMs);
    if (downUntil !== null)
      return { status: 'unreachable', problem: 'it did not answer a moment ago', retryAtMs: downUntil };
    try {
      const info = await this.request<registry.CodecInfoJson>(
        'GET',
        `/api/v1/codecs/${schemaPart(ref)}/${encodeURIComponent(ref.type)}`,
      );
      this.unknown.forget(key);
      this.unreachable.clear();
      return await this.accept(ref, key, info);
    } catch (error) {
      return this.refused(key, error);
    }
  }

  private async accept(ref: SchemaRef, key: string, info: registry.CodecInfoJson): Promise<Lookup> {
    const facts: CodecFacts = {
      fingerprint: info.fingerprint ?? '',
      id: info.id ?? 0,
      type: info.type ?? '',
      table: info.table ?? null,
    };
    const descriptorSet = new Uint8Array(Buffer.from(info.descriptorSet ?? '', 'base64'));
    if (ref.fingerprint !== undefined && !facts.fingerprint.startsWith(ref.fingerprint)) {
      throw new RegistryError('FINGERPRINT_MISMATCH', {
        expected: ref.fingerprint,
        actual: facts.fingerprint,
      });
    }
    const handle = makeHandle(facts, descriptorSet);
    // A full disk makes the cache useless, not the codec.
    await this.disk?.write(key, { facts, descriptorSet }).catch(() => undefined);
    return this.keep(key, handle);
  }

  private keep(key: string, handle: CodecHandle): Lookup {
    this.memory.set(key, handle);
    return { status: 'found', handle };
  }

  private refused(key: string, error: unknown): Lookup {
    const nowMs = this.now();
    if (isRegistryError(error, 'SCHEMA_NOT_FOUND') || isRegistryError(error, 'MESSAGE_NOT_FOUND')) {
      return { status: 'unknown', retryAtMs: this.unknown.fail(key, nowMs) };
    }
    const problem = error instanceof Error ? error.message : String(error);
    if (isRegistryError(error, 'FINGERPRINT_MISMATCH') || isRegistryError(error, 'DESCRIPTOR_INVALID'))
      return { status: 'invalid', problem };
    return { status: 'unreachable', problem, retryAtMs: this.unreachable.fail(REGISTRY, nowMs) };
  }
}

function isNamed(ref: SchemaRef): boolean {
  try {
    schemaPart(ref);
    return true;
  } catch {
    return false;
  }
}
