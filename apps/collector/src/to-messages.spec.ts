import { fromBinary } from '@bufbuild/protobuf';
import { event } from '#libs/gen';
import { REF, batchInit, goodEvent } from './collector.suite.js';
import { toMessages } from './to-messages.js';

const read = (payload: Uint8Array): event.EventBatch => fromBinary(event.EventBatchSchema, payload);

describe('toMessages', () => {
  it('makes one message of a small batch, with what a reader may want to know unopened', () => {
    const batch = batchInit();
    const [message, ...more] = toMessages(batch, 1_767_225_600_123);
    expect(more).toEqual([]);
    expect(message?.headers).toEqual({
      'event-count': '2',
      'batch-id': Buffer.from(batch.batchId).toString('hex'),
      'ingest-time-ms': '1767225600123',
      'schema-refs': `${'ab'.repeat(16)}/shop.v1.Click`,
    });
    expect(read(message?.payload ?? new Uint8Array())).toEqual(batch);
  });

  it('leaves the write key behind', () => {
    const batch = batchInit({ source: { appId: 'news', writeKey: 'secret-key' } });
    const [message] = toMessages(batch, 0);
    expect(Buffer.from(message?.payload ?? []).includes('secret-key')).toBe(false);
    expect(read(message?.payload ?? new Uint8Array()).source?.appId).toBe('news');
    expect(batch.source?.writeKey).toBe('secret-key');
  });

  it('names the schemas that are used, ids too', () => {
    const schemas = [
      REF,
      { type: 'a.B', schema: { case: 'id' as const, value: 7 } },
      { ...REF, type: 'a.Unused' },
    ];
    const events = [
      goodEvent({ schemaIndex: 1 }),
      goodEvent({ schemaIndex: 0 }),
      goodEvent({ schemaIndex: 1 }),
    ];
    const [message] = toMessages(batchInit({ schemas, events }), 0);
    expect(message?.headers['schema-refs']).toBe(`7/a.B,${'ab'.repeat(16)}/shop.v1.Click`);
  });

  it('splits what is large; each part is within half a MiB, and together they are the batch', () => {
    const events = Array.from({ length: 40 }, (_, index) =>
      goodEvent({ payload: new Uint8Array(60_000), sessionKey: new Uint8Array(200), seq: index }),
    );
    const schemas = Array.from({ length: 100 }, (_, index) => ({
      ...REF,
      type: `a.${'B'.repeat(400)}${index}`,
    }));
    const batch = batchInit({ events, schemas });
    const messages = toMessages(batch, 0);
    expect(messages.length).toBeGreaterThan(4);
    for (const { payload } of messages) expect(payload.length).toBeLessThanOrEqual(512 * 1024);
    const parts = messages.map(({ payload }) => read(payload));
    // As text: Jest compares byte by byte, and there are millions.
    const told = ({ payload, ...rest }: (typeof batch.events)[number]) => ({
      ...rest,
      payload: Buffer.from(payload).toString('latin1'),
    });
    expect(parts.flatMap((part) => part.events.map(told))).toEqual(batch.events.map(told));
    for (const part of parts) expect(part).toMatchObject({ batchId: batch.batchId, schemas: batch.schemas });
    expect(messages.map(({ headers }) => Number(headers['event-count']))).toEqual(
      parts.map((part) => part.events.length),
    );
  });

  it('gives one session one key, and another session or app another', () => {
    const keyOf = (session: string, appId: string): string =>
      toMessages(
        batchInit({ source: { appId }, events: [goodEvent({ sessionKey: Buffer.from(session) })] }),
        0,
      )[0]?.key ?? '';
    expect(keyOf('s', 'a')).toBe(keyOf('s', 'a'));
    expect(new Set([keyOf('s', 'a'), keyOf('t', 'a'), keyOf('s', 'b'), keyOf('', 'a')]).size).toBe(4);
    expect(keyOf('personal', 'a')).toMatch(/^[0-9a-f]{16}$/);
  });
});
