import type { CodecHandle } from './codec-handle.js';

/** Handles in memory, bounded by the size of their descriptor sets; the ones longest not used go first. */
export class MemoryCache {
  private readonly handles = new Map<string, CodecHandle>();
  private sizeBytes = 0;

  constructor(private readonly maxBytes: number) {}

  get(key: string): CodecHandle | null {
    const handle = this.handles.get(key);
    if (handle === undefined) return null;
    this.handles.delete(key);
    this.handles.set(key, handle);
    return handle;
  }

  /** The newest handle is kept even when it alone is over the bound: it is needed now. */
  set(key: string, handle: CodecHandle): void {
    this.delete(key);
    this.handles.set(key, handle);
    this.sizeBytes += handle.schema.canonical.byteLength;
    for (const oldest of this.handles.keys()) {
      if (this.sizeBytes <= this.maxBytes || oldest === key) break;
      this.delete(oldest);
    }
  }

  /** Drops the handles that `stale` is true for. */
  forget(stale: (handle: CodecHandle) => boolean): void {
    for (const [key, handle] of this.handles) if (stale(handle)) this.delete(key);
  }

  /** Drops the handles that had no table: a new version may have given them one. */
  forgetWithoutTable(): void {
    this.forget((handle) => handle.table === null);
  }

  private delete(key: string): void {
    const handle = this.handles.get(key);
    if (handle === undefined) return;
    this.handles.delete(key);
    this.sizeBytes -= handle.schema.canonical.byteLength;
  }
}
