import { chmodSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, open as openFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeliveredMessage } from '../contract.js';
import { message, textsOf } from '../pubsub.suite.js';
import { readFully, replaceFile, writeFully } from './durable-file.js';
import { GroupConsumer } from './group-consumer.js';
import { Space } from './space.js';
import { Topic } from './topic.js';

const OPTIONS = { segmentBytes: 400, maxMessageBytes: 1_000_000, now: Date.now };
const ALL = { maxMessages: 1_000, maxBytes: 1_000_000, waitMs: 0 };

let root: string;
let topic: Topic;

const open = async (): Promise<Topic> => Topic.open(join(root, 'events'), new Space(1e9), OPTIONS);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'protokoll-group-'));
  topic = await open();
});

afterEach(async () => {
  await topic.close();
  await rm(root, { recursive: true });
});

const publish = (...texts: string[]): Promise<void> => topic.log.publish(texts.map((text) => message(text)));
const joinGroup = async (): Promise<GroupConsumer> =>
  new GroupConsumer(topic, await topic.group('worker'), () => undefined);
const countsOf = (messages: readonly DeliveredMessage[]): number[] =>
  messages.map(({ deliveryCount }) => deliveryCount);

describe('a consumer group', () => {
  it('gives released messages first, within the limits, and then new ones', async () => {
    await publish('a', 'b', 'c');
    const leaving = await joinGroup();
    await leaving.pull(ALL);
    await publish('d', 'e');
    await leaving.close();
    const staying = await joinGroup();
    expect(textsOf(await staying.pull({ ...ALL, maxMessages: 2 }))).toEqual(['a', 'b']);
    const rest = await staying.pull(ALL);
    expect([textsOf(rest), countsOf(rest)]).toEqual([
      ['c', 'd', 'e'],
      [2, 1, 1],
    ]);
  });

  it('does not let a large new message in behind released ones that fill the limit', async () => {
    await publish('a');
    const leaving = await joinGroup();
    await leaving.pull(ALL);
    await publish('x'.repeat(10_000));
    await leaving.close();
    const staying = await joinGroup();
    const limit = { ...ALL, maxBytes: 1_000 };
    expect((await staying.pull(limit)).map(({ payload }) => payload.length)).toEqual([1]);
    expect((await staying.pull(limit)).map(({ payload }) => payload.length)).toEqual([10_000]);
  });

  it('lets a member that left acknowledge what it had finished', async () => {
    await publish('a', 'b');
    const leaving = await joinGroup();
    const [a] = await leaving.pull(ALL);
    await leaving.close();
    await leaving.ack(a === undefined ? [] : [a]);
    expect(textsOf(await (await joinGroup()).pull(ALL))).toEqual(['b']);
    expect((await topic.group('worker')).committed).toBe(1);
  });

  it('does not give a message that was released and acknowledged at the same time twice in its counts', async () => {
    await publish('a', 'b', 'c');
    const leaving = await joinGroup();
    const got = await leaving.pull(ALL);
    await leaving.close();
    const staying = await joinGroup();
    const [again] = await Promise.all([staying.pull(ALL), leaving.ack(got)]);
    await staying.ack(again);
    const depth = await topic.depth('worker');
    expect(depth).toEqual({ pendingMessages: 0, pendingBytes: 0, oldestUnackedAtMs: null });
    await publish('d');
    expect(textsOf(await staying.pull(ALL))).toEqual(['d']);
  });

  it('gives each message once to members that pull at once', async () => {
    await publish(...Array.from({ length: 100 }, (_, index) => String(index)));
    const members = await Promise.all(Array.from({ length: 10 }, joinGroup));
    const pulls = members.flatMap((member) => [
      member.pull({ ...ALL, maxMessages: 5 }),
      member.pull({ ...ALL, maxMessages: 5 }),
    ]);
    const texts = (await Promise.all(pulls)).flatMap(textsOf);
    expect(texts.map(Number)).toEqual(Array.from({ length: 100 }, (_, index) => index));
  });

  it('gives back what was being read when its member left', async () => {
    await publish('a', 'b');
    const leaving = await joinGroup();
    const pulling = leaving.pull(ALL);
    await leaving.close();
    expect(await pulling).toEqual([]);
    expect(textsOf(await (await joinGroup()).pull(ALL))).toEqual(['a', 'b']);
  });

  it('keeps its place while files before it go', async () => {
    const member = await joinGroup();
    for (let number = 0; number < 30; number += 1) {
      await publish(String(number));
      await member.ack(await member.pull(ALL));
    }
    const files = readdirSync(join(root, 'events')).filter((name) => name.endsWith('.log'));
    expect(files).toHaveLength(1);
    await topic.close();
    topic = await open();
    await publish('next');
    expect(textsOf(await (await joinGroup()).pull(ALL))).toEqual(['next']);
  });

  it('holds back files for a group that nobody opened in this life', async () => {
    await topic.group('idle');
    await topic.close();
    topic = await open();
    const member = await joinGroup();
    for (let number = 0; number < 30; number += 1) await publish(String(number));
    await member.ack(await member.pull(ALL));
    const idle = new GroupConsumer(topic, await topic.group('idle'), () => undefined);
    expect(await idle.pull(ALL)).toHaveLength(30);
  });

  it('counts deliveries over lives, for each message', async () => {
    await publish('a', 'b', 'c');
    const first = await joinGroup();
    await first.pull({ ...ALL, maxMessages: 2 });
    await topic.close();
    topic = await open();
    const second = await joinGroup();
    expect(countsOf(await second.pull({ ...ALL, maxMessages: 1 }))).toEqual([2]);
    await topic.close();
    topic = await open();
    expect(countsOf(await (await joinGroup()).pull(ALL))).toEqual([3, 2, 1]);
  });

  it('is damaged when it is behind what is kept, or ahead of what there is', async () => {
    await publish('a', 'b');
    const member = await joinGroup();
    await member.ack(await member.pull(ALL));
    await topic.close();
    const path = join(root, 'events', 'worker.offset');
    const saved = readFileSync(path);
    writeFileSync(path, 'x');
    await expect(open()).rejects.toMatchObject({ code: 'LOG_CORRUPT', params: { file: path } });
    writeFileSync(path, saved);
    topic = await open();
  });
});

describe('files', () => {
  it('are written and read whole', async () => {
    const path = join(root, 'file');
    const file = await openFile(path, 'w+');
    const bytes = Buffer.alloc(3_000_000, 'abc');
    await writeFully(file, bytes, 5);
    expect((await readFully(file, 5, bytes.length)).equals(bytes)).toBe(true);
    expect(await readFully(file, 5 + bytes.length - 2, 10)).toHaveLength(2);
    expect(await readFully(file, 10_000_000, 10)).toHaveLength(0);
    await file.close();
  });

  it('are replaced or stay as they are, and leave nothing beside', async () => {
    const path = join(root, 'file');
    await replaceFile(path, 'one');
    await replaceFile(path, 'two');
    expect(readFileSync(path, 'utf8')).toBe('two');
    await expect(replaceFile(join(root, 'gone', 'file'), 'x')).rejects.toMatchObject({ code: 'ENOENT' });
    chmodSync(path, 0o400);
    await replaceFile(path, 'three');
    expect(readdirSync(root).sort()).toEqual(['events', 'file']);
  });
});
