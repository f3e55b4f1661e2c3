import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceFile } from './diagnostic.js';

/** Key of a compilation: the compiler and every text, whatever their order. */
export function cacheKey(
  version: string,
  files: readonly SourceFile[],
  imports: readonly SourceFile[],
): string {
  const hash = createHash('sha256').update(`${version}\n`);
  for (const list of [files, imports]) {
    const sorted = [...list].sort((a, b) => (a.path < b.path ? -1 : 1));
    hash.update(JSON.stringify(sorted.map((file) => [file.path, file.content])));
  }
  return hash.digest('hex');
}

/** Images on disk by key. A file is whole or not there: it is written under another name first. */
export class DiskCache {
  constructor(private readonly folder: string) {}

  /** The image, or null when it is not here or was damaged. */
  async read(key: string): Promise<Uint8Array | null> {
    const stored = await readFile(this.pathOf(key)).catch(() => null);
    if (stored === null) return null;
    const digest = stored.subarray(0, DIGEST_BYTES);
    const image = stored.subarray(DIGEST_BYTES);
    if (digest.equals(digestOf(image))) return new Uint8Array(image);
    await rm(this.pathOf(key), { force: true });
    return null;
  }

  async write(key: string, image: Uint8Array): Promise<void> {
    const path = this.pathOf(key);
    const draft = `${path}.${randomUUID()}.tmp`;
    await mkdir(join(this.folder, key.slice(0, 2)), { recursive: true });
    await writeFile(draft, Buffer.concat([digestOf(image), image]));
    await rename(draft, path);
  }

  private pathOf(key: string): string {
    return join(this.folder, key.slice(0, 2), `${key}.binpb`);
  }
}

const DIGEST_BYTES = 32;

function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
