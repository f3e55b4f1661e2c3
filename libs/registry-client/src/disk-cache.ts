import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CodecFacts } from './codec-handle.js';
import { readCodecFacts, type StoredCodec } from './read-codec-info.js';
import { codecKey, fits, type SchemaRef } from './schema-ref.js';

/**
 * Codecs on disk, so that a worker starts without its registry:
 *
 * - `descriptors/<fingerprint>.binpb`: canonical descriptor sets, hashed again when they are read;
 * - `codecs/<first 32 digits>-<hash of the type>.json`: where rows of a (schema, message) go, and its id;
 * - `ids/<id>-<hash of the type>.json`: the fingerprint that an id stands for.
 *
 * A file is whole or not there: it is written under another name, synced and renamed. Several processes may share the folder.
 */
export class DiskCache {
  constructor(private readonly folder: string) {}

  /** Null when it is not here, or damaged; what is damaged is removed, so that it is fetched again. */
  async read(ref: SchemaRef): Promise<StoredCodec | null> {
    const fingerprint = ref.fingerprint ?? (await this.fingerprintOf(ref));
    if (fingerprint === null) return null;
    const facts = await this.readJson(this.factsPath(fingerprint, ref.type), readCodecFacts);
    if (facts === null || facts.type !== ref.type || !fits(ref, facts.fingerprint)) return null;
    const descriptorSet = await this.readDescriptorSet(facts.fingerprint);
    return descriptorSet === null ? null : { facts, descriptorSet };
  }

  /** **Throws** what the file system throws. */
  async write({ facts, descriptorSet }: StoredCodec): Promise<void> {
    await writeWhole(this.descriptorPath(facts.fingerprint), descriptorSet);
    await writeWhole(this.factsPath(facts.fingerprint, facts.type), JSON.stringify(facts));
    if (facts.id !== 0) await writeWhole(this.idPath(facts.id, facts.type), JSON.stringify(idFacts(facts)));
  }

  private fingerprintOf({ id, type }: SchemaRef): Promise<string | null> {
    return this.readJson(this.idPath(id ?? 0, type), (json) => {
      const { fingerprint } = json as { readonly fingerprint?: unknown };
      if (typeof fingerprint !== 'string' || !/^[0-9a-f]{64}$/.test(fingerprint))
        throw new Error('no fingerprint');
      return fingerprint;
    });
  }

  private async readDescriptorSet(fingerprint: string): Promise<Uint8Array | null> {
    const path = this.descriptorPath(fingerprint);
    const bytes = await readFile(path).catch(() => null);
    if (bytes === null) return null;
    if (createHash('sha256').update(bytes).digest('hex') === fingerprint) return new Uint8Array(bytes);
    await rm(path, { force: true }).catch(() => undefined);
    return null;
  }

  private async readJson<T>(path: string, check: (json: unknown) => T): Promise<T | null> {
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) return null;
    try {
      return check(JSON.parse(text));
    } catch {
      await rm(path, { force: true }).catch(() => undefined);
      return null;
    }
  }

  private descriptorPath(fingerprint: string): string {
    return join(this.folder, 'descriptors', `${fingerprint}.binpb`);
  }

  private factsPath(fingerprint: string, type: string): string {
    const [digits] = codecKey(fingerprint, type).split('/');
    return join(this.folder, 'codecs', `${digits}-${hashOf(type)}.json`);
  }

  private idPath(id: number, type: string): string {
    return join(this.folder, 'ids', `${id}-${hashOf(type)}.json`);
  }
}

function idFacts({ fingerprint, type }: CodecFacts): { fingerprint: string; type: string } {
  return { fingerprint, type };
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
