// A group's place on disk: two slots of text, a block apart. A save overwrites the older one and syncs; a write that is torn
// by a power cut hurts that slot only, and the other one is still true. Overwriting in place needs one sync and no new
// block: it is quicker than replacing the file, and it works on a full disk, where acknowledging is what makes room.
//   slot: 15 digits of the offset, a space, 8 hex digits of their CRC-32, a line feed
import { open, readFile, type FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { replaceFile, writeFully } from './durable-file.js';
import { corrupt, hasCode, unwritable } from './failures.js';

const SLOT_DISTANCE_BYTES = 4_096;
const SLOT = /^(\d{15}) ([0-9a-f]{8})\n$/;
const SLOT_BYTES = 25;

/** An offset as it stands in a slot. */
export function offsetLine(offset: number): string {
  const digits = String(offset).padStart(15, '0');
  return `${digits} ${crc32(digits).toString(16).padStart(8, '0')}\n`;
}

/** Reads the highest offset in a file's slots; null when there is no file. **Throws** LOG_CORRUPT when no slot is whole. */
export async function readOffset(path: string): Promise<number | null> {
  const slots = await readSlots(path);
  return slots === null ? null : Math.max(...slots.map((offset) => offset ?? 0));
}

/** Both slots, null for one that is not whole. */
async function readSlots(path: string): Promise<readonly (number | null)[] | null> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  });
  if (bytes === null) return null;
  const slots = [0, SLOT_DISTANCE_BYTES].map((at) => offsetIn(bytes.toString('latin1', at, at + SLOT_BYTES)));
  if (slots.every((offset) => offset === null)) throw corrupt(path, 0, 'the file does not hold an offset');
  return slots;
}

function offsetIn(slot: string): number | null {
  const offset = Number(SLOT.exec(slot)?.[1]);
  return Number.isNaN(offset) || offsetLine(offset) !== slot ? null : offset;
}

/** Keeps an offset on disk; it only grows. Calls that come while a write runs share the next one. */
export class OffsetFile {
  private wanted: number;
  private running: Promise<void> | null = null;
  private following: Promise<void> | null = null;

  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
    private saved: number,
    /** The slot that the next save overwrites. */
    private slot: number,
  ) {
    this.wanted = saved;
  }

  /** Opens a file, or makes it with an offset. **Throws** LOG_CORRUPT, LOG_UNWRITABLE. */
  static async open(path: string, initial: number): Promise<OffsetFile> {
    const [first = null, second = null] = (await readSlots(path)) ?? [];
    try {
      if (first !== null && second !== null)
        return new OffsetFile(path, await open(path, 'r+'), Math.max(first, second), first <= second ? 0 : 1);
      // New, or one slot was torn: both slots and the blocks that they take are there before the first save.
      const offset = first ?? second ?? initial;
      const line = offsetLine(offset);
      await replaceFile(path, line.padEnd(SLOT_DISTANCE_BYTES, ' ') + line);
      return new OffsetFile(path, await open(path, 'r+'), offset, 0);
    } catch (error) {
      throw unwritable(path, error);
    }
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

  /** Waits for writes that run and closes the file; their failures went to those who asked. */
  async close(): Promise<void> {
    while (this.running !== null) await this.running.catch(noop);
    await this.file.close();
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
      await writeFully(this.file, Buffer.from(offsetLine(offset)), this.slot * SLOT_DISTANCE_BYTES);
      await this.file.datasync();
    } catch (error) {
      throw unwritable(this.path, error);
    }
    this.saved = offset;
    // Only now: after a failure the same slot is tried again, and the other one stays true.
    this.slot = 1 - this.slot;
  }
}

function noop(): void {}
