import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const DIGEST_BYTES = 32;
/** Part that stays when the oldest are dropped, so that dropping is rare. */
const KEPT_PART = 0.8;
/** A draft older than this belongs to a process that died. */
const ABANDONED_MS = 3_600_000;

interface StoredFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly usedAtMs: number;
}

/**
 * Images on disk by key. A file is whole or not there: it is written under another name first, and carries the digest of its content.
 * No method rejects: without a disk there is no cache, but still a compiler.
 */
export class DiskCache {
  private writtenBytes: number | null = null;
  private pruning: Promise<void> | null = null;

  constructor(
    private readonly folder: string,
    private readonly maxBytes: number,
  ) {}

  /** The image, or null when it is not here or was damaged. */
  async read(key: string): Promise<Uint8Array | null> {
    const path = this.pathOf(key);
    const stored = await readFile(path).catch(() => null);
    if (stored === null) return null;
    const image = stored.subarray(DIGEST_BYTES);
    if (!stored.subarray(0, DIGEST_BYTES).equals(digestOf(image))) {
      await rm(path, { force: true }).catch(() => undefined);
      return null;
    }
    const now = new Date();
    await utimes(path, now, now).catch(() => undefined);
    return new Uint8Array(image);
  }

  async write(key: string, image: Uint8Array): Promise<void> {
    if (image.length + DIGEST_BYTES > this.maxBytes) return;
    const path = this.pathOf(key);
    const draft = `${path}.${randomUUID()}.tmp`;
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(draft, Buffer.concat([digestOf(image), image]));
      await rename(draft, path);
      await this.grow(image.length + DIGEST_BYTES);
    } catch {
      await rm(draft, { force: true }).catch(() => undefined);
    }
  }

  /** Counts only what this process wrote after it looked at the folder once: several may share it, and the bound is a soft one. */
  private async grow(sizeBytes: number): Promise<void> {
    this.writtenBytes =
      this.writtenBytes === null ? totalOf(await this.list()) : this.writtenBytes + sizeBytes;
    if (this.writtenBytes <= this.maxBytes) return;
    this.pruning ??= this.prune().finally(() => {
      this.pruning = null;
    });
    await this.pruning;
  }

  private async prune(): Promise<void> {
    const files = await this.list();
    files.sort((one, other) => one.usedAtMs - other.usedAtMs);
    let total = totalOf(files);
    for (const file of files) {
      if (total <= this.maxBytes * KEPT_PART) break;
      await rm(file.path, { force: true });
      total -= file.sizeBytes;
    }
    this.writtenBytes = total;
  }

  private async list(): Promise<StoredFile[]> {
    const found: StoredFile[] = [];
    for (const shard of await readdir(this.folder).catch(() => []))
      for (const name of await readdir(join(this.folder, shard)).catch(() => [])) {
        const path = join(this.folder, shard, name);
        const facts = await stat(path).catch(() => null);
        if (facts === null) continue;
        if (name.endsWith('.tmp') && facts.mtimeMs < Date.now() - ABANDONED_MS)
          await rm(path, { force: true });
        else if (name.endsWith('.binpb'))
          found.push({ path, sizeBytes: facts.size, usedAtMs: facts.mtimeMs });
      }
    return found;
  }

  private pathOf(key: string): string {
    return join(this.folder, key.slice(0, 2), `${key}.binpb`);
  }
}

function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function totalOf(files: readonly StoredFile[]): number {
  return files.reduce((total, file) => total + file.sizeBytes, 0);
}
