import { openSchema } from '#libs/descriptors';
import { isRegistryError } from '#libs/errors';
import type { registry } from '#libs/gen';
import { makeHandle, type CodecFacts, type CodecHandle } from './codec-handle.js';
import { DiskCache } from './disk-cache.js';
import { refusedLookup, type Lookup, type Refusal } from './lookup.js';
import { MemoryCache } from './memory-cache.js';
import { readCodecInfo } from './read-codec-info.js';
import { isOutage, RegistryApi } from './registry-api.js';
import { RetryLater } from './retry-later.js';
import { isTypeName, schemaPart, type SchemaRef } from './schema-ref.js';
import { settledWithin } from './settled-within.js';

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
  /** Bytes of descriptor sets kept in memory; the objects made of them take about ten times as much. Default 64 MiB. */
  readonly maxMemoryBytes?: number;
}

const UNKNOWN_FIRST_MS = 1_000;
const UNKNOWN_LAST_MS = 60_000;
const UNREACHABLE_FIRST_MS = 250;
const UNREACHABLE_LAST_MS = 10_000;
const MAX_UNKNOWN = 10_000;
/** How long a codec that lies on disk waits for what the registry says of it now. */
const PATIENCE_MS = 500;
/** The registry is one thing: when it does not answer for one schema, it does not for others. */
const REGISTRY = 'registry';

/** Codecs from memory, disk or the registry, and the registry's API. */
export class RegistryClient {
  private readonly api: RegistryApi;
  private readonly disk: DiskCache | null;
  private readonly memory: MemoryCache;
  private readonly refused = new RetryLater<Refusal>(UNKNOWN_FIRST_MS, UNKNOWN_LAST_MS, MAX_UNKNOWN);
  private readonly outage = new RetryLater<string>(UNREACHABLE_FIRST_MS, UNREACHABLE_LAST_MS, 1);
  private readonly underWay = new Map<string, Promise<Lookup>>();
  /** Requests that nobody waits for any more. */
  private readonly behind = new Set<Promise<Lookup>>();
  /** Keys of handles in memory that only the disk vouches for. */
  private readonly unconfirmed = new Set<string>();
  private readonly now: () => number;
  private readonly patienceMs: number;
  private changesNoted = 0;

  constructor(options: RegistryClientOptions) {
    const timeoutMs = options.timeoutMs ?? 5_000;
    const http = { url: options.url.replace(/\/+$/, ''), timeoutMs, fetch: options.fetch ?? fetch };
    this.api = new RegistryApi(http, () => this.reached());
    this.disk = options.cacheDir === undefined ? null : new DiskCache(options.cacheDir);
    this.memory = new MemoryCache(options.maxMemoryBytes ?? 64 * 1024 * 1024);
    this.now = options.now ?? Date.now;
    this.patienceMs = Math.min(timeoutMs, PATIENCE_MS);
  }

  /** The codec if it is in memory. Never waits: for the path of every event. */
  peek(ref: SchemaRef): CodecHandle | null {
    return this.memory.get(ref);
  }

  /**
   * Memory, then disk and the registry: what lies on disk is used at once when the registry can not be asked, and after half a
   * second when it is slow. Callers that ask for one codec at once share one request. Never throws.
   */
  async lookup(ref: SchemaRef): Promise<Lookup> {
    const known = this.memory.get(ref);
    if (known !== null) return { status: 'found', handle: known };
    const part = schemaPart(ref);
    if (part === null) return { status: 'invalid', problem: 'the reference names no schema' };
    const key = `${part}/${isTypeName(ref.type) ? ref.type : ''}`;
    const refused = this.refused.waiting(key, this.now());
    if (refused !== null) return refusedLookup(refused.outcome, refused.untilMs);
    if (!isTypeName(ref.type)) return this.refuse(key, { status: 'unknown' });
    let underWay = this.underWay.get(key);
    if (underWay === undefined) {
      underWay = this.find(ref, part, key).finally(() => this.underWay.delete(key));
      this.underWay.set(key, underWay);
    }
    return underWay;
  }

  /** A page of the change feed. Waits up to `waitMs` for the first change. **Throws** REGISTRY_UNREACHABLE, BAD_CURSOR. */
  changes(
    after: string | null,
    options: { readonly waitMs?: number; readonly signal?: AbortSignal } = {},
  ): Promise<registry.ChangesResponseJson> {
    return this.api.changes(after, options.waitMs ?? 0, options.signal);
  }

  /**
   * Something changed: what was unknown may be known now, and tables and states of a subject may be others. Labels and drafts concern
   * no codec. Answers under way were perhaps given before the change; they are used once and not kept.
   */
  noteChange(change: registry.ChangeJson): void {
    const { kind = '', subject = '', fingerprint = '' } = change;
    this.outage.forget(REGISTRY);
    if (kind.startsWith('label.') || kind.startsWith('draft.')) return;
    this.changesNoted += 1;
    if (kind === 'version.created') {
      this.refused.forgetWhere((key) => mayName(key, fingerprint));
      this.memory.forgetWhere(({ table }) => table === null);
    } else {
      this.refused.forgetWhere(() => true);
      this.memory.forgetWhere(({ table }) => table === null || subject === '' || table.subject === subject);
    }
  }

  /**
   * What publishing the schema would come to; it is kept as a draft when `draftLabel` says so.
   * **Throws** SCHEMA_INVALID with diagnostics, and what {@link request} throws.
   */
  check(subject: string, check: registry.CheckRequestJson): Promise<registry.CheckResponseJson> {
    return this.request('POST', `/api/v1/subjects/${encodeURIComponent(subject)}/check`, check);
  }

  /**
   * The same for several subjects, in their order; what is wrong with one of them is in its result.
   * **Throws** TOO_MANY_SUBJECTS, BODY_TOO_LARGE, BAD_REQUEST for a subject that comes twice, and what {@link request} throws.
   */
  checkAll(batch: registry.BatchCheckRequestJson): Promise<registry.BatchCheckResponseJson> {
    return this.request('POST', '/api/v1/check', batch);
  }

  /**
   * One request of the native API; null for an empty answer.
   * **Throws** the registry's failure with its code and details, or REGISTRY_UNREACHABLE.
   */
  request<T>(method: string, path: string, body?: unknown): Promise<T> {
    return this.api.send<T>(method, path, { body });
  }

  /** Ends what is under way. */
  async close(): Promise<void> {
    this.api.close();
    await Promise.allSettled([...this.underWay.values(), ...this.behind]);
  }

  private async find(ref: SchemaRef, part: string, key: string): Promise<Lookup> {
    const kept = await this.fromDisk(ref);
    const asked = this.ask(ref, part, key);
    if (kept === null) return asked;
    const answer = await settledWithin(asked, this.patienceMs);
    if (answer === null) this.leaveBehind(asked);
    // The registry knows best where rows go; without it, what was true last time has to do. An id is the registry's word alone.
    else if (answer.status === 'found') return answer;
    else if (answer.status !== 'unreachable' && ref.fingerprint === undefined) return answer;
    const memoryKey = this.memory.set(kept);
    if (answer === null || answer.status === 'unreachable') this.unconfirmed.add(memoryKey);
    return { status: 'found', handle: kept };
  }

  private async fromDisk(ref: SchemaRef): Promise<CodecHandle | null> {
    const stored = (await this.disk?.read(ref)) ?? null;
    if (stored === null) return null;
    try {
      return this.toHandle(stored.facts, stored.descriptorSet);
    } catch {
      return null;
    }
  }

  private async ask(ref: SchemaRef, part: string, key: string): Promise<Lookup> {
    const down = this.outage.waiting(REGISTRY, this.now());
    if (down !== null) return { status: 'unreachable', problem: down.outcome, retryAtMs: down.untilMs };
    const { changesNoted } = this;
    const answer = await this.fetchInfo(part, ref.type);
    const isCurrent = changesNoted === this.changesNoted;
    if (answer.status === 'unreachable') {
      const { untilMs } = this.outage.fail(REGISTRY, this.now(), answer.problem);
      return { ...answer, retryAtMs: untilMs };
    }
    if (answer.status === 'answered') return this.accept(ref, key, answer.json, isCurrent);
    return isCurrent ? this.refuse(key, answer) : refusedLookup(answer, this.now());
  }

  private async fetchInfo(
    part: string,
    type: string,
  ): Promise<Refusal | { status: 'answered'; json: unknown } | { status: 'unreachable'; problem: string }> {
    try {
      const json = await this.api.send('GET', `/api/v1/codecs/${part}/${encodeURIComponent(type)}`);
      return { status: 'answered', json };
    } catch (error) {
      if (isRegistryError(error, 'SCHEMA_NOT_FOUND') || isRegistryError(error, 'MESSAGE_NOT_FOUND'))
        return { status: 'unknown' };
      return { status: isOutage(error) ? 'unreachable' : 'invalid', problem: messageOf(error) };
    }
  }

  private async accept(ref: SchemaRef, key: string, json: unknown, isCurrent: boolean): Promise<Lookup> {
    try {
      const { facts, descriptorSet } = readCodecInfo(ref, json);
      const handle = this.toHandle(facts, descriptorSet);
      // A full disk makes the cache useless, not the codec.
      await this.disk?.write({ facts, descriptorSet: handle.schema.canonical }).catch(() => undefined);
      this.refused.forget(key);
      if (isCurrent) this.memory.set(handle);
      return { status: 'found', handle };
    } catch (error) {
      return this.refuse(key, { status: 'invalid', problem: messageOf(error) });
    }
  }

  private toHandle(facts: CodecFacts, descriptorSet: Uint8Array): CodecHandle {
    const schema = this.memory.schema(facts.fingerprint) ?? openSchema(descriptorSet, facts.fingerprint);
    return makeHandle(facts, schema);
  }

  private refuse(key: string, refusal: Refusal): Lookup {
    const { outcome, untilMs } = this.refused.fail(key, this.now(), refusal);
    return refusedLookup(outcome, untilMs);
  }

  private leaveBehind(asked: Promise<Lookup>): void {
    this.behind.add(asked);
    void asked.finally(() => this.behind.delete(asked));
  }

  /** The registry answers: what only the disk vouched for is asked about again when it is next needed. */
  private reached(): void {
    this.outage.forget(REGISTRY);
    if (this.unconfirmed.size === 0) return;
    this.memory.forgetWhere((_handle, key) => this.unconfirmed.has(key));
    this.unconfirmed.clear();
  }
}

/** True when a refused reference may be to the schema: by id, or by the first digits of its fingerprint. */
function mayName(key: string, fingerprint: string): boolean {
  const part = key.slice(0, key.indexOf('/'));
  return fingerprint === '' || part.length < 32 || fingerprint.startsWith(part);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
