import {
  copyFileSync,
  cpSync,
  readFileSync,
  readdirSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PubSub } from '../contract.js';
import { describePubSub, drain, message, textsOf } from '../pubsub.suite.js';
import { openEmbeddedLog, type EmbeddedLogOptions, type Recovery } from './embedded.driver.js';

const ALL = { maxMessages: 1_000, maxBytes: 10_000_000, waitMs: 0 };

describePubSub('the embedded log', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'protokoll-log-'));
  return {
    open: () => openEmbeddedLog({ directory }),
    clean: () => rm(directory, { recursive: true }),
  };
});

describe('the embedded log on disk', () => {
  let root: string;
  let directory: string;
  const opened: PubSub[] = [];
  const open = async (options: Partial<EmbeddedLogOptions> = {}): Promise<PubSub> => {
    const log = await openEmbeddedLog({ directory, ...options });
    opened.push(log);
    return log;
  };
  const topicFolder = (): string => join(directory, 'events');
  const segments = (): string[] =>
    readdirSync(topicFolder())
      .filter((name) => name.endsWith('.log'))
      .map((name) => join(topicFolder(), name));
  const closeAll = (): Promise<unknown> => Promise.all(opened.splice(0).map((log) => log.close()));
  const textsIn = async (log: PubSub): Promise<string[]> =>
    textsOf(await (await log.subscribe('events', 'reader')).pull(ALL));

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'protokoll-log-'));
    directory = join(root, 'log');
  });

  afterEach(async () => {
    await closeAll();
    await rm(root, { recursive: true });
  });

  describe('after a crash in the middle of a write', () => {
    /** A log whose last write, of two messages, ends with the file, without the marks of an orderly close. */
    const tornCases = async (): Promise<{ path: string; durableBytes: number; whole: Buffer }> => {
      const log = await open();
      await log.publish('events', [message('one')]);
      await log.publish('events', [message('two')]);
      const [path = ''] = segments();
      const durableBytes = readFileSync(path).length;
      await log.publish('events', [message('three'), message('four')]);
      await closeAll();
      unlinkSync(join(topicFolder(), 'end'));
      return { path, durableBytes, whole: readFileSync(path) };
    };

    it('keeps what was durable and goes on, wherever the write was cut', async () => {
      const { path, durableBytes, whole } = await tornCases();
      const endOfThree = durableBytes + 12 + 18 + 2 + 'key-three'.length + 2 + 'three'.length;
      for (let length = durableBytes; length <= whole.length; length += 1) {
        writeFileSync(path, whole.subarray(0, length));
        const recoveries: Recovery[] = [];
        const log = await open({ onRecovery: (_topic, recovery) => recoveries.push(recovery) });
        await log.publish('events', [message('next')]);
        const texts = await textsIn(log);
        expect(texts.slice(0, 2)).toEqual(['one', 'two']);
        expect(texts.at(-1)).toBe('next');
        expect(texts.slice(2, -1)).toEqual(['three', 'four'].slice(0, texts.length - 3));
        // A cut at the end of a record leaves nothing torn; any other one is reported.
        const ends = [durableBytes, endOfThree, whole.length];
        expect(recoveries).toHaveLength(ends.includes(length) ? 0 : 1);
        await closeAll();
        for (const name of readdirSync(topicFolder()))
          if (!name.endsWith('.log')) unlinkSync(join(topicFolder(), name));
      }
    });

    it.each([
      ['zeros, as when only the size was stored', (length: number) => Buffer.alloc(length)],
      ['other bytes', (length: number) => Buffer.alloc(length, 0x5a)],
    ])('takes %s for torn, and says so', async (_name, fill) => {
      const { path, durableBytes, whole } = await tornCases();
      writeFileSync(path, Buffer.concat([whole.subarray(0, durableBytes), fill(500)]));
      const recoveries: Recovery[] = [];
      expect(await textsIn(await open({ onRecovery: (_topic, it) => recoveries.push(it) }))).toEqual([
        'one',
        'two',
      ]);
      expect(recoveries).toMatchObject([{ positionBytes: durableBytes, removedBytes: 500 }]);
    });

    it('cuts off a write of which a later part came to the disk, and not the beginning', async () => {
      const { path, durableBytes, whole } = await tornCases();
      const hurt = Buffer.from(whole);
      hurt.fill(0, durableBytes, durableBytes + 20);
      writeFileSync(path, hurt);
      expect(await textsIn(await open())).toEqual(['one', 'two']);
    });

    it('is not misled by a payload that holds a piece of a log', async () => {
      const { path, durableBytes, whole } = await tornCases();
      writeFileSync(path, whole.subarray(0, durableBytes));
      const log = await open();
      // The records of this very file, published by a client that has somehow seen it, with later numbers.
      await log.publish('events', [message('five'), message('six'), message('seven')]);
      await closeAll();
      const inner = readFileSync(path);
      const other = join(root, 'other');
      const second = await openEmbeddedLog({ directory: other });
      await second.publish('events', [message('a')]);
      await second.publish('events', [{ key: 'k', headers: {}, payload: inner }]);
      await second.close();
      const [name = ''] = readdirSync(join(other, 'events')).filter((it) => it.endsWith('.log'));
      truncateSync(join(other, 'events', name), readFileSync(join(other, 'events', name)).length - 1);
      unlinkSync(join(other, 'events', 'end'));
      const third = await openEmbeddedLog({ directory: other });
      expect(textsOf(await (await third.subscribe('events', 'worker')).pull(ALL))).toEqual(['a']);
      await third.close();
    });

    it('makes a file anew that was just being begun', async () => {
      const log = await open({ segmentBytes: 200 });
      await log.publish('events', [message('one')]);
      await log.publish('events', [message('two')]);
      await closeAll();
      const whole = readFileSync(segments().at(-1) ?? '');
      const next = join(topicFolder(), '000000000000002.log');
      for (const length of [0, 1, 10, 21]) {
        writeFileSync(next, whole.subarray(0, length));
        expect(await textsIn(await open())).toEqual(['one', 'two']);
        await closeAll();
      }
    });
  });

  describe('when damaged', () => {
    const damaged = (file: string): object => ({
      code: 'LOG_CORRUPT',
      message: expect.stringContaining(file),
    });

    it('refuses to open over a flipped bit in what was durable, naming file and byte', async () => {
      const log = await open();
      for (const text of ['one', 'two', 'three']) await log.publish('events', [message(text)]);
      const [path = ''] = segments();
      await closeAll();
      const whole = readFileSync(path);
      const lastBytes = 12 + 18 + 2 + 'key-three'.length + 2 + 'three'.length;
      // The last write alone can not be told from a torn one by its bytes; the mark of the orderly close tells it.
      for (let at = 0; at < whole.length; at += 1) {
        const hurt = Buffer.from(whole);
        hurt[at] = (hurt[at] ?? 0) ^ 0x10;
        writeFileSync(path, hurt);
        await expect(open()).rejects.toMatchObject(
          damaged(at < whole.length - lastBytes ? path : topicFolder()),
        );
        // An attempt to open must not make it worse; where only the end was hurt the file is cut, so put it back.
        if (at < whole.length - lastBytes) expect(readFileSync(path).equals(hurt)).toBe(true);
      }
      writeFileSync(path, whole);
      expect(await textsIn(await open())).toEqual(['one', 'two', 'three']);
    });

    it('says so when a closed file is read, and gives nothing behind it', async () => {
      const log = await open({ segmentBytes: 200 });
      for (let number = 0; number < 9; number += 1)
        await log.publish('events', [message(`message ${number}`)]);
      await closeAll();
      const path = segments()[1] ?? '';
      const whole = readFileSync(path);
      const hurt = Buffer.from(whole);
      hurt[60] = (hurt[60] ?? 0) ^ 1;
      writeFileSync(path, hurt);
      const consumer = await (await open()).subscribe('events', 'reader');
      await expect(consumer.pull(ALL)).rejects.toMatchObject(damaged(path));
      await closeAll();
      writeFileSync(path, whole.subarray(0, -1));
      await expect((await (await open()).subscribe('events', 'reader')).pull(ALL)).rejects.toMatchObject(
        damaged(path),
      );
      await closeAll();
      writeFileSync(path, whole);
      expect(await textsIn(await open())).toHaveLength(9);
    });

    it('notices a missing file in the middle and at the beginning', async () => {
      const log = await open({ segmentBytes: 200 });
      const consumer = await log.subscribe('events', 'reader');
      for (let number = 0; number < 9; number += 1)
        await log.publish('events', [message(`message ${number}`)]);
      await closeAll();
      cpSync(directory, join(root, 'copy'), { recursive: true });
      unlinkSync(segments()[1] ?? '');
      await expect((await (await open()).subscribe('events', 'other')).pull(ALL)).rejects.toMatchObject(
        damaged(segments()[0] ?? ''),
      );
      await closeAll();
      directory = join(root, 'copy');
      unlinkSync(segments()[0] ?? '');
      await expect(open()).rejects.toMatchObject(damaged('reader.offset'));
      await expect(consumer.pull(ALL)).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    });

    it('notices that all is gone that a group has read', async () => {
      const log = await open();
      await log.publish('events', [message('one')]);
      await drain(await log.subscribe('events', 'reader'), 1);
      await closeAll();
      unlinkSync(segments()[0] ?? '');
      await expect(open()).rejects.toMatchObject(damaged(''));
    });

    it('does not open what another version or program wrote', async () => {
      await mkdir(topicFolder(), { recursive: true });
      const path = join(topicFolder(), '000000000000000.log');
      writeFileSync(path, Buffer.alloc(100, 1));
      await expect(open()).rejects.toMatchObject(damaged(path));
    });
  });

  describe('space', () => {
    const large = message('x'.repeat(1_000));
    const options = { maxBytes: 20_000, segmentBytes: 3_000 };

    it('is given back when every group has acknowledged', async () => {
      const log = await open(options);
      const one = await log.subscribe('events', 'one');
      const two = await log.subscribe('events', 'two');
      for (let number = 0; number < 9; number += 1) await log.publish('events', [large]);
      const before = segments().length;
      await drain(one, 9);
      expect(segments()).toHaveLength(before);
      await drain(two, 9);
      expect(segments()).toHaveLength(1);
    });

    it('is not given back without a group', async () => {
      const log = await open(options);
      for (let number = 0; number < 9; number += 1) await log.publish('events', [large]);
      await closeAll();
      expect(await textsIn(await open(options))).toHaveLength(9);
    });

    it('that is used up refuses messages and says when to come again; nothing is lost by it', async () => {
      const log = await open(options);
      const consumer = await log.subscribe('events', 'worker');
      let accepted = 0;
      const fill = async (): Promise<unknown> => {
        for (;;) {
          const failure = await log.publish('events', [large]).catch((error: unknown) => error);
          if (failure !== undefined) return failure;
          accepted += 1;
        }
      };
      expect(await fill()).toMatchObject({ code: 'LOG_FULL', params: { retryAfterSeconds: 5 } });
      await expect(log.publish('other', [large])).rejects.toMatchObject({ code: 'LOG_FULL' });
      const first = accepted;
      expect(first).toBeGreaterThan(15);
      expect(await drain(consumer, first)).toHaveLength(first);
      await expect(log.check()).resolves.toBeUndefined();
      await fill();
      expect(await drain(consumer, accepted - first)).toHaveLength(accepted - first);
    });

    it('at the limit fits, one byte more does not', async () => {
      const sizeOf = async (maxBytes: number): Promise<unknown> => {
        const log = await openEmbeddedLog({ directory: join(root, String(maxBytes)), maxBytes });
        const answer = await log
          .publish('events', [message('x')])
          .catch((error: { code: string }) => error.code);
        await log.close();
        return answer;
      };
      const exact = 22 + 12 + 18 + 2 + 5 + 2 + 1;
      expect(await sizeOf(exact)).toBeUndefined();
      expect(await sizeOf(exact - 1)).toBe('LOG_FULL');
    });

    it('never stays used up by a small log with one large file', async () => {
      const log = await open({ maxBytes: 4_000, segmentBytes: 1_000_000 });
      const consumer = await log.subscribe('events', 'worker');
      for (let number = 0; number < 30; number += 1) {
        await log.publish('events', [large]);
        await drain(consumer, 1);
      }
    });

    it('of one message is limited', async () => {
      const log = await open({ maxMessageBytes: 100 });
      const overhead = 12 + 18 + 2 + 2;
      const of = (bytes: number): Promise<void> =>
        log.publish('events', [{ key: '', headers: {}, payload: new Uint8Array(bytes) }]);
      await of(100 - overhead);
      await expect(of(101 - overhead)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    });
  });

  describe('one folder', () => {
    it('is one log for all who open it in this process, by any path to it', async () => {
      const one = await open();
      const two = await open({ directory: join(root, 'x', '..', 'log') });
      await one.publish('events', [message('a')]);
      expect(await textsIn(two)).toEqual(['a']);
      await one.close();
      await two.publish('events', [message('b')]);
      expect(textsOf(await (await two.subscribe('events', 'other')).pull(ALL))).toEqual(['a', 'b']);
    });

    it('takes the limit of whoever states one', async () => {
      const one = await open();
      await open({ maxBytes: 1_000 });
      await open();
      await expect(one.publish('events', [message('x'.repeat(2_000))])).rejects.toMatchObject({
        code: 'LOG_FULL',
      });
    });

    it('tells everyone who asks what opening cut off', async () => {
      const log = await open();
      await log.publish('events', [message('a')]);
      await closeAll();
      unlinkSync(join(topicFolder(), 'end'));
      const path = segments()[0] ?? '';
      truncateSync(path, readFileSync(path).length - 1);
      await open();
      const told: string[] = [];
      await open({ onRecovery: (topic, { problem }) => told.push(`${topic}: ${problem}`) });
      expect(told).toEqual(['events: incomplete']);
    });

    it('is opened again while it is being closed', async () => {
      for (let round = 0; round < 10; round += 1) {
        const log = await openEmbeddedLog({ directory });
        await log.publish('events', [message(String(round))]);
        const closing = log.close();
        await openEmbeddedLog({ directory }).then((again) => again.close());
        await closing;
      }
      expect(await textsIn(await open())).toHaveLength(10);
    });

    it('may hold other things', async () => {
      for (const name of ['lost+found', 'notes', '.snapshot'])
        await mkdir(join(directory, name), { recursive: true });
      writeFileSync(join(directory, 'notes', 'read.me'), 'x');
      const log = await open();
      await log.publish('events', [message('a')]);
      await closeAll();
      expect(await textsIn(await open())).toEqual(['a']);
      expect(readdirSync(join(directory, 'notes'))).toEqual(['read.me']);
      expect(readdirSync(join(directory, 'lost+found'))).toEqual([]);
    });

    it('that can not be made is said', async () => {
      copyFileSync(new URL(import.meta.url), join(root, 'file'));
      await expect(openEmbeddedLog({ directory: join(root, 'file', 'log') })).rejects.toMatchObject({
        code: 'LOG_UNWRITABLE',
      });
      await expect(openEmbeddedLog({ directory: join(root, 'file') })).rejects.toMatchObject({
        code: 'LOG_UNWRITABLE',
      });
    });
  });
});
