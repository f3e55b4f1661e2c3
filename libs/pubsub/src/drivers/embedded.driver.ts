// The embedded driver: a log in a folder of this machine, for one process at a time. Several opens of a folder within a
// process share one log, so that a collector and a worker in one process see the same messages.
//   <directory>/lock                        who owns the folder
//   <directory>/<topic>/<base offset>.log   segments, see embedded/segment.ts and embedded/record.ts
//   <directory>/<topic>/<group>.offset      first message that the group has not acknowledged
//   <directory>/<topic>/<group>.attempts    delivery counts, see embedded/attempts-file.ts
//   <directory>/<topic>/end                 where the log ended when it was closed in order
import { mkdir, realpath } from 'node:fs/promises';
import type { Consumer, PubSub } from '../contract.js';
import { GroupConsumer } from '../embedded/group-consumer.js';
import { EmbeddedLog, type LogOptions } from '../embedded/embedded-log.js';
import { shuttingDown, unwritable } from '../embedded/failures.js';
import type { Recovery } from '../embedded/recover.js';
import { checkName } from '../topic-name.js';

export type { Recovery } from '../embedded/recover.js';

/**
 * How an embedded log is kept. When a folder is open already in this process, `maxBytes` is changed if it is given and
 * `onRecovery` is told, too; the other options are those of the first open.
 */
export interface EmbeddedLogOptions {
  /** Made if it is not there. */
  readonly directory: string;
  /** Most bytes on disk, all topics together; above it publish fails with LOG_FULL. Default 2 GiB. */
  readonly maxBytes?: number;
  /** Size at which a file is closed and the next begun; what is acknowledged is deleted by whole files. Default 64 MiB, at most a quarter of `maxBytes`. */
  readonly segmentBytes?: number;
  /** Largest message, with key and headers. Default 16 MiB. */
  readonly maxMessageBytes?: number;
  /** Told when opening cut off a write that a crash interrupted. */
  readonly onRecovery?: (topic: string, recovery: Recovery) => void;
  /** The clock, in milliseconds. Default Date.now. */
  readonly now?: () => number;
}

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

interface Shared {
  readonly log: Promise<EmbeddedLog>;
  holders: number;
}

const shared = new Map<string, Shared>();
/** Folders whose last holder is closing: an open waits for that. */
const closing = new Map<string, Promise<void>>();

/** Opens the log in a folder. **Throws** LOG_LOCKED, LOG_CORRUPT, LOG_UNWRITABLE. */
export async function openEmbeddedLog(options: EmbeddedLogOptions): Promise<PubSub> {
  const directory = await folderOf(options.directory);
  while (closing.has(directory)) await closing.get(directory)?.catch(() => undefined);
  const entry = shared.get(directory) ?? {
    log: EmbeddedLog.open(withDefaults(options, directory)),
    holders: 0,
  };
  shared.set(directory, entry);
  entry.holders += 1;
  try {
    const log = await entry.log;
    if (options.maxBytes !== undefined) log.limit(options.maxBytes);
    if (options.onRecovery !== undefined) log.onRecovery(options.onRecovery);
    return new LogHandle(log, () => letGo(directory, entry));
  } catch (error) {
    if (shared.get(directory) === entry) shared.delete(directory);
    throw error;
  }
}

async function letGo(directory: string, entry: Shared): Promise<void> {
  entry.holders -= 1;
  if (entry.holders > 0) return;
  shared.delete(directory);
  const done = entry.log.then((log) => log.close());
  closing.set(directory, done);
  await done.finally(() => closing.delete(directory));
}

function withDefaults(options: EmbeddedLogOptions, directory: string): LogOptions {
  const maxBytes = options.maxBytes ?? 2 * GIB;
  return {
    directory,
    maxBytes,
    // Only whole files are deleted: a file may not be so large that the log is full although most is acknowledged.
    segmentBytes: Math.min(options.segmentBytes ?? 64 * MIB, Math.ceil(maxBytes / 4)),
    maxMessageBytes: options.maxMessageBytes ?? 16 * MIB,
    now: options.now ?? Date.now,
  };
}

async function folderOf(directory: string): Promise<string> {
  try {
    await mkdir(directory, { recursive: true });
    return await realpath(directory);
  } catch (error) {
    throw unwritable(directory, error);
  }
}

/** One caller's hold on a shared log. */
class LogHandle implements PubSub {
  private readonly consumers = new Set<GroupConsumer>();
  private closed: Promise<void> | null = null;

  constructor(
    private readonly log: EmbeddedLog,
    private readonly letGo: () => Promise<void>,
  ) {}

  async publish(topic: string, messages: Parameters<PubSub['publish']>[1]): Promise<void> {
    this.checkOpen();
    checkName('topic', topic);
    await this.log.publish(topic, messages);
  }

  async subscribe(topic: string, group: string): Promise<Consumer> {
    this.checkOpen();
    checkName('topic', topic);
    checkName('group', group);
    const opened = await this.log.topic(topic);
    const consumer = new GroupConsumer(opened, await opened.group(group), () =>
      this.consumers.delete(consumer),
    );
    this.consumers.add(consumer);
    return consumer;
  }

  async depth(topic: string, group: string): ReturnType<PubSub['depth']> {
    this.checkOpen();
    return this.log.depth(topic, group);
  }

  async check(): Promise<void> {
    this.checkOpen();
    await this.log.check();
  }

  close(): Promise<void> {
    this.closed ??= this.closeOnce();
    return this.closed;
  }

  private async closeOnce(): Promise<void> {
    await Promise.all([...this.consumers].map((consumer) => consumer.close()));
    await this.letGo();
  }

  private checkOpen(): void {
    if (this.closed !== null) throw shuttingDown();
  }
}
