import type { Schema } from '#libs/descriptors';
import type { CodecHandle } from './codec-handle.js';
import type { Frame } from './framing/frame.js';
import { guidOf } from './framing/guid.js';
import type { RowReader } from './row-reader.js';
import { codecKey, fits, type SchemaRef } from './schema-ref.js';

/** A schema that handles share. */
interface SharedSchema {
  readonly schema: Schema;
  readonly names: Set<number | string>;
  handles: number;
}

/** What of a frame names a codec. */
export type FrameName = Pick<Frame, 'schema' | 'indexes'>;

/** A handle in memory. */
export interface KnownCodec {
  readonly key: string;
  readonly handle: CodecHandle;
  /** Set whenever it is used, cleared when it was passed over once: cheaper for each event than keeping an order. */
  used: boolean;
  /** Frames that lead here, so that they go with it. */
  readonly frames: FrameName[];
  /** Made when it is first asked for rows; null until then. */
  rows: RowReader | null;
}

/** Messages at the top of a file that are found by number; there are hardly ever more. */
export const MAX_TOPS = 64;

/**
 * Handles in memory, one for each (schema, message), bounded by the size of their descriptor sets; of those not used since they were
 * last passed over the oldest goes first. Handles of one schema share it, and it counts once.
 */
export class MemoryCache {
  private readonly codecs = new Map<string, KnownCodec>();
  /** `id/type` -> key. The registry's word: it may give an id to another schema when it was restored from a backup. */
  private readonly keyOfId = new Map<string, string>();
  /** Schema id -> codecs of its first messages at the top of the file: the path of nearly every framed message. */
  private readonly tops = new Map<number, (KnownCodec | null)[]>();
  /** {@link frameKey} -> codec, for the others. */
  private readonly ofFrame = new Map<string, KnownCodec>();
  private readonly schemas = new Map<string, SharedSchema>();
  /** Schemas by their GUIDs, and by the ids that frames came with. */
  private readonly named = new Map<number | string, SharedSchema>();
  private sizeBytes = 0;

  constructor(private readonly maxBytes: number) {}

  /** The handle, which counts as used now. Nothing is checked but the look-up: this is the path of every event. */
  get(ref: SchemaRef): CodecHandle | null {
    const key =
      ref.fingerprint === undefined
        ? this.keyOfId.get(`${ref.id}/${ref.type}`)
        : codecKey(ref.fingerprint, ref.type);
    const known = key === undefined ? undefined : this.codecs.get(key);
    if (known === undefined || !fits(ref, known.handle.fingerprint)) return null;
    known.used = true;
    return known.handle;
  }

  /** The codec of a message at the top of its file, below {@link MAX_TOPS}, of the schema with this id. */
  top(id: number, index: number): KnownCodec | null {
    const known = this.tops.get(id)?.[index] ?? null;
    if (known !== null) known.used = true;
    return known;
  }

  /** The codec that a frame leads to. */
  framed(frame: FrameName): KnownCodec | null {
    const { schema } = frame;
    const index = topOf(frame);
    if (typeof schema === 'number' && index !== null) return this.top(schema, index);
    const known = this.ofFrame.get(frameKey(frame)) ?? null;
    if (known !== null) known.used = true;
    return known;
  }

  /** From now on the frame leads to the handle, as long as that is in memory; null when it is not. */
  linkFrame(frame: FrameName, handle: CodecHandle): KnownCodec | null {
    const known = this.codecs.get(codecKey(handle.fingerprint, handle.type));
    if (known === undefined || known.handle !== handle) return null;
    const { schema } = frame;
    const index = topOf(frame);
    if (typeof schema !== 'number' || index === null) this.ofFrame.set(frameKey(frame), known);
    else this.setTop(schema, index, known);
    known.frames.push(frame);
    const shared = this.schemas.get(handle.fingerprint);
    if (shared !== undefined) this.name(frame.schema, shared);
    return known;
  }

  /** A schema that some handle has. */
  schema(fingerprint: string): Schema | null {
    return this.schemas.get(fingerprint)?.schema ?? null;
  }

  /** The same by what frames name it, an id or a GUID. */
  namedSchema(name: number | string): Schema | null {
    return this.named.get(name)?.schema ?? null;
  }

  /** Keeps a handle and answers its key. The newest is kept even when it alone is over the bound: it is needed now. */
  set(handle: CodecHandle): string {
    const key = codecKey(handle.fingerprint, handle.type);
    this.delete(key);
    this.codecs.set(key, { key, handle, used: false, frames: [], rows: null });
    if (handle.id !== null) this.keyOfId.set(`${handle.id}/${handle.type}`, key);
    const shared = this.schemas.get(handle.fingerprint);
    if (shared === undefined) this.share(handle.schema);
    else shared.handles += 1;
    this.makeRoom(key);
    return key;
  }

  /** Drops the handles that `stale` is true for. */
  forgetWhere(stale: (handle: CodecHandle, key: string) => boolean): void {
    for (const [key, { handle }] of this.codecs) if (stale(handle, key)) this.delete(key);
  }

  private share(schema: Schema): void {
    const shared: SharedSchema = { schema, names: new Set(), handles: 1 };
    this.schemas.set(schema.fingerprint, shared);
    this.name(guidOf(schema.fingerprint), shared);
    this.sizeBytes += schema.canonical.byteLength;
  }

  private name(name: number | string, shared: SharedSchema): void {
    this.named.get(name)?.names.delete(name);
    this.named.set(name, shared);
    shared.names.add(name);
  }

  /** Each pass clears what it finds used and puts it last, so it ends, and costs what it drops. */
  private makeRoom(newest: string): void {
    for (const [key, known] of this.codecs) {
      if (this.sizeBytes <= this.maxBytes || this.codecs.size === 1) return;
      if (key !== newest && !known.used) {
        this.delete(key);
        continue;
      }
      known.used = false;
      this.codecs.delete(key);
      this.codecs.set(key, known);
    }
  }

  private delete(key: string): void {
    const known = this.codecs.get(key);
    if (known === undefined) return;
    const { handle } = known;
    this.codecs.delete(key);
    for (const frame of known.frames) this.unlinkFrame(frame, known);
    const idKey = `${handle.id}/${handle.type}`;
    if (this.keyOfId.get(idKey) === key) this.keyOfId.delete(idKey);
    const shared = this.schemas.get(handle.fingerprint);
    if (shared === undefined || --shared.handles > 0) return;
    this.schemas.delete(handle.fingerprint);
    for (const name of shared.names) this.named.delete(name);
    this.sizeBytes -= shared.schema.canonical.byteLength;
  }

  private setTop(id: number, index: number, known: KnownCodec | null): void {
    const codecs = this.tops.get(id) ?? [];
    // Without holes, which would make reading slower.
    while (codecs.length <= index) codecs.push(null);
    codecs[index] = known;
    if (codecs.every((codec) => codec === null)) this.tops.delete(id);
    else this.tops.set(id, codecs);
  }

  /** A frame that leads elsewhere by now is left alone. */
  private unlinkFrame(frame: FrameName, known: KnownCodec): void {
    const { schema } = frame;
    const index = topOf(frame);
    if (typeof schema !== 'number' || index === null) {
      if (this.ofFrame.get(frameKey(frame)) === known) this.ofFrame.delete(frameKey(frame));
    } else if (this.tops.get(schema)?.[index] === known) this.setTop(schema, index, null);
  }
}

function topOf({ indexes }: FrameName): number | null {
  const [index = MAX_TOPS] = indexes;
  return indexes.length === 1 && index < MAX_TOPS ? index : null;
}

function frameKey({ schema, indexes }: FrameName): string {
  return `${schema}/${indexes.join('.')}`;
}
