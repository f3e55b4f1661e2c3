import { setTimeout as sleep } from 'node:timers/promises';
import { isRegistryError } from '#libs/errors';
import type { Consumer, DeliveredMessage, OutgoingMessage, PubSub, PullOptions } from './contract.js';

/** A log under test that can be closed and found again with what was durable. */
export interface Bench {
  open(): Promise<PubSub>;
  /** Called after each test, when what {@link open} gave is closed. */
  clean(): Promise<void>;
}

const ALL: PullOptions = { maxMessages: 1_000, maxBytes: 1_000_000, waitMs: 2_000 };
const NOW: PullOptions = { ...ALL, waitMs: 0 };

/** A message with text for a payload. */
export function message(text: string, headers: Readonly<Record<string, string>> = {}): OutgoingMessage {
  return { key: `key-${text.slice(0, 20)}`, payload: Buffer.from(text), headers };
}

/** The payloads as text. */
export function textsOf(messages: readonly DeliveredMessage[]): string[] {
  return messages.map(({ payload }) => Buffer.from(payload).toString());
}

/** Pulls until `count` messages came, acknowledging each pull. */
export async function drain(consumer: Consumer, count: number): Promise<DeliveredMessage[]> {
  const messages: DeliveredMessage[] = [];
  while (messages.length < count) {
    const pulled = await consumer.pull(ALL);
    if (pulled.length === 0) throw new Error(`only ${messages.length} of ${count} messages came`);
    await consumer.ack(pulled);
    messages.push(...pulled);
  }
  return messages;
}

/** What every driver keeps to. Call it from the driver's spec. */
export function describePubSub(name: string, makeBench: () => Promise<Bench>): void {
  describe(`${name} as pub/sub`, () => {
    let bench: Bench;
    const opened: PubSub[] = [];
    const open = async (): Promise<PubSub> => {
      const log = await bench.open();
      opened.push(log);
      return log;
    };

    beforeEach(async () => {
      bench = await makeBench();
    });

    afterEach(async () => {
      await Promise.all(opened.splice(0).map((log) => log.close()));
      await bench.clean();
    });

    describe('messages', () => {
      it('come back whole and in order', async () => {
        const log = await open();
        const sent = [message('a', { 'event-count': '3', ü: '✓', empty: '' }), message('b'), message('c')];
        await log.publish('events', sent);
        const got = await (await log.subscribe('events', 'worker')).pull(ALL);
        expect(textsOf(got)).toEqual(['a', 'b', 'c']);
        expect(got[0]).toMatchObject({ key: 'key-a', headers: sent[0]?.headers, deliveryCount: 1 });
        expect(new Set(got.map(({ offset }) => offset)).size).toBe(3);
      });

      it('may be empty, and binary, and have headers of hostile names', async () => {
        const log = await open();
        const payload = Uint8Array.from({ length: 256 }, (_, byte) => byte);
        const hostile = JSON.parse('{"__proto__":"x","constructor":"y"}') as Record<string, string>;
        await log.publish('events', [
          { key: '', payload: new Uint8Array(), headers: {} },
          { key: 'k', payload, headers: hostile },
        ]);
        const [empty, binary] = await (await log.subscribe('events', 'worker')).pull(ALL);
        expect(empty).toMatchObject({ key: '', headers: {} });
        expect(empty?.payload.byteLength).toBe(0);
        expect([...(binary?.payload ?? [])]).toEqual([...payload]);
        expect(Object.entries(binary?.headers ?? {})).toEqual(Object.entries(hostile));
        expect(({} as Record<string, unknown>)['x']).toBeUndefined();
      });

      it('keep the order of concurrent publishers of one turn', async () => {
        const log = await open();
        const texts = Array.from({ length: 200 }, (_, index) => String(index));
        await Promise.all(texts.map((text) => log.publish('events', [message(text)])));
        expect(textsOf(await drain(await log.subscribe('events', 'worker'), 200))).toEqual(texts);
      });

      it('carry a time that does not go back', async () => {
        const log = await open();
        const before = Date.now();
        for (const text of ['a', 'b', 'c']) await log.publish('events', [message(text)]);
        const times = (await drain(await log.subscribe('events', 'worker'), 3)).map((it) => it.publishedAtMs);
        expect(times).toEqual([...times].sort((left, right) => left - right));
        expect(times[0]).toBeGreaterThanOrEqual(before - 1);
      });

      it('of one topic stay out of another', async () => {
        const log = await open();
        await log.publish('left', [message('l')]);
        await log.publish('right', [message('r')]);
        expect(textsOf(await (await log.subscribe('left', 'worker')).pull(ALL))).toEqual(['l']);
        expect(textsOf(await (await log.subscribe('right', 'worker')).pull(ALL))).toEqual(['r']);
      });

      it('publishing none is nothing', async () => {
        const log = await open();
        await log.publish('events', []);
        expect(await (await log.subscribe('events', 'worker')).pull(NOW)).toEqual([]);
      });

      it.each(['', '.', '../up', 'a/b', 'Ä', 'x'.repeat(101), '-a'])('refuse the topic %p', async (topic) => {
        const log = await open();
        await expect(log.publish(topic, [message('a')])).rejects.toMatchObject({ code: 'BAD_REQUEST' });
        await expect(log.subscribe('events', topic)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
      });
    });

    describe('pulling', () => {
      it('stops at the number of messages', async () => {
        const log = await open();
        await log.publish('events', [message('a'), message('b'), message('c')]);
        const consumer = await log.subscribe('events', 'worker');
        expect(textsOf(await consumer.pull({ ...ALL, maxMessages: 2 }))).toEqual(['a', 'b']);
        expect(textsOf(await consumer.pull({ ...ALL, maxMessages: 2 }))).toEqual(['c']);
      });

      it('stops at the number of bytes, but gives one message however large', async () => {
        const log = await open();
        const large = 'x'.repeat(300_000);
        await log.publish('events', [message(large), message(large), message('small')]);
        const consumer = await log.subscribe('events', 'worker');
        const pull = (maxBytes: number): Promise<readonly DeliveredMessage[]> =>
          consumer.pull({ ...ALL, maxBytes });
        expect(await pull(1)).toHaveLength(1);
        expect(await pull(2_000_000)).toHaveLength(2);
      });

      it('waits for a message, without asking again', async () => {
        const log = await open();
        const consumer = await log.subscribe('events', 'worker');
        const pulling = consumer.pull({ ...ALL, waitMs: 10_000 });
        await sleep(30);
        await log.publish('events', [message('late')]);
        expect(textsOf(await pulling)).toEqual(['late']);
      });

      it('ends empty when the time is over, on abort and on close', async () => {
        const log = await open();
        const consumer = await log.subscribe('events', 'worker');
        expect(await consumer.pull({ ...ALL, waitMs: 10 })).toEqual([]);
        const abort = new AbortController();
        const aborted = consumer.pull({ ...ALL, waitMs: 60_000, signal: abort.signal });
        const closed = consumer.pull({ ...ALL, waitMs: 60_000 });
        await sleep(10);
        abort.abort();
        expect(await aborted).toEqual([]);
        await consumer.close();
        expect(await closed).toEqual([]);
        await expect(consumer.pull(NOW)).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
      });

      it('gives what is there although the signal was aborted before, or nothing, but never loses it', async () => {
        const log = await open();
        await log.publish('events', [message('a')]);
        const consumer = await log.subscribe('events', 'worker');
        const first = await consumer.pull({ ...NOW, signal: AbortSignal.abort() });
        const second = await consumer.pull(NOW);
        expect(textsOf([...first, ...second])).toEqual(['a']);
      });
    });

    describe('acknowledging', () => {
      it('is remembered after closing', async () => {
        const log = await open();
        await log.publish('events', [message('a'), message('b')]);
        const consumer = await log.subscribe('events', 'worker');
        await consumer.ack(await consumer.pull({ ...ALL, maxMessages: 1 }));
        await log.close();
        const again = await open();
        expect(textsOf(await (await again.subscribe('events', 'worker')).pull(ALL))).toEqual(['b']);
      });

      it('counts up to the first gap; what was not acknowledged comes again, counted', async () => {
        const log = await open();
        await log.publish('events', [message('a'), message('b'), message('c')]);
        const consumer = await log.subscribe('events', 'worker');
        const [a, b, c] = await consumer.pull(ALL);
        await consumer.ack([a, c] as DeliveredMessage[]);
        expect(b?.deliveryCount).toBe(1);
        await log.close();
        const again = await (await open()).subscribe('events', 'worker');
        const got = await again.pull(ALL);
        expect(got[0]).toMatchObject({ offset: b?.offset, deliveryCount: 2 });
        await again.ack(got);
        expect(await again.pull(NOW)).toEqual([]);
      });

      it('twice, or of nothing, does nothing', async () => {
        const log = await open();
        await log.publish('events', [message('a'), message('b')]);
        const consumer = await log.subscribe('events', 'worker');
        const first = await consumer.pull({ ...ALL, maxMessages: 1 });
        await consumer.ack(first);
        await consumer.ack(first);
        await consumer.ack([]);
        expect(textsOf(await consumer.pull(ALL))).toEqual(['b']);
        expect(await log.depth('events', 'worker')).toMatchObject({ pendingMessages: 1 });
      });

      it('in any order and at once is kept', async () => {
        const log = await open();
        await log.publish(
          'events',
          Array.from({ length: 50 }, (_, index) => message(String(index))),
        );
        const consumer = await log.subscribe('events', 'worker');
        const got = await consumer.pull(ALL);
        await Promise.all([...got].reverse().map((one) => consumer.ack([one])));
        await log.close();
        const again = await open();
        expect(await again.depth('events', 'worker')).toMatchObject({ pendingMessages: 0 });
        expect(await (await again.subscribe('events', 'worker')).pull(NOW)).toEqual([]);
      });
    });

    describe('groups', () => {
      it('each get every message, a new one from the oldest that is kept', async () => {
        const log = await open();
        await log.publish('events', [message('a'), message('b')]);
        await drain(await log.subscribe('events', 'one'), 1);
        expect(textsOf(await drain(await log.subscribe('events', 'two'), 2))).toEqual(['a', 'b']);
      });

      it('share messages among their members, each to one', async () => {
        const log = await open();
        const members = await Promise.all([1, 2, 3].map(() => log.subscribe('events', 'worker')));
        await log.publish(
          'events',
          Array.from({ length: 30 }, (_, index) => message(String(index))),
        );
        const got = await Promise.all(members.map((member) => member.pull({ ...ALL, maxMessages: 10 })));
        const texts = got.flatMap(textsOf);
        expect(new Set(texts).size).toBe(texts.length);
        expect(texts).toHaveLength(30);
      });

      it("give a leaving member's messages to those who wait, counted", async () => {
        const log = await open();
        await log.publish('events', [message('a')]);
        const leaving = await log.subscribe('events', 'worker');
        expect(await leaving.pull(ALL)).toHaveLength(1);
        const staying = await log.subscribe('events', 'worker');
        const pulling = staying.pull({ ...ALL, waitMs: 10_000 });
        await sleep(10);
        await leaving.close();
        const got = await pulling;
        expect(got).toMatchObject([{ deliveryCount: 2 }]);
        await staying.ack(got);
        expect(await log.depth('events', 'worker')).toMatchObject({ pendingMessages: 0 });
      });
    });

    describe('depth', () => {
      it('is what is not acknowledged', async () => {
        const log = await open();
        const none = { pendingMessages: 0, pendingBytes: 0, oldestUnackedAtMs: null };
        expect(await log.depth('events', 'worker')).toEqual(none);
        await log.publish('events', [message('a'), message('b')]);
        const full = await log.depth('events', 'worker');
        expect(full.pendingMessages).toBe(2);
        expect(full.pendingBytes).toBeGreaterThan(2);
        const consumer = await log.subscribe('events', 'worker');
        const got = await consumer.pull(ALL);
        expect(await log.depth('events', 'worker')).toEqual(full);
        expect(full.oldestUnackedAtMs).toBe(got[0]?.publishedAtMs);
        await consumer.ack(got.slice(0, 1));
        const half = await log.depth('events', 'worker');
        expect(half.pendingMessages).toBe(1);
        expect(half.pendingBytes).toBeLessThan(full.pendingBytes);
        await consumer.ack(got.slice(1));
        expect(await log.depth('events', 'worker')).toEqual(none);
      });
    });

    describe('closing', () => {
      it('keeps what was being published, or says that it did not', async () => {
        const log = await open();
        const texts = Array.from({ length: 50 }, (_, index) => String(index));
        const publishing = texts.map((text) => log.publish('events', [message(text)]));
        const closing = log.close();
        const settled = await Promise.allSettled(publishing);
        await closing;
        const kept = texts.filter((_, index) => settled[index]?.status === 'fulfilled');
        for (const result of settled)
          if (result.status === 'rejected')
            expect(isRegistryError(result.reason, 'SHUTTING_DOWN')).toBe(true);
        const got = await (await (await open()).subscribe('events', 'worker')).pull(NOW);
        expect(textsOf(got)).toEqual(expect.arrayContaining(kept));
      });

      it('ends everything, and may be done twice', async () => {
        const log = await open();
        const consumer = await log.subscribe('events', 'worker');
        const pulling = consumer.pull({ ...ALL, waitMs: 60_000 });
        await Promise.all([log.close(), log.close()]);
        expect(await pulling).toEqual([]);
        const refused = { code: 'SHUTTING_DOWN' };
        await expect(log.publish('events', [message('a')])).rejects.toMatchObject(refused);
        await expect(log.subscribe('events', 'worker')).rejects.toMatchObject(refused);
        await expect(log.check()).rejects.toMatchObject(refused);
        await expect(consumer.pull(NOW)).rejects.toMatchObject(refused);
      });
    });

    it('says that it can be written', async () => {
      await expect((await open()).check()).resolves.toBeUndefined();
    });
  });
}
