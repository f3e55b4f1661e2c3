import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

interface FileFacts {
  readonly path: string;
  readonly sizeBytes: number;
  readonly usedAtMs: number;
}

/** What is left after room was made, so that the next file does not need some again. */
const KEPT_SHARE = 0.9;
/** How much is written between two looks at the folder, as a share of its bound: others may write there as well. */
const LOOK_SHARE = 1 / 16;

/** Keeps folders of files within a size: those longest not used go first. Several processes may share them. */
export class DiskSpace {
  private unseenBytes = Number.POSITIVE_INFINITY;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly folders: readonly string[],
    private readonly maxBytes: number,
  ) {}

  /** So much was written. Looks whether that was too much when that is likely. Never throws. */
  wrote(sizeBytes: number): Promise<void> {
    this.unseenBytes += sizeBytes;
    if (this.unseenBytes < this.maxBytes * LOOK_SHARE) return Promise.resolve();
    this.unseenBytes = 0;
    this.looking = this.looking.then(() => this.trim());
    return this.looking;
  }

  private async trim(): Promise<void> {
    const files = (await Promise.all(this.folders.map(filesIn))).flat();
    let totalBytes = files.reduce((total, file) => total + file.sizeBytes, 0);
    if (totalBytes <= this.maxBytes) return;
    files.sort((one, other) => one.usedAtMs - other.usedAtMs);
    for (const file of files) {
      if (totalBytes <= this.maxBytes * KEPT_SHARE) return;
      // Another process may have been faster.
      await rm(file.path, { force: true }).catch(() => undefined);
      totalBytes -= file.sizeBytes;
    }
  }
}

async function filesIn(folder: string): Promise<readonly FileFacts[]> {
  const names = await readdir(folder).catch(() => []);
  const facts = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const found = await stat(path).catch(() => null);
      return found?.isFile() === true ? [{ path, sizeBytes: found.size, usedAtMs: found.mtimeMs }] : [];
    }),
  );
  return facts.flat();
}
