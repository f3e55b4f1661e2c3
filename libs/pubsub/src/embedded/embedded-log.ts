import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Depth, OutgoingMessage } from '../contract.js';
import { hasCode, shuttingDown, unwritable } from './failures.js';
import { FolderLock } from './folder-lock.js';
import type { Recovery } from './recover.js';
import { baseOfName } from './segment.js';
import { Space } from './space.js';
import { Topic } from './topic.js';
import type { TopicOptions } from './topic-log.js';
import { isName } from '../topic-name.js';

/** How a log is kept. */
export interface LogOptions extends TopicOptions {
  readonly directory: string;
  readonly maxBytes: number;
}

/** Told what opening a topic had to cut off. */
export type RecoveryListener = (topic: string, recovery: Recovery) => void;

const PROBE = Buffer.alloc(4_096, 0x2e);

/** The topics in a folder that this process owns. Callers hold it through handles; see the driver. */
export class EmbeddedLog {
  private readonly topics = new Map<string, Promise<Topic>>();
  private readonly space: Space;
  private readonly recoveries: [topic: string, recovery: Recovery][] = [];
  private readonly listeners = new Set<RecoveryListener>();
  private closing = false;

  private constructor(
    private readonly options: LogOptions,
    private readonly lock: FolderLock,
  ) {
    this.space = new Space(options.maxBytes);
  }

  /** Takes the folder and opens every topic in it. **Throws** LOG_LOCKED, LOG_CORRUPT, LOG_UNWRITABLE. */
  static async open(options: LogOptions): Promise<EmbeddedLog> {
    const lock = await acquire(options.directory);
    const log = new EmbeddedLog(options, lock);
    try {
      for (const name of await topicsIn(options.directory)) await log.topic(name);
    } catch (error) {
      await log.close().catch(() => undefined);
      throw error;
    }
    return log;
  }

  /** Tells of recoveries, those that happened already included. */
  onRecovery(listener: RecoveryListener): void {
    this.listeners.add(listener);
    for (const [topic, recovery] of this.recoveries) listener(topic, recovery);
  }

  /** Sets how many bytes the log may have. */
  limit(maxBytes: number): void {
    this.space.limit(maxBytes);
  }

  /** The topic of a name, made if need be. **Throws** LOG_CORRUPT, LOG_UNWRITABLE, SHUTTING_DOWN. */
  topic(name: string): Promise<Topic> {
    if (this.closing) return Promise.reject(shuttingDown());
    const known = this.topics.get(name);
    if (known !== undefined) return known;
    const opening = Topic.open(join(this.options.directory, name), this.space, this.options);
    this.topics.set(name, opening);
    opening.then(
      ({ recovery }) => recovery !== null && this.tell(name, recovery),
      () => this.topics.delete(name),
    );
    return opening;
  }

  /** See the contract. */
  async publish(topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
    await (await this.topic(topic)).log.publish(messages);
  }

  /** See the contract. */
  async depth(topic: string, group: string): Promise<Depth> {
    const known = await this.topics.get(topic);
    return known?.depth(group) ?? { pendingMessages: 0, pendingBytes: 0, oldestUnackedAtMs: null };
  }

  /** Writes and syncs a small file, so that a full or read-only disk is noticed before an event is. */
  async check(): Promise<void> {
    if (this.closing) throw shuttingDown();
    for (const topic of await Promise.all(this.topics.values())) topic.log.checkWritable();
    this.space.check(1);
    const path = join(this.options.directory, 'probe');
    try {
      const file = await open(path, 'w');
      try {
        await file.writeFile(PROBE);
        await file.datasync();
      } finally {
        await file.close();
      }
      await rm(path, { force: true });
    } catch (error) {
      // Two checks at once share the name, and the other one may have removed it.
      if (!hasCode(error, 'ENOENT')) throw unwritable(this.options.directory, error);
    }
  }

  /** Finishes what runs, closes the files, lets the folder go. */
  async close(): Promise<void> {
    this.closing = true;
    const topics = await Promise.allSettled(this.topics.values());
    const closed = await Promise.allSettled(
      topics.map((topic) => (topic.status === 'fulfilled' ? topic.value.close() : undefined)),
    );
    await this.lock.release();
    for (const result of closed) if (result.status === 'rejected') throw result.reason;
  }

  private tell(topic: string, recovery: Recovery): void {
    this.recoveries.push([topic, recovery]);
    for (const listener of this.listeners) listener(topic, recovery);
  }
}

/** Folders that hold segments: the operating system and people put others there. */
async function topicsIn(directory: string): Promise<readonly string[]> {
  const topics: string[] = [];
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (!entry.isDirectory() || !isName(entry.name)) continue;
    const files = await readdir(join(directory, entry.name));
    if (files.some((file) => baseOfName(file) !== null || file.endsWith('.offset'))) topics.push(entry.name);
  }
  return topics;
}

async function acquire(directory: string): Promise<FolderLock> {
  try {
    await mkdir(directory, { recursive: true });
    return await FolderLock.acquire(directory);
  } catch (error) {
    throw unwritable(directory, error);
  }
}
