import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import * as fc from 'fast-check';
import { event } from '#libs/gen';
import type { DeliveredMessage } from '#libs/pubsub';
import { readBatch, toUuid } from './read-batch.js';

const ID = Uint8Array.from({ length: 16 }, (_, index) => index * 17);
const FINGERPRINT = new Uint8Array(16).fill(0xab);

type Batch = MessageInitShape<typeof event.EventBatchSchema>;

function message(payload: Uint8Array, more: Partial<DeliveredMessage> = {}): DeliveredMessage {
  const headers = { 'ingest-time-ms': '1000', 'batch-id': 'b' };
  return { key: 'k', offset: '7', publishedAtMs: 2_000, deliveryCount: 1, headers, payload, ...more };
}

function bytesOf(batch: Batch): Uint8Array {
  return toBinary(event.EventBatchSchema, create(event.EventBatchSchema, batch));
}

const GOOD: Batch = {
  batchId: ID,
  source: { appId: 'news', appVersion: '1', platform: 'web' },
  schemas: [{ schema: { case: 'fingerprint', value: FINGERPRINT }, type: 'a.B' }],
  events: [{ eventId: ID, createdAtMs: 5n, seq: 3, payload: Uint8Array.of(1) }],
};

describe('readBatch', () => {
  it('takes an event apart from its envelope', () => {
    const read = readBatch(message(bytesOf(GOOD), { deliveryCount: 2 }));
    expect(read).toEqual({
      delivery: '7@2000/b',
      deliveryCount: 2,
      broken: [],
      events: [
        {
          eventId: '00112233-4455-6677-8899-aabbccddeeff',
          batchId: '00112233-4455-6677-8899-aabbccddeeff',
          ref: { fingerprint: 'ab'.repeat(16), id: null, type: 'a.B' },
          appId: 'news',
          appVersion: '1',
          platform: 'web',
          createdAtMs: 5,
          ingestTimeMs: 1_000,
          seq: 3,
          payload: Buffer.from([1]),
        },
      ],
    });
  });

  it('takes the time of publication when the header is missing or nonsense', () => {
    for (const headers of [
      {},
      { 'ingest-time-ms': 'x' },
      { 'ingest-time-ms': '-5' },
      { 'ingest-time-ms': '1e400' },
    ])
      expect(readBatch(message(bytesOf(GOOD), { headers })).events[0]!.ingestTimeMs).toBe(2_000);
  });

  it('gives a batch without id one that a redelivery gives too', () => {
    const payload = bytesOf({ ...GOOD, batchId: new Uint8Array() });
    const [one, again] = [readBatch(message(payload)), readBatch(message(payload, { deliveryCount: 2 }))];
    expect(one.events[0]!.batchId).toMatch(/^[0-9a-f-]{36}$/);
    expect(again.events[0]!.batchId).toBe(one.events[0]!.batchId);
    expect(readBatch(message(payload, { offset: '8' })).events[0]!.batchId).not.toBe(one.events[0]!.batchId);
  });

  it('tells messages apart even when the log began anew', () => {
    const payload = bytesOf(GOOD);
    const later = readBatch(message(payload, { publishedAtMs: 2_001 }));
    expect(later.delivery).not.toBe(readBatch(message(payload)).delivery);
  });

  it.each<[string, Batch, string]>([
    [
      'an id that is too short',
      { ...GOOD, events: [{ ...GOOD.events![0], eventId: ID.subarray(1) }] },
      '15 bytes',
    ],
    ['no id', { ...GOOD, events: [{ payload: ID }] }, '0 bytes'],
    ['a date beyond dates', { ...GOOD, events: [{ ...GOOD.events![0], createdAtMs: 2n ** 60n }] }, 'no date'],
    [
      'a date before dates',
      { ...GOOD, events: [{ ...GOOD.events![0], createdAtMs: -(2n ** 63n) }] },
      'no date',
    ],
    [
      'a schema that the batch lacks',
      { ...GOOD, events: [{ ...GOOD.events![0], schemaIndex: 1 }] },
      'names 1',
    ],
    ['a reference without schema', { ...GOOD, schemas: [{ type: 'a.B' }] }, 'neither'],
    ['id 0', { ...GOOD, schemas: [{ type: 'a.B', schema: { case: 'id', value: 0 } }] }, 'is 0'],
    [
      'no type',
      { ...GOOD, schemas: [{ schema: { case: 'fingerprint', value: FINGERPRINT } }] },
      'no message',
    ],
    [
      'a fingerprint that is cut off',
      { ...GOOD, schemas: [{ type: 'a.B', schema: { case: 'fingerprint', value: ID.subarray(3) } }] },
      '13 bytes',
    ],
  ])('refuses an event with %s', (_, batch, part) => {
    const { events, broken } = readBatch(message(bytesOf(batch)));
    expect(events).toEqual([]);
    expect(broken).toMatchObject([{ reason: 'BAD_ENVELOPE' }]);
    expect(broken[0]!.message).toContain(part);
  });

  it('gives events without id ids of their own, so that none is taken for the other', () => {
    const { broken } = readBatch(message(bytesOf({ ...GOOD, events: [{}, {}] })));
    expect(new Set(broken.map(({ source }) => source.eventId)).size).toBe(2);
  });

  it('keeps a message whole that is no batch', () => {
    const payload = Uint8Array.of(255, 255);
    const { events, broken } = readBatch(message(payload));
    expect(events).toEqual([]);
    expect(broken).toMatchObject([{ reason: 'BAD_ENVELOPE', source: { payload, ref: { type: '' } } }]);
  });

  it('never throws, whatever the bytes, and answers the same each time', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.dictionary(fc.string(), fc.string()),
        (payload, headers) => {
          const one = readBatch(message(payload, { headers }));
          expect(readBatch(message(payload, { headers }))).toEqual(one);
          for (const { eventId } of one.events) expect(eventId).toMatch(/^[0-9a-f-]{36}$/);
        },
      ),
    );
  });

  it('survives every cut of a good batch', () => {
    const bytes = bytesOf(GOOD);
    for (let size = 0; size < bytes.length; size += 1)
      expect(() => readBatch(message(bytes.subarray(0, size)))).not.toThrow();
  });
});

describe('toUuid', () => {
  it('is the hex of the bytes with dashes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const text = toUuid(bytes);
        expect(text).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        expect(text.replaceAll('-', '')).toBe(Buffer.from(bytes).toString('hex'));
      }),
    );
  });
});
