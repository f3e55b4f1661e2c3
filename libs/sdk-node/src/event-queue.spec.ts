import { EventQueue, batchOf, lostEvent, queuedSize, type QueuedEvent } from './event-queue.js';
import { EventBatchSchema, uuidText, uuidV7 } from './index.js';
import { toBinary } from '@bufbuild/protobuf';

const event = (payloadBytes: number, init: Partial<QueuedEvent> = {}): QueuedEvent => ({
  ref: { id: 1, type: 'a.B' },
  eventId: uuidV7(),
  createdAtMs: 1_767_225_600_000,
  seq: 1,
  sessionKey: '',
  payload: new Uint8Array(payloadBytes),
  ...init,
});

describe('EventQueue', () => {
  const filled = (...sizes: number[]): EventQueue => {
    const queue = new EventQueue();
    for (const size of sizes) queue.add(event(size));
    return queue;
  };
  const sizesOf = (events: readonly QueuedEvent[]): number[] => events.map(({ payload }) => payload.length);

  it('gives events in order, within the number', () => {
    const queue = filled(1, 2, 3);
    expect(sizesOf(queue.take(2, 1e6))).toEqual([1, 2]);
    expect(sizesOf(queue.take(2, 1e6))).toEqual([3]);
    expect(sizesOf(queue.take(2, 1e6))).toEqual([]);
    expect(queue.length).toBe(0);
  });

  it('gives events within the bytes, at least one', () => {
    const queue = filled(100, 100, 100, 5_000);
    const two = 2 * queuedSize(event(100));
    expect(sizesOf(queue.take(10, two))).toEqual([100, 100]);
    expect(sizesOf(queue.take(10, two))).toEqual([100]);
    expect(sizesOf(queue.take(10, two))).toEqual([5_000]);
  });

  it('knows when a batch is full, by number or bytes', () => {
    const queue = filled(100, 100);
    const size = queuedSize(event(100));
    expect(queue.fills(3, 3 * size)).toBe(false);
    expect(queue.fills(2, 3 * size)).toBe(true);
    expect(queue.fills(3, 2 * size)).toBe(true);
    queue.take(1, 1e6);
    expect(queue.fills(3, 2 * size)).toBe(false);
  });
});

describe('batchOf', () => {
  const source = { appId: 'news' };

  it('names each schema once, an id and a fingerprint of one type apart', () => {
    const refs = [
      { id: 1, type: 'a.B' },
      { id: 2, type: 'a.B' },
      { id: 1, type: 'a.C' },
      { fingerprint: 'ab'.repeat(16), type: 'a.B' },
      { id: 1, type: 'a.B' },
    ];
    const batch = batchOf(
      source,
      refs.map((ref) => event(1, { ref })),
    );
    expect(batch.schemas).toHaveLength(4);
    expect(batch.events.map(({ schemaIndex }) => schemaIndex)).toEqual([0, 1, 2, 3, 0]);
  });

  it('is never larger than its events were estimated', () => {
    const events = Array.from({ length: 50 }, (_, index) =>
      event(index * 400, { sessionKey: 'ü'.repeat(index), seq: 2 ** 32 - 1 }),
    );
    const estimated = events.reduce((sum, one) => sum + queuedSize(one), 0);
    const frame = toBinary(EventBatchSchema, batchOf(source, [])).length + 50;
    expect(toBinary(EventBatchSchema, batchOf(source, events)).length).toBeLessThanOrEqual(estimated + frame);
  });
});

describe('lostEvent', () => {
  it('has what is needed to send it by other means', () => {
    const lost = event(3);
    expect(lostEvent(lost)).toEqual({
      eventId: uuidText(lost.eventId),
      type: 'a.B',
      createdAtMs: lost.createdAtMs,
      payload: lost.payload,
    });
  });
});
