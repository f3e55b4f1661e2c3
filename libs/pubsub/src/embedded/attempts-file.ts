// How often messages were delivered, kept so that it survives the death of the process: a message that kills its reader
// must be recognised when it comes again. Each delivery appends one entry before the messages are handed out, without a
// sync: the kernel keeps it through kill -9; after a power cut counts may start again, which only delays that judgement.
//   entry: first offset u48 | end offset u48 (exclusive) | count u32 | checksum u32 of what stands before
import { closeSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { hasCode, unwritable } from './failures.js';

const ENTRY_BYTES = 20;
/** Entries after which the file is written anew with what still counts. */
const COMPACT_AT = 4_096;

/** Messages `from` to `to` (exclusive) were delivered `count` times. */
export interface Attempts {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Delivery counts of the messages that a group has not acknowledged. */
export class AttemptsFile {
  private file: number;
  private entries = 0;
  /** Entries of the process before this one, oldest first. */
  private readonly earlier: readonly Attempts[];

  /** Reads what a process before this one left. Damaged entries end the reading: counts are advice, not data. */
  constructor(
    private readonly path: string,
    committed: number,
  ) {
    this.earlier = readEntries(path).filter(({ to }) => to > committed);
    this.file = openSync(path, 'a');
    // Written anew, so that a damaged end does not come before new entries.
    this.unlessFull(() => this.compact([]));
  }

  /** How often the process before this one delivered the message. */
  countBefore(offset: number): number {
    return this.earlier.findLast(({ from, to }) => from <= offset && offset < to)?.count ?? 0;
  }

  /**
   * Notes a delivery that is about to be made. `live` gives all that still counts, for when the file has grown too long.
   * A full disk does not stop deliveries: they are what makes room again.
   */
  note(delivered: readonly Attempts[], live: () => readonly Attempts[]): void {
    this.entries += delivered.length;
    this.unlessFull(() => {
      if (this.entries > COMPACT_AT) this.compact(live());
      else writeSync(this.file, encode(delivered));
    });
  }

  close(): void {
    closeSync(this.file);
  }

  private compact(live: readonly Attempts[]): void {
    const first = live[0]?.from ?? 0;
    const kept = [...this.earlier.filter(({ to }) => to > first), ...live];
    writeFileSync(`${this.path}.tmp`, encode(kept));
    renameSync(`${this.path}.tmp`, this.path);
    closeSync(this.file);
    this.file = openSync(this.path, 'a');
    this.entries = live.length;
  }

  private unlessFull(write: () => void): void {
    try {
      write();
    } catch (error) {
      if (!hasCode(error, 'ENOSPC', 'EDQUOT', 'EFBIG')) throw unwritable(this.path, error);
    }
  }
}

/** Joins neighbours with the same count. `counts` must come in the order of their offsets. */
export function joinAttempts(counts: Iterable<readonly [offset: number, count: number]>): Attempts[] {
  const joined: { from: number; to: number; count: number }[] = [];
  for (const [offset, count] of counts) {
    const last = joined.at(-1);
    if (last !== undefined && last.to === offset && last.count === count) last.to += 1;
    else joined.push({ from: offset, to: offset + 1, count });
  }
  return joined;
}

function encode(entries: readonly Attempts[]): Buffer {
  const bytes = Buffer.alloc(entries.length * ENTRY_BYTES);
  entries.forEach(({ from, to, count }, index) => {
    const at = index * ENTRY_BYTES;
    bytes.writeUIntLE(from, at, 6);
    bytes.writeUIntLE(to, at + 6, 6);
    bytes.writeUInt32LE(count, at + 12);
    bytes.writeUInt32LE(crc32(bytes.subarray(at, at + 16)), at + 16);
  });
  return bytes;
}

function readEntries(path: string): Attempts[] {
  const bytes = readIfThere(path);
  const entries: Attempts[] = [];
  for (let at = 0; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES) {
    if (crc32(bytes.subarray(at, at + 16)) !== bytes.readUInt32LE(at + 16)) break;
    entries.push({
      from: bytes.readUIntLE(at, 6),
      to: bytes.readUIntLE(at + 6, 6),
      count: bytes.readUInt32LE(at + 12),
    });
  }
  return entries;
}

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return Buffer.alloc(0);
    throw error;
  }
}
