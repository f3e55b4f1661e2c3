import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { syncDirectory } from './durable-file.js';
import { corrupt } from './failures.js';
import { RECORD_MAGIC, readRecord } from './record.js';
import { SEGMENT_HEAD_BYTES, Segment, baseOfName } from './segment.js';

/** What opening had to cut off: a write that a crash interrupted, of which nobody was told that it was durable. */
export interface Recovery {
  readonly file: string;
  /** Where the file ends now. */
  readonly positionBytes: number;
  readonly removedBytes: number;
  readonly problem: string;
}

/** A topic's files, ready for use. */
export interface OpenedSegments {
  /** In order; the last one is appended to. At least one. */
  readonly segments: Segment[];
  /** Offset of the next message. */
  readonly nextOffset: number;
  readonly lastPublishedAtMs: number;
  readonly recovery: Recovery | null;
}

/**
 * Opens a topic's segments. The last one is read whole and a torn end is cut off; the others are checked when they are
 * read. **Throws** LOG_CORRUPT for damage to what was durable.
 */
export async function openSegments(directory: string): Promise<OpenedSegments> {
  const names = (await readdir(directory)).filter((name) => baseOfName(name) !== null).sort();
  const segments: Segment[] = [];
  try {
    for (const name of names) {
      const segment = await Segment.open(join(directory, name));
      if (segment !== null) segments.push(segment);
      else if (name === names.at(-1)) segments.push(await Segment.create(directory, baseOfName(name) ?? 0));
      else throw corrupt(join(directory, name), 0, 'the head is cut off');
    }
    const last = segments.at(-1) ?? (await Segment.create(directory, 0));
    if (segments.length === 0) segments.push(last);
    const end = await recoverEnd(last);
    await last.sync();
    await syncDirectory(directory);
    return { segments, ...end };
  } catch (error) {
    for (const segment of segments) await segment.close();
    throw error;
  }
}

async function recoverEnd(segment: Segment): Promise<Omit<OpenedSegments, 'segments'>> {
  const bytes = await segment.read(0, segment.sizeBytes);
  let position = SEGMENT_HEAD_BYTES;
  let nextOffset = segment.base;
  let lastPublishedAtMs = 0;
  while (position < bytes.length) {
    const read = readRecord(bytes, position, segment.seed);
    if (!read.ok || read.record.offset !== nextOffset) {
      const problem = read.ok ? `a record of offset ${read.record.offset}` : read.problem;
      if (wasDurable(bytes, position, segment.seed, nextOffset))
        throw corrupt(segment.path, position, `${problem} where message ${nextOffset} was durable`);
      const recovery = {
        file: basename(segment.path),
        positionBytes: position,
        removedBytes: bytes.length - position,
        problem,
      };
      await segment.truncate(position);
      return { nextOffset, lastPublishedAtMs, recovery };
    }
    position += read.record.sizeBytes;
    nextOffset += 1;
    lastPublishedAtMs = read.record.publishedAtMs;
  }
  return { nextOffset, lastPublishedAtMs, recovery: null };
}

/** True when a record of a later write stands behind the damage: that write began after this place was durable. */
function wasDurable(bytes: Buffer, position: number, seed: number, offset: number): boolean {
  const magic = Buffer.alloc(4);
  magic.writeUInt32LE(RECORD_MAGIC);
  for (let at = bytes.indexOf(magic, position + 1); at !== -1; at = bytes.indexOf(magic, at + 1)) {
    const read = readRecord(bytes, at, seed);
    if (read.ok && read.record.offset > offset && read.record.groupOffset > offset) return true;
  }
  return false;
}
