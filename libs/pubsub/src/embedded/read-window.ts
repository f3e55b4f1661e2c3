import { corrupt } from './failures.js';
import { readRecord, type StoredRecord } from './record.js';
import type { Segment } from './segment.js';

/** A place in a topic: the record of `offset` begins, or will begin, there. */
export interface Cursor {
  readonly segment: Segment;
  readonly position: number;
  readonly offset: number;
}

/** A record and where it stands. */
export interface LocatedRecord {
  readonly record: StoredRecord;
  readonly segment: Segment;
  readonly position: number;
}

/** How much to read. */
export interface ReadLimits {
  readonly maxMessages: number;
  readonly maxBytes: number;
  /** Whether the first message comes even when it is larger than `maxBytes`. Default true. */
  readonly atLeastOne?: boolean;
}

/** What a piece of a segment holds. */
export interface ParsedWindow {
  readonly records: readonly LocatedRecord[];
  readonly cursor: Cursor;
  /** The limits are reached. */
  readonly full: boolean;
  /** Not null when the first record is larger than the window. */
  readonly neededBytes: number | null;
}

/** Reads the records at the beginning of a piece of a segment that starts at a place. **Throws** LOG_CORRUPT. */
export function parseWindow(window: Buffer, from: Cursor, limits: ReadLimits): ParsedWindow {
  const { segment } = from;
  const records: LocatedRecord[] = [];
  let { position, offset } = from;
  let at = 0;
  while (records.length < limits.maxMessages && at < window.length) {
    const read = readRecord(window, at, segment.seed);
    if (!read.ok) {
      const atEnd = position + window.length - at >= segment.sizeBytes;
      if (read.problem !== 'incomplete' || atEnd) throw corrupt(segment.path, position, read.problem);
      if (at === 0) return { records, cursor: from, full: false, neededBytes: read.neededBytes };
      break;
    }
    const { record } = read;
    if (record.offset !== offset)
      throw corrupt(segment.path, position, `a record of offset ${record.offset} where ${offset} should be`);
    const comesAnyway = limits.atLeastOne !== false && records.length === 0;
    if (at + record.sizeBytes > limits.maxBytes && !comesAnyway)
      return { records, cursor: { segment, position, offset }, full: true, neededBytes: null };
    records.push({ record, segment, position });
    at += record.sizeBytes;
    position += record.sizeBytes;
    offset += 1;
  }
  return { records, cursor: { segment, position, offset }, full: false, neededBytes: null };
}
