import { readFile } from 'node:fs/promises';
import { replaceFile } from './durable-file.js';
import { corrupt, hasCode, unwritable } from './failures.js';

/** Reads the offset in a file; null when there is no file. **Throws** LOG_CORRUPT. */
export async function readOffset(path: string): Promise<number | null> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  });
  if (text === null) return null;
  const offset = /^\d{1,15}\n$/.test(text) ? Number(text) : null;
  if (offset === null) throw corrupt(path, 0, 'the file does not hold an offset');
  return offset;
}

/** Keeps an offset on disk. Calls that come while a write runs share the next one. */
export class OffsetFile {
  private wanted: number;
  private running: Promise<void> | null = null;
  private following: Promise<void> | null = null;

  constructor(
    readonly path: string,
    private saved: number,
  ) {
    this.wanted = saved;
  }

  /** The offset that is durable. */
  get savedOffset(): number {
    return this.saved;
  }

  /** Resolves when `offset`, or a later one, is durable. **Throws** LOG_UNWRITABLE. */
  save(offset: number): Promise<void> {
    this.wanted = Math.max(this.wanted, offset);
    if (this.running === null) return this.start();
    this.following ??= this.running.then(noop, noop).then(() => {
      this.following = null;
      return this.start();
    });
    return this.following;
  }

  /** Resolves when no write runs or waits; their failures went to those who asked. */
  async idle(): Promise<void> {
    while (this.running !== null) await this.running.catch(noop);
  }

  private start(): Promise<void> {
    const offset = this.wanted;
    if (offset === this.saved) return Promise.resolve();
    this.running = this.write(offset).finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async write(offset: number): Promise<void> {
    try {
      await replaceFile(this.path, `${offset}\n`);
    } catch (error) {
      throw unwritable(this.path, error);
    }
    this.saved = offset;
  }
}

function noop(): void {}
