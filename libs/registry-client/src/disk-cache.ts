import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseFingerprint, type Fingerprint } from '#libs/descriptors';
import type { CodecFacts } from './codec-handle.js';
import { DiskSpace } from './disk-space.js';
import { guidOf } from './framing/guid.js';
import { readCodecFacts, type StoredCodec } from './read-codec-info.js';
import { codecKey, fits, type SchemaRef } from './schema-ref.js';

/** How a folder is used. */
export interface DiskCacheOptions {
  /** Size that the files are kept within; those longest not used go first. Default 256 MiB. */
  readonly maxBytes?: number;
  /** Nothing is written, touched or removed. Default false. */
  readonly readOnly?: boolean;
}

/** A schema as it lies on disk. */
export interface StoredSchema {
  readonly fingerprint: string;
  /** Canonical, hashed when it was read. */
  readonly descriptorSet: Uint8Array;
}

const FOLDERS = ['descriptors', 'codecs', 'ids'];
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * Codecs on disk, so that a worker starts without its registry:
 *
 * - `descriptors/<fingerprint>.binpb`: canonical descriptor sets, hashed again when they are read;
 * - `codecs/<first 32 digits>-<hash of the type>.json`: where rows of a (schema, message) go, and its id;
 * - `ids/<id>-<hash of the type>.json`, `ids/<id>.json`: the fingerprint that an id stands for.
 *
 * A file is whole or not there: it is written under another name, synced and renamed. Several processes may share the folder.
 */
export class DiskCache {
  private readonly space: DiskSpace;
  private readonly readOnly: boolean;
  private guids: { readonly changedAtMs: number | null; readonly of: ReadonlyMap<string, Fingerprint> } = {
    changedAtMs: null,
    of: new Map(),
  };

  constructor(
    private readonly folder: string,
    options: DiskCacheOptions = {},
  ) {
    const folders = FOLDERS.map((name) => join(folder, name));
    this.space = new DiskSpace(folders, options.maxBytes ?? MAX_BYTES);
    this.readOnly = options.readOnly ?? false;
  }

  /** Null when it is not here, or damaged; what is damaged is removed, so that it is fetched again. */
  async read(ref: SchemaRef): Promise<StoredCodec | null> {
    const fingerprint = ref.fingerprint ?? (await this.fingerprintOf(ref));
    if (fingerprint === null) return null;
    const facts = await this.readJson(this.factsPath(fingerprint, ref.type), readCodecFacts);
    if (facts === null || facts.type !== ref.type || !fits(ref, facts.fingerprint)) return null;
    const descriptorSet = await this.readDescriptorSet(facts.fingerprint);
    return descriptorSet === null ? null : { facts, descriptorSet };
  }

  /** The schema that an id or a GUID stands for; null when it is not here. */
  async readSchema(name: number | string): Promise<StoredSchema | null> {
    const fingerprint =
      typeof name === 'number'
        ? await this.readJson(this.idPath(name), readFingerprint)
        : await this.fingerprintOfGuid(name);
    if (fingerprint === null) return null;
    const descriptorSet = await this.readDescriptorSet(fingerprint);
    return descriptorSet === null ? null : { fingerprint, descriptorSet };
  }

  /** **Throws** what the file system throws. */
  async write({ facts, descriptorSet }: StoredCodec): Promise<void> {
    await this.writeFile(this.descriptorPath(facts.fingerprint), descriptorSet);
    await this.writeFile(this.factsPath(facts.fingerprint, facts.type), JSON.stringify(facts));
    if (facts.id !== 0)
      await this.writeFile(this.idPath(facts.id, facts.type), JSON.stringify(idFacts(facts)));
  }

  /** Keeps what an id stands for; null: it was asked for by GUID. **Throws** what the file system throws. */
  async writeSchema(id: number | null, { fingerprint, descriptorSet }: StoredSchema): Promise<void> {
    await this.writeFile(this.descriptorPath(fingerprint), descriptorSet);
    if (id !== null) await this.writeFile(this.idPath(id), JSON.stringify({ fingerprint }));
  }

  private fingerprintOf({ id, type }: SchemaRef): Promise<string | null> {
    return this.readJson(this.idPath(id ?? 0, type), readFingerprint);
  }

  /** A GUID is made of the fingerprint, which is the file's name. The folder is read again only when it has changed. */
  private async fingerprintOfGuid(guid: string): Promise<string | null> {
    const folder = join(this.folder, 'descriptors');
    const changedAtMs = (await stat(folder).catch(() => null))?.mtimeMs ?? null;
    if (changedAtMs === null) return null;
    if (changedAtMs !== this.guids.changedAtMs) {
      const names = await readdir(folder).catch(() => []);
      const all = names.map((name) => parseFingerprint(name.replace(/\.binpb$/, '')));
      const fingerprints = all.filter((fingerprint) => fingerprint !== null);
      this.guids = { changedAtMs, of: new Map(fingerprints.map((one) => [guidOf(one), one])) };
    }
    return this.guids.of.get(guid) ?? null;
  }

  private async readDescriptorSet(fingerprint: string): Promise<Uint8Array | null> {
    const path = this.descriptorPath(fingerprint);
    const bytes = await readFile(path).catch(() => null);
    if (bytes === null) return null;
    if (createHash('sha256').update(bytes).digest('hex') !== fingerprint) {
      await this.remove(path);
      return null;
    }
    await this.touch(path);
    return new Uint8Array(bytes);
  }

  private async readJson<T>(path: string, check: (json: unknown) => T): Promise<T | null> {
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) return null;
    try {
      const value = check(JSON.parse(text));
      await this.touch(path);
      return value;
    } catch {
      await this.remove(path);
      return null;
    }
  }

  private async writeFile(path: string, content: Uint8Array | string): Promise<void> {
    if (this.readOnly) return;
    await writeWhole(path, content);
    await this.space.wrote(content.length);
  }

  /** What is read counts as used now. */
  private async touch(path: string): Promise<void> {
    const now = new Date();
    if (!this.readOnly) await utimes(path, now, now).catch(() => undefined);
  }

  private async remove(path: string): Promise<void> {
    if (!this.readOnly) await rm(path, { force: true }).catch(() => undefined);
  }

  private descriptorPath(fingerprint: string): string {
    return join(this.folder, 'descriptors', `${fingerprint}.binpb`);
  }

  private factsPath(fingerprint: string, type: string): string {
    const [digits] = codecKey(fingerprint, type).split('/');
    return join(this.folder, 'codecs', `${digits}-${hashOf(type)}.json`);
  }

  private idPath(id: number, type?: string): string {
    return join(this.folder, 'ids', type === undefined ? `${id}.json` : `${id}-${hashOf(type)}.json`);
  }
}

function idFacts({ fingerprint, type }: CodecFacts): { fingerprint: string; type: string } {
  return { fingerprint, type };
}

function readFingerprint(json: unknown): string {
  const { fingerprint } = json as { readonly fingerprint?: unknown };
  if (typeof fingerprint !== 'string' || parseFingerprint(fingerprint) === null)
    throw new Error('no fingerprint');
  return fingerprint;
}

/** Names come from events: their hash is safe in a path, whatever they are. */
function hashOf(type: string): string {
  return createHash('sha256').update(type).digest('hex').slice(0, 32);
}

async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(draft, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
}
