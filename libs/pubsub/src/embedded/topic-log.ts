import { RegistryError } from '#libs/errors';
import type { OutgoingMessage } from '../contract.js';
import { corrupt, shuttingDown, unwritable } from './failures.js';
import { GroupCommit } from './group-commit.js';
import { parseWindow, type Cursor, type LocatedRecord, type ReadLimits } from './read-window.js';
import { readRecord, recordSize, writeRecord, type StoredRecord } from './record.js';
import type { OpenedSegments } from './recover.js';
import { BrokenSegmentError, SEGMENT_HEAD_BYTES, Segment } from './segment.js';
import type { Space } from './space.js';
import { WakeUp } from './wake-up.js';

/** Most bytes of one write: bounds the memory of a group and the time that its first writer waits. */
const MAX_GROUP_BYTES = 8 * 1024 * 1024;
/** Least and most bytes that are read at once. */
const MIN_WINDOW_BYTES = 64 * 1024;
const MAX_WINDOW_BYTES = 4 * 1024 * 1024;

/** How a topic's log is kept. */
export interface TopicOptions {
  readonly segmentBytes: number;
  readonly maxMessageBytes: number;
  readonly now: () => number;
}

interface Sized {
  readonly message: OutgoingMessage;
  readonly sizeBytes: number;
}

/** The messages of one topic: appended in groups, read from any place. Readers see only what is durable. */
export class TopicLog {
  /** Notified when there may be more to deliver, and on closing. */
  readonly news = new WakeUp();
  private readonly segments: Segment[];
  private readonly commits: GroupCommit<readonly Sized[]>;
  private next: number;
  private lastPublishedAtMs: number;
  private broken: RegistryError | null = null;
  private closing = false;

  constructor(
    readonly directory: string,
    opened: OpenedSegments,
    private readonly space: Space,
    private readonly options: TopicOptions,
  ) {
    this.segments = opened.segments;
    this.next = opened.nextOffset;
    this.lastPublishedAtMs = opened.lastPublishedAtMs;
    this.commits = new GroupCommit(
      (groups) => this.commit(groups.flat()),
      Math.min(MAX_GROUP_BYTES, options.segmentBytes),
    );
    for (const segment of this.segments) space.add(segment.sizeBytes);
  }

  /** Offset of the next message. */
  get nextOffset(): number {
    return this.next;
  }

  /** Offset of the oldest message that is kept. */
  get firstOffset(): number {
    return this.first.base;
  }

  /** Resolves when all messages are durable. **Throws** LOG_FULL, LOG_UNWRITABLE, SHUTTING_DOWN, BAD_REQUEST. */
  async publish(messages: readonly OutgoingMessage[]): Promise<void> {
    if (messages.length === 0) return;
    this.checkWritable();
    const sized = messages.map((message) => ({ message, sizeBytes: this.sizeOf(message) }));
    const sizeBytes = sized.reduce((sum, item) => sum + item.sizeBytes, 0);
    this.space.promise(sizeBytes);
    try {
      await this.commits.add(sized, sizeBytes);
    } finally {
      this.space.settle(sizeBytes);
    }
  }

  /** **Throws** what a publish would throw before it writes. */
  checkWritable(): void {
    if (this.closing) throw shuttingDown();
    if (this.broken !== null) throw this.broken;
  }

  /** The place of the message that is or will be at `offset`. Reads its segment up to there. **Throws** LOG_CORRUPT. */
  async seek(offset: number): Promise<Cursor> {
    const segment = this.segments.findLast(({ base }) => base <= offset) ?? this.first;
    let cursor: Cursor = { segment, position: SEGMENT_HEAD_BYTES, offset: segment.base };
    if (offset === this.next) return { segment: this.active, position: this.active.sizeBytes, offset };
    while (cursor.offset < offset) {
      const maxMessages = offset - cursor.offset;
      const read = await this.read(cursor, { maxMessages, maxBytes: MAX_WINDOW_BYTES });
      if (read.records.length === 0)
        throw corrupt(segment.path, cursor.position, `message ${offset} is missing`);
      cursor = read.cursor;
    }
    return cursor;
  }

  /** Durable messages from a place on. **Throws** LOG_CORRUPT. */
  async read(
    from: Cursor,
    limits: ReadLimits,
  ): Promise<{ readonly records: readonly LocatedRecord[]; readonly cursor: Cursor }> {
    const records: LocatedRecord[] = [];
    let cursor = from;
    let leftBytes = limits.maxBytes;
    let windowBytes = Math.min(Math.max(leftBytes, MIN_WINDOW_BYTES), MAX_WINDOW_BYTES);
    while (records.length < limits.maxMessages) {
      cursor = this.intoNextSegment(cursor);
      const { segment, position } = cursor;
      if (position === segment.sizeBytes) break;
      const window = parseWindow(await segment.read(position, windowBytes), cursor, {
        maxMessages: limits.maxMessages - records.length,
        maxBytes: leftBytes,
        atLeastOne: limits.atLeastOne !== false && records.length === 0,
      });
      if (window.neededBytes !== null) {
        windowBytes = window.neededBytes;
        continue;
      }
      records.push(...window.records);
      leftBytes -= window.cursor.position - position;
      cursor = window.cursor;
      if (window.full) break;
    }
    return { records, cursor };
  }

  /** Reads again what was read before. */
  async readAt(place: {
    readonly segment: Segment;
    readonly position: number;
    readonly sizeBytes: number;
  }): Promise<StoredRecord> {
    const bytes = await place.segment.read(place.position, place.sizeBytes);
    const read = readRecord(bytes, 0, place.segment.seed);
    if (read.ok) return read.record;
    throw corrupt(place.segment.path, place.position, read.problem);
  }

  /** Durable bytes from a place to the end. */
  bytesAfter(cursor: Cursor): number {
    const later = this.segments.filter(({ base }) => base > cursor.segment.base);
    const sizes = later.map(({ sizeBytes }) => sizeBytes - SEGMENT_HEAD_BYTES);
    return sizes.reduce((sum, size) => sum + size, cursor.segment.sizeBytes - cursor.position);
  }

  /** Deletes segments of which every message lies before `offset`. */
  async removeBefore(offset: number): Promise<void> {
    if (offset === this.next && !this.active.isEmpty && this.space.isScarce) await this.rollWhenIdle(offset);
    for (;;) {
      const [oldest, following] = this.segments;
      if (oldest === undefined || following === undefined || following.base > offset) return;
      this.segments.shift();
      this.space.add(-oldest.sizeBytes);
      await oldest.remove();
    }
  }

  /** Refuses new messages and finishes the writes that wait. */
  async finish(): Promise<void> {
    this.closing = true;
    await this.commits.idle();
    this.news.notify();
  }

  /** Closes the files. */
  async close(): Promise<void> {
    for (const segment of this.segments) await segment.close();
  }

  private get first(): Segment {
    return this.segments[0] as Segment;
  }

  private get active(): Segment {
    return this.segments.at(-1) as Segment;
  }

  private sizeOf(message: OutgoingMessage): number {
    const sizeBytes = recordSize(message);
    if (sizeBytes !== null && sizeBytes <= this.options.maxMessageBytes) return sizeBytes;
    const problem =
      sizeBytes === null
        ? 'A message key or header name is longer than 65535 bytes, or there are more than 65535 headers.'
        : `A message has ${sizeBytes} bytes; the limit is ${this.options.maxMessageBytes}. Split it.`;
    throw new RegistryError('BAD_REQUEST', { problem });
  }

  private async commit(group: readonly Sized[]): Promise<void> {
    if (this.broken !== null) throw this.broken;
    try {
      const bytes = group.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      const roomBytes = this.options.segmentBytes - this.active.sizeBytes;
      if (bytes > roomBytes && !this.active.isEmpty) await this.roll();
      const nowMs = Math.max(this.lastPublishedAtMs, this.options.now());
      await this.active.append(this.encode(group, bytes, nowMs));
      this.next += group.length;
      this.lastPublishedAtMs = nowMs;
      this.space.add(bytes);
    } catch (error) {
      const failure = unwritable(this.active.path, error);
      if (error instanceof BrokenSegmentError) this.broken = failure;
      throw failure;
    }
    this.news.notify();
  }

  private encode(group: readonly Sized[], bytes: number, publishedAtMs: number): Buffer {
    const buffer = Buffer.allocUnsafe(bytes);
    const groupOffset = this.next;
    let position = 0;
    let offset = groupOffset;
    for (const { message, sizeBytes } of group) {
      writeRecord(
        buffer,
        position,
        sizeBytes,
        message,
        { offset, groupOffset, publishedAtMs },
        this.active.seed,
      );
      position += sizeBytes;
      offset += 1;
    }
    return buffer;
  }

  private async roll(): Promise<void> {
    const segment = await Segment.create(this.directory, this.next);
    this.segments.push(segment);
    this.space.add(segment.sizeBytes);
  }

  /** Rolls from the committing side's turn, so that no append is under way; without it a small log could stay full. */
  private async rollWhenIdle(offset: number): Promise<void> {
    await this.commits.exclusive(async () => {
      if (offset === this.next && !this.active.isEmpty) await this.roll();
    });
  }

  private intoNextSegment(cursor: Cursor): Cursor {
    if (cursor.position !== cursor.segment.sizeBytes) return cursor;
    const following = this.segments.find(({ base }) => base > cursor.segment.base);
    if (following === undefined) return cursor;
    if (following.base !== cursor.offset) {
      const problem = `the file ends before message ${cursor.offset}, the next one begins at ${following.base}`;
      throw corrupt(cursor.segment.path, cursor.position, problem);
    }
    return { segment: following, position: SEGMENT_HEAD_BYTES, offset: following.base };
  }
}
