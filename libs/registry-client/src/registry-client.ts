import type { DescMessage } from '@bufbuild/protobuf';
import { openSchema, parseFingerprint } from '#libs/descriptors';
import type { registry } from '#libs/gen';
import { Bundle, type BundleSource } from './bundle.js';
import { makeHandle, type CodecFacts, type CodecHandle } from './codec-handle.js';
import { DiskCache } from './disk-cache.js';
import { DocumentFinder, type DocumentLookup } from './documents/document-finder.js';
import type { DocumentSchema } from './documents/document-schema.js';
import { framedMessages } from './framing/framed-message.js';
import { guidOf } from './framing/guid.js';
import { Inquiries, messageOf } from './inquiries.js';
import type { Found, Lookup, SchemaLookup } from './lookup.js';
import { MemoryCache, type FrameName, type KnownCodec } from './memory-cache.js';
import { readCodecInfo, type StoredCodec } from './read-codec-info.js';
import { RegistryApi } from './registry-api.js';
import { SchemaFinder } from './schema-finder.js';
import { isTypeName, schemaPart, type SchemaRef } from './schema-ref.js';
import { settledWithin } from './settled-within.js';

/** How the client works. */
export interface RegistryClientOptions {
  /** Where the registry is, such as `http://127.0.0.1:8081`. */
  readonly url: string;
  /** Folder of fetched codecs; absent: none are kept. */
  readonly cacheDir?: string;
  /** Bytes of files kept in that folder; those longest not used go first. Default 256 MiB. */
  readonly maxDiskBytes?: number;
  /** Schemas shipped with the reader. They are looked in before disk and registry, which are then not asked. */
  readonly bundle?: BundleSource;
  /** Longest that one answer may take. Default 5000. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
  /** The clock, in milliseconds. Default Date.now. */
  readonly now?: () => number;
  /** Bytes of descriptor sets kept in memory; the objects made of them take about ten times as much. Default 64 MiB. */
  readonly maxMemoryBytes?: number;
}

/** How long a codec that lies on disk waits for what the registry says of it now. */
const PATIENCE_MS = 500;
const MAX_MEMORY_BYTES = 64 * 1024 * 1024;
/** What of the memory schemas may take on top that frames named, whether or not a message of them is read. */
const RECENT_SHARE = 1 / 8;

/** Codecs from memory, a bundle, disk or the registry, and the registry's API. */
export class RegistryClient {
  private readonly api: RegistryApi;
  private readonly bundle: Bundle | null;
  private readonly disk: DiskCache | null;
  private readonly memory: MemoryCache;
  private readonly inquiries: Inquiries;
  private readonly schemas: SchemaFinder;
  private readonly documents: DocumentFinder;
  private readonly underWay = new Map<string, Promise<Lookup>>();
  /** Requests that nobody waits for any more. */
  private readonly behind = new Set<Promise<Lookup>>();
  /** Keys of handles in memory that only the disk vouches for. */
  private readonly unconfirmed = new Set<string>();
  private readonly patienceMs: number;

  /** **Throws** BAD_CONFIG and DESCRIPTOR_INVALID for a bundle that can not be read. */
  constructor(options: RegistryClientOptions) {
    const timeoutMs = options.timeoutMs ?? 5_000;
    const http = { url: options.url.replace(/\/+$/, ''), timeoutMs, fetch: options.fetch ?? fetch };
    this.api = new RegistryApi(http, () => this.reached());
    this.bundle = options.bundle === undefined ? null : new Bundle(options.bundle);
    const { cacheDir, maxDiskBytes } = options;
    const space = maxDiskBytes === undefined ? {} : { maxBytes: maxDiskBytes };
    this.disk = cacheDir === undefined ? null : new DiskCache(cacheDir, space);
    const maxMemoryBytes = options.maxMemoryBytes ?? MAX_MEMORY_BYTES;
    this.memory = new MemoryCache(maxMemoryBytes);
    this.inquiries = new Inquiries(options.now ?? Date.now);
    this.patienceMs = Math.min(timeoutMs, PATIENCE_MS);
    const { api, bundle, disk, inquiries, patienceMs } = this;
    const maxBytes = maxMemoryBytes * RECENT_SHARE;
    this.schemas = new SchemaFinder({ api, bundle, disk, inquiries, patienceMs, maxBytes });
    this.documents = new DocumentFinder(api, inquiries, maxBytes);
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
    const refused = this.inquiries.waiting(key);
    if (refused !== null) return refused;
    if (!isTypeName(ref.type)) return this.inquiries.refuse(key, { status: 'unknown' });
    let underWay = this.underWay.get(key);
    if (underWay === undefined) {
      underWay = this.find(ref, part, key).finally(() => this.underWay.delete(key));
      this.underWay.set(key, underWay);
    }
    return underWay;
  }

  /** The codec of a message at the top of its file, by its index there, if it is in memory: {@link peekFrame} without a frame. */
  peekTop(id: number, index: number): KnownCodec | null {
    return this.memory.top(id, index);
  }

  /** The codec that a frame leads to if it is in memory. Never waits. */
  peekFrame(frame: FrameName): KnownCodec | null {
    return this.memory.framed(frame);
  }

  /**
   * The codec that a frame leads to: first its schema, then as {@link lookup}. The payload tells which message it is where the frame
   * may name several ({@link framedMessages}); without it the likeliest is taken. Never throws.
   */
  async lookupFrame(frame: FrameName, payload: Uint8Array | null = null): Promise<Lookup> {
    const known = this.memory.framed(frame);
    if (known !== null) return { status: 'found', handle: known.handle };
    const inMemory = this.memory.namedSchema(frame.schema);
    const found: SchemaLookup =
      inMemory === null ? await this.schemas.find(frame.schema) : { status: 'found', schema: inMemory };
    if (found.status !== 'found') return found;
    const framed = framedMessages(found.schema, frame.indexes);
    if (framed.descs === null) return { status: 'invalid', problem: framed.problem };
    const { fingerprint } = found.schema;
    const [first, ...others] = framed.descs;
    const lookup = await this.lookup({ fingerprint, type: first.typeName });
    if (lookup.status !== 'found') return lookup;
    if (others.length > 0) return payload === null ? lookup : this.fitting(lookup, others, payload);
    this.memory.linkFrame(frame, lookup.handle);
    return lookup;
  }

  /** The schema of Avro or JSON with this id or GUID if it is in memory. Never waits. */
  peekDocument(schema: number | string): DocumentSchema | null {
    return this.documents.peek(schema);
  }

  /** The schema of Avro or JSON with this id or GUID: memory, then the registry. Never throws. */
  lookupDocument(schema: number | string): Promise<DocumentLookup> {
    return this.documents.find(schema);
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
    this.inquiries.reached();
    if (kind.startsWith('label.') || kind.startsWith('draft.')) return;
    this.schemas.forget();
    this.documents.forget();
    if (kind === 'version.created') {
      this.inquiries.noteChange((key) => mayName(key, fingerprint));
      this.memory.forgetWhere(({ table }) => table === null);
    } else {
      this.inquiries.noteChange(() => true);
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
    await Promise.allSettled([
      ...this.underWay.values(),
      ...this.behind,
      this.schemas.settled(),
      this.documents.settled(),
    ]);
  }

  /** The first codec that knows all of the payload, else the first that reads it, else the likeliest. */
  private async fitting(
    likeliest: Found,
    others: readonly DescMessage[],
    payload: Uint8Array,
  ): Promise<Lookup> {
    const { fingerprint } = likeliest.handle;
    let readable: Found | null = null;
    let lookup: Lookup = likeliest;
    for (const other of [...others, null]) {
      const decoded = lookup.handle.codec.decode(payload);
      if (decoded.ok && !decoded.unknownFields) return lookup;
      if (decoded.ok) readable ??= lookup;
      if (other === null) break;
      lookup = await this.lookup({ fingerprint, type: other.typeName });
      if (lookup.status !== 'found') return lookup;
    }
    return readable ?? likeliest;
  }

  private async find(ref: SchemaRef, part: string, key: string): Promise<Lookup> {
    const bundled = this.opened((await this.bundle?.read(ref)) ?? null);
    if (bundled !== null) {
      this.memory.set(bundled);
      return { status: 'found', handle: bundled };
    }
    const kept = this.opened((await this.disk?.read(ref)) ?? null);
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

  private opened(stored: StoredCodec | null): CodecHandle | null {
    try {
      return stored === null ? null : this.toHandle(stored.facts, stored.descriptorSet);
    } catch {
      return null;
    }
  }

  private async ask(ref: SchemaRef, part: string, key: string): Promise<Lookup> {
    const path = `/api/v1/codecs/${part}/${encodeURIComponent(ref.type)}`;
    const answer = await this.inquiries.ask(() => this.api.send<unknown>('GET', path));
    if (answer.status === 'unreachable') return answer.lookup;
    if (answer.status === 'refused') return this.inquiries.refuseAnswer(key, answer);
    try {
      const { facts, descriptorSet } = readCodecInfo(ref, answer.value);
      const handle = this.toHandle(facts, descriptorSet);
      // A full disk makes the cache useless, not the codec.
      await this.disk?.write({ facts, descriptorSet: handle.schema.canonical }).catch(() => undefined);
      this.inquiries.forget(key);
      if (answer.isCurrent) this.memory.set(handle);
      return { status: 'found', handle };
    } catch (error) {
      return this.inquiries.refuse(key, { status: 'invalid', problem: messageOf(error) });
    }
  }

  private toHandle(facts: CodecFacts, descriptorSet: Uint8Array): CodecHandle {
    const schema = this.memory.schema(facts.fingerprint) ?? openSchema(descriptorSet, facts.fingerprint);
    return makeHandle(facts, schema);
  }

  private leaveBehind(asked: Promise<Lookup>): void {
    this.behind.add(asked);
    void asked.finally(() => this.behind.delete(asked));
  }

  /** The registry answers: what only the disk vouched for is asked about again when it is next needed. */
  private reached(): void {
    this.inquiries.reached();
    if (this.unconfirmed.size === 0) return;
    this.memory.forgetWhere((_handle, key) => this.unconfirmed.has(key));
    this.unconfirmed.clear();
    this.schemas.forget();
    this.documents.forget();
  }
}

/** True when a refused key may be of the schema: by id, by GUID, or by the first digits of its fingerprint. */
function mayName(key: string, fingerprint: string): boolean {
  const part = key.slice(0, key.indexOf('/'));
  if (fingerprint === '' || part.length < 32 || fingerprint.startsWith(part)) return true;
  const whole = parseFingerprint(fingerprint);
  return whole !== null && part === guidOf(whole);
}
