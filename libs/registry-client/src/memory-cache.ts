import type { Schema } from '#libs/descriptors';
import type { CodecHandle } from './codec-handle.js';
import { codecKey, fits, type SchemaRef } from './schema-ref.js';

/**
 * Handles in memory, one for each (schema, message), bounded by the size of their descriptor sets; the ones longest not used go
 * first. Handles of one schema share it, and it counts once.
 */
export class MemoryCache {
  private readonly handles = new Map<string, CodecHandle>();
  /** `id/type` -> key. The registry's word: it may give an id to another schema when it was restored from a backup. */
  private readonly keyOfId = new Map<string, string>();
  private readonly schemas = new Map<string, { readonly schema: Schema; handles: number }>();
  private sizeBytes = 0;

  constructor(private readonly maxBytes: number) {}

  /** The handle, which counts as used now. Nothing is checked but the look-up: this is the path of every event. */
  get(ref: SchemaRef): CodecHandle | null {
    const key =
      ref.fingerprint === undefined
        ? this.keyOfId.get(`${ref.id}/${ref.type}`)
        : codecKey(ref.fingerprint, ref.type);
    if (key === undefined) return null;
    const handle = this.handles.get(key);
    if (handle === undefined || !fits(ref, handle.fingerprint)) return null;
    this.handles.delete(key);
    this.handles.set(key, handle);
    return handle;
  }

  /** A schema that some handle has. */
  schema(fingerprint: string): Schema | null {
    return this.schemas.get(fingerprint)?.schema ?? null;
  }

  /** Keeps a handle and answers its key. The newest is kept even when it alone is over the bound: it is needed now. */
  set(handle: CodecHandle): string {
    const key = codecKey(handle.fingerprint, handle.type);
    this.delete(key);
    this.handles.set(key, handle);
    if (handle.id !== null) this.keyOfId.set(`${handle.id}/${handle.type}`, key);
    const shared = this.schemas.get(handle.fingerprint);
    if (shared === undefined) {
      this.schemas.set(handle.fingerprint, { schema: handle.schema, handles: 1 });
      this.sizeBytes += handle.schema.canonical.byteLength;
    } else shared.handles += 1;
    for (const oldest of this.handles.keys()) {
      if (this.sizeBytes <= this.maxBytes || oldest === key) break;
      this.delete(oldest);
    }
    return key;
  }

  /** Drops the handles that `stale` is true for. */
  forgetWhere(stale: (handle: CodecHandle, key: string) => boolean): void {
    for (const [key, handle] of this.handles) if (stale(handle, key)) this.delete(key);
  }

  private delete(key: string): void {
    const handle = this.handles.get(key);
    if (handle === undefined) return;
    this.handles.delete(key);
    const idKey = `${handle.id}/${handle.type}`;
    if (this.keyOfId.get(idKey) === key) this.keyOfId.delete(idKey);
    const shared = this.schemas.get(handle.fingerprint);
    if (shared === undefined || --shared.handles > 0) return;
    this.schemas.delete(handle.fingerprint);
    this.sizeBytes -= shared.schema.canonical.byteLength;
  }
}
