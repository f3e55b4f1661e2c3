import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { message, textsOf } from '../pubsub.suite.js';
import { openSegments } from './recover.js';
import { BrokenSegmentError, SEGMENT_HEAD_BYTES, Segment, baseOfName } from './segment.js';
import { Space } from './space.js';
import { TopicLog, type TopicOptions } from './topic-log.js';

const OPTIONS: TopicOptions = { segmentBytes: 300, maxMessageBytes: 1_000_000, now: Date.now };
const ALL = { maxMessages: 1_000, maxBytes: 10_000_000 };

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'protokoll-topic-'));
});

afterEach(() => rm(directory, { recursive: true }));

const segmentFiles = (): string[] => readdirSync(directory).filter((name) => name.endsWith('.log'));

describe('Segment', () => {
  it('is named by its first message, and found again', async () => {
    const made = await Segment.create(directory, 42);
    expect(baseOfName(segmentFiles()[0] ?? '')).toBe(42);
    await made.append(Buffer.from('abc'));
    await made.close();
    const found = await Segment.open(made.path);
    expect(found).toMatchObject({
      base: 42,
      seed: made.seed,
      sizeBytes: SEGMENT_HEAD_BYTES + 3,
      isEmpty: false,
    });
    expect(String(await found?.read(SEGMENT_HEAD_BYTES, 100))).toBe('abc');
    await found?.close();
  });

  it('is not believed under another name', async () => {
    const made = await Segment.create(directory, 42);
    await made.append(Buffer.from('abc'));
    await made.close();
    const other = made.path.replace('42', '43');
    writeFileSync(other, readFileSync(made.path));
    await expect(Segment.open(other)).rejects.toMatchObject({ code: 'LOG_CORRUPT', params: { file: other } });
  });

  it('is null when its head was being written', async () => {
    const made = await Segment.create(directory, 0);
    await made.close();
    const head = readFileSync(made.path);
    for (let length = 0; length < head.length; length += 1) {
      writeFileSync(made.path, head.subarray(0, length));
      expect(await Segment.open(made.path)).toBeNull();
    }
  });

  it('has seeds that differ', async () => {
    const seeds = new Set<number>();
    for (let base = 0; base < 20; base += 1) {
      const segment = await Segment.create(directory, base);
      seeds.add(segment.seed);
      await segment.close();
    }
    expect(seeds.size).toBeGreaterThan(15);
  });

  it('says when a failed write can not be taken back', async () => {
    const segment = await Segment.create(directory, 0);
    await segment.close();
    await expect(segment.append(Buffer.from('x'))).rejects.toBeInstanceOf(BrokenSegmentError);
    expect(segment.isEmpty).toBe(true);
  });

  it.each(['1.log', '000000000000001.log.tmp', 'end', '00000000000000x.log'])('is not %s', (name) => {
    expect(baseOfName(name)).toBeNull();
  });
});

describe('Space', () => {
  const full = expect.objectContaining({ code: 'LOG_FULL' }) as unknown;

  it('counts what is stored and what is promised', () => {
    const space = new Space(100);
    space.add(60);
    expect(space.isScarce).toBe(true);
    space.promise(40);
    expect(() => space.promise(1)).toThrow(full as Error);
    space.settle(40);
    space.promise(40);
    space.settle(40);
    space.add(-20);
    expect(space.isScarce).toBe(false);
    expect(() => space.check(61)).toThrow(full as Error);
    space.check(60);
  });

  it('takes a new limit', () => {
    const space = new Space(10);
    space.limit(20);
    space.check(20);
    space.limit(5);
    expect(() => space.check(6)).toThrow(full as Error);
  });
});

describe('TopicLog', () => {
  const open = async (options: Partial<TopicOptions> = {}): Promise<TopicLog> => {
    const opened = await openSegments(directory);
    return new TopicLog(directory, opened, new Space(1e9), { ...OPTIONS, ...options });
  };
  const closed = async (log: TopicLog): Promise<void> => {
    await log.finish();
    await log.close();
  };
  const readAll = async (log: TopicLog, offset = 0): Promise<string[]> => {
    const { records } = await log.read(await log.seek(offset), ALL);
    return records.map(({ record }) => Buffer.from(record.payload).toString());
  };

  it('begins a new file when one is full, and reads over the files', async () => {
    const log = await open();
    for (let number = 0; number < 20; number += 1) await log.publish([message(`message ${number}`)]);
    expect(segmentFiles().length).toBeGreaterThan(3);
    for (const name of segmentFiles())
      expect(readFileSync(join(directory, name)).length).toBeLessThanOrEqual(300);
    expect(await readAll(log)).toHaveLength(20);
    await closed(log);
  });

  it('finds any message again', async () => {
    const log = await open();
    for (let number = 0; number < 20; number += 1) await log.publish([message(`${number}`)]);
    for (let number = 0; number <= 20; number += 1)
      expect(await readAll(log, number)).toEqual(
        Array.from({ length: 20 - number }, (_, index) => `${number + index}`),
      );
    await closed(log);
  });

  it('keeps a write that is larger than a file in one', async () => {
    const log = await open();
    await log.publish([message('a')]);
    await log.publish([message('x'.repeat(5_000)), message('y'.repeat(5_000))]);
    await log.publish([message('b')]);
    expect(segmentFiles()).toHaveLength(3);
    expect((await readAll(log)).map(({ length }) => length)).toEqual([1, 5_000, 5_000, 1]);
    await closed(log);
  });

  it('reads what is larger than what is read at once', async () => {
    const log = await open({ segmentBytes: 1e8, maxMessageBytes: 2e7 });
    const sizes = [10, 5_000_000, 20, 9_000_000, 30];
    for (const size of sizes) await log.publish([{ key: 'k', headers: {}, payload: new Uint8Array(size) }]);
    const { records } = await log.read(await log.seek(0), { maxMessages: 10, maxBytes: 1e9 });
    expect(records.map(({ record }) => record.payload.length)).toEqual(sizes);
    await closed(log);
  });

  it('is read while it is written, each message once and in order', async () => {
    const log = await open({ segmentBytes: 5_000 });
    const total = 500;
    const writing = Promise.all(
      Array.from({ length: total }, (_, number) => log.publish([message(String(number))])),
    );
    const seen: string[] = [];
    let cursor = await log.seek(0);
    while (seen.length < total) {
      const occurrences = log.news.occurrences;
      const read = await log.read(cursor, { maxMessages: 7, maxBytes: 1_000 });
      cursor = read.cursor;
      seen.push(...read.records.map(({ record }) => Buffer.from(record.payload).toString()));
      if (read.records.length === 0) await log.news.after(occurrences, 5_000);
    }
    await writing;
    expect(seen).toEqual(Array.from({ length: total }, (_, number) => String(number)));
    await closed(log);
  });

  it('deletes only files of which nothing is needed', async () => {
    const log = await open();
    for (let number = 0; number < 20; number += 1) await log.publish([message(`${number}`)]);
    const bases = segmentFiles().map((name) => baseOfName(name) ?? 0);
    await log.removeBefore((bases[1] ?? 0) - 1);
    expect(segmentFiles()).toHaveLength(bases.length);
    await log.removeBefore(bases[1] ?? 0);
    expect(log.firstOffset).toBe(bases[1]);
    await log.removeBefore(20);
    expect(segmentFiles()).toHaveLength(1);
    await closed(log);
    const again = await open();
    expect([again.firstOffset, again.nextOffset]).toEqual([bases.at(-1), 20]);
    await closed(again);
  });

  it('has times that do not go back, whatever the clock does, also over a restart', async () => {
    const times = [1_000, 500, 2_000, 100];
    const now = (): number => times.shift() ?? 50;
    const log = await open({ now });
    for (let number = 0; number < 3; number += 1) await log.publish([message('x')]);
    await closed(log);
    const again = await open({ now });
    await again.publish([message('x')]);
    const { records } = await again.read(await again.seek(0), ALL);
    expect(records.map(({ record }) => record.publishedAtMs)).toEqual([1_000, 1_000, 2_000, 2_000]);
    await closed(again);
  });

  it('stops when a failed write can not be taken back, until it is opened anew', async () => {
    const opened = await openSegments(directory);
    const log = new TopicLog(directory, opened, new Space(1e9), { ...OPTIONS, segmentBytes: 1e6 });
    await log.publish([message('kept')]);
    // What a device does that goes away: every call on the file fails from now on.
    await opened.segments[0]?.close();
    await expect(log.publish([message('lost')])).rejects.toMatchObject({ code: 'LOG_UNWRITABLE' });
    await expect(log.publish([message('lost')])).rejects.toMatchObject({ code: 'LOG_UNWRITABLE' });
    expect(() => log.checkWritable()).toThrow('could not be taken back');
    const again = await open();
    expect(await readAll(again)).toEqual(['kept']);
    await again.publish([message('more')]);
    await closed(again);
  });

  it('gives delivered messages in their own words', async () => {
    const log = await open();
    await log.publish([message('a', { h: 'v' })]);
    const { records } = await log.read(await log.seek(0), ALL);
    const [located] = records;
    const again = await log.readAt({ ...located!, sizeBytes: located?.record.sizeBytes ?? 0 });
    expect(again).toEqual(located?.record);
    expect(textsOf([{ ...again, offset: '0', deliveryCount: 1 }])).toEqual(['a']);
    await closed(log);
  });
});
