import type { DeliveredMessage, Depth, PullOptions } from '../contract.js';
import { AttemptsFile, joinAttempts } from './attempts-file.js';
import { corrupt } from './failures.js';
import { OffsetFile, readOffset } from './offset-file.js';
import type { StoredRecord } from './record.js';
import type { Segment } from './segment.js';
import type { Cursor } from './read-window.js';
import type { TopicLog } from './topic-log.js';

/** Whoever takes messages; the group notes which are whose. */
export type Member = object;

interface Outstanding {
  readonly segment: Segment;
  readonly position: number;
  readonly sizeBytes: number;
  readonly publishedAtMs: number;
  readonly count: number;
  /** Null while it waits to be delivered again. */
  readonly member: Member | null;
}

type Limits = Pick<PullOptions, 'maxMessages' | 'maxBytes'>;

/** What one group has had of one topic: where it reads on, what is delivered but not acknowledged, how often. */
export class ConsumerGroup {
  /** Delivered and not acknowledged. Keys grow in the order of insertion, and an entry is replaced in place. */
  private readonly outstanding = new Map<number, Outstanding>();
  private releasedCount = 0;
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly topic: TopicLog,
    private readonly file: OffsetFile,
    private readonly attempts: AttemptsFile,
    private cursor: Cursor,
  ) {}

  /** Opens a group, or makes it at the oldest message that is kept. **Throws** LOG_CORRUPT, LOG_UNWRITABLE. */
  static async open(topic: TopicLog, path: string): Promise<ConsumerGroup> {
    const saved = await readOffset(`${path}.offset`);
    if (saved !== null && (saved < topic.firstOffset || saved > topic.nextOffset)) {
      const kept = `${topic.firstOffset} up to ${topic.nextOffset}`;
      throw corrupt(
        `${path}.offset`,
        0,
        `the group is at message ${saved}, but the log reaches from ${kept}`,
      );
    }
    const committed = saved ?? topic.firstOffset;
    const file = await OffsetFile.open(`${path}.offset`, committed);
    const cursor = await topic.seek(committed);
    return new ConsumerGroup(topic, file, new AttemptsFile(`${path}.attempts`, committed), cursor);
  }

  /** Offset of the first message that is not acknowledged. */
  get committed(): number {
    for (const offset of this.outstanding.keys()) return offset;
    return this.cursor.offset;
  }

  /** The place that is durable on disk; nothing before it is needed by this group. */
  get savedOffset(): number {
    return this.file.savedOffset;
  }

  /** Takes what is there for a member, without waiting. Calls run one after the other. **Throws** LOG_CORRUPT. */
  take(member: Member, limits: Limits): Promise<readonly DeliveredMessage[]> {
    const taken = this.turn.then(() => this.takeNow(member, limits));
    this.turn = taken.catch(() => undefined);
    return taken;
  }

  /** Forgets what was dealt with. Resolves when the group's place is durable. **Throws** LOG_UNWRITABLE. */
  async ack(messages: readonly DeliveredMessage[]): Promise<void> {
    for (const { offset } of messages) {
      const entry = this.outstanding.get(Number(offset));
      if (entry?.member === null) this.releasedCount -= 1;
      this.outstanding.delete(Number(offset));
    }
    await this.file.save(this.committed);
  }

  /** Gives a member's messages back for the group's next pull. */
  release(member: Member): void {
    for (const [offset, entry] of this.outstanding) {
      if (entry.member !== member) continue;
      this.outstanding.set(offset, { ...entry, member: null });
      this.releasedCount += 1;
    }
    if (this.releasedCount > 0) this.topic.news.notify();
  }

  /** How far the group is behind. **Throws** LOG_CORRUPT. */
  async depth(): Promise<Depth> {
    let pendingBytes = this.topic.bytesAfter(this.cursor);
    for (const { sizeBytes } of this.outstanding.values()) pendingBytes += sizeBytes;
    // A reader may be a moment ahead of the count.
    const unread = Math.max(0, this.topic.nextOffset - this.cursor.offset);
    const pendingMessages = unread + this.outstanding.size;
    return { pendingMessages, pendingBytes, oldestUnackedAtMs: await this.oldestAtMs() };
  }

  /** Waits for what runs and closes the files. */
  async close(): Promise<void> {
    await this.turn;
    await this.file.close();
    this.attempts.close();
  }

  private async oldestAtMs(): Promise<number | null> {
    for (const { publishedAtMs } of this.outstanding.values()) return publishedAtMs;
    const { records } = await this.topic.read(this.cursor, { maxMessages: 1, maxBytes: 1 });
    return records[0]?.record.publishedAtMs ?? null;
  }

  private async takeNow(member: Member, limits: Limits): Promise<readonly DeliveredMessage[]> {
    const again = await this.readReleased(limits);
    const fresh = await this.topic.read(this.cursor, {
      maxMessages: limits.maxMessages - again.length,
      maxBytes: limits.maxBytes - again.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      // The first message comes however large it is; behind others it must fit.
      atLeastOne: again.length === 0,
    });
    const records = [...again, ...fresh.records.map(({ record }) => record)];
    if (records.length === 0) return [];
    for (const { offset } of again) this.deliverAgain(offset, member);
    for (const { record, segment, position } of fresh.records) {
      const { sizeBytes, publishedAtMs, offset } = record;
      const count = this.attempts.countBefore(offset) + 1;
      this.outstanding.set(offset, { segment, position, sizeBytes, publishedAtMs, count, member });
    }
    this.cursor = fresh.cursor;
    const messages = records.map((record) => this.deliver(record));
    this.noteDelivery(records);
    return messages;
  }

  private async readReleased(limits: Limits): Promise<readonly StoredRecord[]> {
    const records: StoredRecord[] = [];
    if (this.releasedCount === 0) return records;
    let leftBytes = limits.maxBytes;
    for (const entry of this.outstanding.values()) {
      if (entry.member !== null) continue;
      if (records.length >= limits.maxMessages || (records.length > 0 && entry.sizeBytes > leftBytes)) break;
      records.push(await this.topic.readAt(entry));
      leftBytes -= entry.sizeBytes;
    }
    return records;
  }

  private deliverAgain(offset: number, member: Member): void {
    const entry = this.outstanding.get(offset);
    // Acknowledged late, while it was read again: it is delivered all the same, and needs no further ack.
    if (entry === undefined) return;
    this.outstanding.set(offset, { ...entry, member, count: entry.count + 1 });
    this.releasedCount -= 1;
  }

  private deliver(record: StoredRecord): DeliveredMessage {
    const { offset, key, payload, headers, publishedAtMs } = record;
    const deliveryCount = this.outstanding.get(offset)?.count ?? 1;
    return { offset: String(offset), key, payload, headers, publishedAtMs, deliveryCount };
  }

  private noteDelivery(records: readonly StoredRecord[]): void {
    const counts = records.map(({ offset }) => [offset, this.outstanding.get(offset)?.count ?? 1] as const);
    this.attempts.note(joinAttempts(counts), () =>
      joinAttempts([...this.outstanding].map(([offset, { count }]) => [offset, count] as const)),
    );
  }
}
