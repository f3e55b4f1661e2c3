import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CodecFacts } from './codec-handle.js';

/** A codec as it lies on disk. */
export interface StoredCodec {
  readonly facts: CodecFacts;
  readonly descriptorSet: Uint8Array;
}

/**
 * Codecs on disk, so that a worker starts without its registry. Descriptor sets are named by their hash, which is checked on
 * reading; what a reference stands for is a small file beside them. Files are whole or not there.
 */
export class DiskCache {
  constructor(private readonly folder: string) {}

  /** Null when it is not here, or was damaged. */
  async read(key: string): Promise<StoredCodec | null> {
    const facts = await this.readFacts(key);
    if (facts === null) return null;
    const path = this.descriptorPath(facts.fingerprint);
    const bytes = await readFile(path).catch(() => null);
    if (bytes === null) return null;
    if (createHash('sha256').update(bytes).digest('hex') === facts.fingerprint)
      return { facts, descriptorSet: new Uint8Array(bytes) };
    await rm(path, { force: true });
    return null;
  }

  async write(key: string, codec: StoredCodec): Promise<void> {
    await writeWhole(this.descriptorPath(codec.facts.fingerprint), codec.descriptorSet);
    await writeWhole(this.factsPath(key), Buffer.from(JSON.stringify(codec.facts)));
  }

  private async readFacts(key: string): Promise<CodecFacts | null> {
    try {
      const facts = JSON.parse(await readFile(this.factsPath(key), 'utf8')) as CodecFacts;
      return /^[0-9a-f]{64}$/.test(facts.fingerprint) && typeof facts.type === 'string' ? facts : null;
    } catch {
      return null;
    }
  }

  private descriptorPath(fingerprint: string): string {
    return join(this.folder, 'descriptors', `${fingerprint}.binpb`);
  }

  /** Names come from events; their hash is safe in a path. */
  private factsPath(key: string): string {
    return join(this.folder, 'refs', `${createHash('sha256').update(key).digest('hex')}.json`);
  }
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}.tmp`;
  const file = await open(draft, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}
