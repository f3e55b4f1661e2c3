// A segment is one file of the log: a head, then records without gaps.
//   head: "PKLOG\0\0\1" (name and format version) | base offset u48 | seed u32 | checksum u32 of what stands before
import { randomInt } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { readFully, syncDirectory, writeFully } from './durable-file.js';
import { corrupt, hasCode } from './failures.js';

const NAME = /^(\d{15})\.log$/;
const SIGNATURE = Buffer.from('PKLOG\0\0\x01', 'latin1');
/** Bytes before a segment's first record. */
export const SEGMENT_HEAD_BYTES = SIGNATURE.length + 6 + 4 + 4;

/** One file of the log, open for reading and appending. */
export class Segment {
  private constructor(
    readonly path: string,
    /** Offset of its first message. */
    readonly base: number,
    /** Start of its records' checksums. */
    readonly seed: number,
    private readonly file: FileHandle,
    private durableBytes: number,
  ) {}

  /** Durable bytes, head included. */
  get sizeBytes(): number {
    return this.durableBytes;
  }

  /** True when it has no record. */
  get isEmpty(): boolean {
    return this.durableBytes <= SEGMENT_HEAD_BYTES;
  }

  /** Makes a new, empty, durable segment; a file that a crash left without a whole head is replaced. */
  static async create(directory: string, base: number): Promise<Segment> {
    const path = join(directory, `${String(base).padStart(15, '0')}.log`);
    const seed = randomInt(0, 2 ** 32);
    const file = await open(path, 'w+');
    try {
      await writeFully(file, headOf(base, seed), 0);
      await file.datasync();
      await syncDirectory(directory);
    } catch (error) {
      await file.close();
      await rm(path, { force: true }).catch(() => undefined);
      throw error;
    }
    return new Segment(path, base, seed, file, SEGMENT_HEAD_BYTES);
  }

  /** Opens an existing segment. Null when its head is not whole, as after a crash while it was made. **Throws** LOG_CORRUPT. */
  static async open(path: string): Promise<Segment | null> {
    const base = baseOfName(basename(path));
    const file = await open(path, 'r+');
    try {
      const { size } = await file.stat();
      const head = await readFully(file, 0, SEGMENT_HEAD_BYTES);
      const seed = base === null ? null : seedIn(head, base);
      if (base !== null && seed !== null) return new Segment(path, base, seed, file, size);
      if (size > SEGMENT_HEAD_BYTES)
        throw corrupt(path, 0, 'the file does not begin as a log segment of this name and version');
    } catch (error) {
      await file.close();
      throw error;
    }
    await file.close();
    return null;
  }

  /** Reads up to `length` durable bytes. */
  read(position: number, length: number): Promise<Buffer> {
    return readFully(this.file, position, Math.min(length, this.durableBytes - position));
  }

  /** Appends bytes and makes them durable. After a failure the file is as before; if not even that can be had, `broken` is set. */
  async append(bytes: Uint8Array): Promise<void> {
    const before = this.durableBytes;
    try {
      await writeFully(this.file, bytes, before);
      await this.file.datasync();
    } catch (error) {
      await this.truncate(before).catch((cause: unknown) => {
        throw new BrokenSegmentError(error, cause);
      });
      throw error;
    }
    this.durableBytes = before + bytes.byteLength;
  }

  /** Cuts off what lies behind a place, durably. */
  async truncate(sizeBytes: number): Promise<void> {
    await this.file.truncate(sizeBytes);
    await this.file.datasync();
    this.durableBytes = sizeBytes;
  }

  /** Makes what was found on opening durable: it may have been only in the system's memory. */
  sync(): Promise<void> {
    return this.file.datasync();
  }

  close(): Promise<void> {
    return this.file.close();
  }

  /** Closes and deletes the file. */
  async remove(): Promise<void> {
    await this.file.close();
    await rm(this.path, { force: true });
  }
}

/** A failed write could not be taken back: the file's end is unknown until it is opened again. */
export class BrokenSegmentError extends Error {
  constructor(writing: unknown, repairing: unknown) {
    super(`a write failed (${String(writing)}) and could not be taken back (${String(repairing)})`, {
      cause: writing,
    });
    this.name = 'BrokenSegmentError';
  }
}

/** Base offset in a segment's file name; null for another file. */
export function baseOfName(name: string): number | null {
  const digits = NAME.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** True for the error of a file that is not there. */
export function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT');
}

function headOf(base: number, seed: number): Buffer {
  const head = Buffer.alloc(SEGMENT_HEAD_BYTES);
  let next = SIGNATURE.copy(head);
  next = head.writeUIntLE(base, next, 6);
  next = head.writeUInt32LE(seed, next);
  head.writeUInt32LE(crc32(head.subarray(0, next)), next);
  return head;
}

function seedIn(head: Buffer, base: number): number | null {
  const end = SEGMENT_HEAD_BYTES - 4;
  if (head.length < SEGMENT_HEAD_BYTES || !head.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return null;
  if (crc32(head.subarray(0, end)) !== head.readUInt32LE(end)) return null;
  return head.readUIntLE(SIGNATURE.length, 6) === base ? head.readUInt32LE(SIGNATURE.length + 6) : null;
}
