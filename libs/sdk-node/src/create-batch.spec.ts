import { readFileSync } from 'node:fs';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { StringValueSchema } from '@bufbuild/protobuf/wkt';
import { EventBatchSchema, createBatch, eventType, type BatchInput } from './index.js';
import { SDK_VERSION } from './sdk-version.js';

const FINGERPRINT = '0123456789abcdef'.repeat(4);
const INPUT: BatchInput = {
  source: { appId: 'news', appVersion: '7.4.1', writeKey: 'secret', consent: ['analytics'] },
  schemas: [
    { fingerprint: FINGERPRINT, type: 'a.B' },
    { id: 7, type: 'a.C' },
  ],
  events: [
    { schemaIndex: 0, payload: Uint8Array.of(1, 2), sessionKey: 'ä' },
    {
      schemaIndex: 1,
      payload: new Uint8Array(),
      createdAtMs: 1_767_225_600_000,
      seq: 9,
      eventId: new Uint8Array(16),
    },
  ],
};

describe('createBatch', () => {
  it('fills the envelope', () => {
    const batch = fromBinary(EventBatchSchema, toBinary(EventBatchSchema, createBatch(INPUT)));
    expect(batch.batchId).toHaveLength(16);
    expect(batch.source).toMatchObject({
      appId: 'news',
      appVersion: '7.4.1',
      platform: 'node',
      writeKey: 'secret',
      sdk: 'protokoll-node',
      sdkVersion: SDK_VERSION,
      consent: ['analytics'],
    });
    expect(batch.schemas[0]?.schema.value).toEqual(
      new Uint8Array(Buffer.from(FINGERPRINT.slice(0, 32), 'hex')),
    );
    expect(batch.schemas[1]?.schema).toEqual({ case: 'id', value: 7 });
    expect(batch.events[0]).toMatchObject({ schemaIndex: 0, seq: 1, sessionKey: Uint8Array.of(0xc3, 0xa4) });
    expect(batch.events[0]?.eventId).toHaveLength(16);
    expect(batch.events[1]).toMatchObject({
      createdAtMs: 1_767_225_600_000n,
      seq: 9,
      eventId: new Uint8Array(16),
    });
  });

  it('gives each event and batch an id of its own', () => {
    const batch = createBatch({ ...INPUT, events: Array.from({ length: 100 }, () => INPUT.events[0]!) });
    const ids = new Set(batch.events.map(({ eventId }) => Buffer.from(eventId).toString('hex')));
    expect(ids.size).toBe(100);
    expect(createBatch(INPUT).batchId).not.toEqual(createBatch(INPUT).batchId);
  });

  it.each([
    [
      'an index beyond the schemas',
      { ...INPUT, events: [{ schemaIndex: 2, payload: new Uint8Array() }] },
      'schema index 2',
    ],
    [
      'a negative index',
      { ...INPUT, events: [{ schemaIndex: -1, payload: new Uint8Array() }] },
      'schema index -1',
    ],
    [
      'a short fingerprint',
      { ...INPUT, schemas: [{ fingerprint: 'abc', type: 'a.B' }] },
      "Fingerprint 'abc'",
    ],
    ['id 0', { ...INPUT, schemas: [{ id: 0, type: 'a.B' }] }, 'Schema id 0'],
    ['an id beyond 31 bits', { ...INPUT, schemas: [{ id: 2 ** 31, type: 'a.B' }] }, 'Schema id 2147483648'],
    ['no type', { ...INPUT, schemas: [{ id: 1, type: '' }] }, 'full name'],
  ])('refuses %s', (_name, input, part) => {
    expect(() => createBatch(input)).toThrow(part);
    expect(() => createBatch(input)).toThrow(TypeError);
  });
});

describe('eventType', () => {
  it('names a generated message and encodes it', () => {
    const type = eventType(StringValueSchema, { fingerprint: FINGERPRINT });
    expect(type.ref).toEqual({ fingerprint: FINGERPRINT, type: 'google.protobuf.StringValue' });
    expect(Buffer.from(type.encode({ value: 'x' })).toString('hex')).toBe('0a0178');
  });

  it('refuses a fingerprint that can not be right', () => {
    expect(() => eventType(StringValueSchema, { fingerprint: 'v3' })).toThrow(TypeError);
  });
});

it('sends the version of the package', () => {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  expect((JSON.parse(text) as { version: string }).version).toBe(SDK_VERSION);
});

it('carries the same envelope as the product', () => {
  const own = readFileSync(new URL('./gen/protokoll/event/v1/event_pb.ts', import.meta.url), 'utf8');
  const product = readFileSync(
    new URL('../../gen/src/protokoll/event/v1/event_pb.ts', import.meta.url),
    'utf8',
  );
  expect(own).toBe(product);
});
