import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Depth } from '../contract.js';
import { ConsumerGroup } from './consumer-group.js';
import { replaceFile, syncDirectory } from './durable-file.js';
import { corrupt, unwritable } from './failures.js';
import { offsetLine, readOffset } from './offset-file.js';
import { openSegments, type Recovery } from './recover.js';
import type { Space } from './space.js';
import { TopicLog, type TopicOptions } from './topic-log.js';

const GROUP_FILE = /^(.+)\.offset$/;
/** Offset that the log had reached when it was closed in order: what is missing then was not torn by a crash. */
const END_FILE = 'end';

/** A topic's log and its groups. */
export class Topic {
  private readonly groups = new Map<string, Promise<ConsumerGroup>>();

  private constructor(
    readonly log: TopicLog,
    readonly recovery: Recovery | null,
  ) {}

  /** Opens a topic's folder with all its groups; makes it when it is not there. **Throws** LOG_CORRUPT, LOG_UNWRITABLE. */
  static async open(directory: string, space: Space, options: TopicOptions): Promise<Topic> {
    await makeFolder(directory);
    const opened = await openSegments(directory);
    const topic = new Topic(new TopicLog(directory, opened, space, options), opened.recovery);
    try {
      await topic.openAll();
    } catch (error) {
      await topic.closeFiles();
      throw error;
    }
    return topic;
  }

  /** The group of a name, made if need be. */
  group(name: string): Promise<ConsumerGroup> {
    const known = this.groups.get(name);
    if (known !== undefined) return known;
    const opening = ConsumerGroup.open(this.log, join(this.log.directory, name));
    this.groups.set(name, opening);
    opening.catch(() => this.groups.delete(name));
    return opening;
  }

  /** How far a group is behind; does not make one. */
  async depth(name: string): Promise<Depth> {
    const group = this.groups.get(name);
    if (group !== undefined) return (await group).depth();
    const from = await this.log.seek(this.log.firstOffset);
    const { records } = await this.log.read(from, { maxMessages: 1, maxBytes: 1 });
    return {
      pendingMessages: this.log.nextOffset - from.offset,
      pendingBytes: this.log.bytesAfter(from),
      oldestUnackedAtMs: records[0]?.record.publishedAtMs ?? null,
    };
  }

  /** Deletes the segments that every group is through with; without a group everything is kept. */
  async reclaim(): Promise<void> {
    if (this.groups.size === 0) return;
    const groups = await Promise.all(this.groups.values());
    await this.log.removeBefore(Math.min(...groups.map(({ savedOffset }) => savedOffset)));
  }

  /** Finishes appends, notes where the log ends, closes the files. **Throws** LOG_UNWRITABLE. */
  async close(): Promise<void> {
    await this.log.finish();
    try {
      await replaceFile(join(this.log.directory, END_FILE), offsetLine(this.log.nextOffset));
    } catch (error) {
      throw unwritable(join(this.log.directory, END_FILE), error);
    } finally {
      await this.closeFiles();
    }
  }

  private async openAll(): Promise<void> {
    const { directory, nextOffset } = this.log;
    const end = await readOffset(join(directory, END_FILE));
    if (end !== null && end > nextOffset)
      throw corrupt(directory, 0, `the log ends before message ${nextOffset}, but it was closed at ${end}`);
    for (const file of await readdir(directory)) {
      const name = GROUP_FILE.exec(file)?.[1];
      if (name !== undefined) await this.group(name);
    }
  }

  private async closeFiles(): Promise<void> {
    const groups = await Promise.allSettled(this.groups.values());
    for (const group of groups) if (group.status === 'fulfilled') await group.value.close();
    await this.log.close();
  }
}

async function makeFolder(directory: string): Promise<void> {
  try {
    const made = await mkdir(directory, { recursive: true });
    if (made !== undefined) await syncDirectory(dirname(directory));
  } catch (error) {
    throw unwritable(directory, error);
  }
}
