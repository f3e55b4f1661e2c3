import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fromBinary, toBinary, toJsonString } from '@bufbuild/protobuf';
import { BinaryWriter } from '@bufbuild/protobuf/wire';
import fc from 'fast-check';
import { isRegistryError } from '#libs/errors';
import { event } from '#libs/gen';
import { expectGolden } from '#libs/testing';
import { REF, batchBytes, batchInit, goodEvent, type BatchInit } from './collector.suite.js';
import { judgeEnvelope } from './judge-envelope.js';

const LIMITS = { bodyBytes: 1_000_000, events: 10, payloadBytes: 100 };
const CORPUS = fileURLToPath(new URL('../corpus/envelopes', import.meta.url));

const judge = (init: BatchInit): ReturnType<typeof judgeEnvelope> => judgeEnvelope(batchBytes(init), LIMITS);
const refusal = (body: Uint8Array): string => {
  try {
    judgeEnvelope(body, LIMITS);
  } catch (error) {
    if (isRegistryError(error)) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'accepted';
};

describe('judgeEnvelope', () => {
  it('keeps what is good as it is', () => {
    const batch = batchInit();
    const judged = judgeEnvelope(toBinary(event.EventBatchSchema, batch), LIMITS);
    expect(judged.rejected).toEqual([]);
    expect(toBinary(event.EventBatchSchema, judged.batch)).toEqual(toBinary(event.EventBatchSchema, batch));
  });

  it('refuses a bad event alone, and says which and why', () => {
    const events = [
      goodEvent(),
      goodEvent({ eventId: new Uint8Array(15) }),
      goodEvent({ schemaIndex: 1 }),
      goodEvent({ payload: new Uint8Array(101) }),
      goodEvent({ sessionKey: new Uint8Array(257) }),
      goodEvent({ createdAtMs: 8_640_000_000_000_001n }),
      goodEvent({ createdAtMs: -8_640_000_000_000_001n }),
      goodEvent(),
    ];
    const { batch, rejected } = judge({ events });
    expect(batch.events.map(({ eventId }) => eventId)).toEqual([events[0]?.eventId, events[7]?.eventId]);
    expect(rejected.map(({ index, reason }) => [index, reason])).toEqual([
      [1, 'BAD_EVENT_ID'],
      [2, 'BAD_SCHEMA_INDEX'],
      [3, 'TOO_LARGE'],
      [4, 'BAD_SESSION_KEY'],
      [5, 'BAD_CREATED_AT'],
      [6, 'BAD_CREATED_AT'],
    ]);
    expect(rejected[2]?.message).toBe('The payload has 101 bytes; the limit is 100.');
  });

  it('accepts at each limit', () => {
    const { rejected } = judge({
      source: { appId: 'x'.repeat(256), consent: Array.from({ length: 64 }, () => 'c'.repeat(256)) },
      schemas: [{ ...REF, type: 't'.repeat(512) }],
      events: Array.from({ length: 10 }, () =>
        goodEvent({
          payload: new Uint8Array(100),
          sessionKey: new Uint8Array(256),
          createdAtMs: 8_640_000_000_000_000n,
        }),
      ),
    });
    expect(rejected).toEqual([]);
  });

  it.each<[string, BatchInit['schemas']]>([
    ['no type', [{ ...REF, type: '' }]],
    ['a type that is too long', [{ ...REF, type: 't'.repeat(513) }]],
    ['neither fingerprint nor id', [{ type: 'a.B' }]],
    [
      'a fingerprint of 15 bytes',
      [{ type: 'a.B', schema: { case: 'fingerprint', value: new Uint8Array(15) } }],
    ],
    ['id 0', [{ type: 'a.B', schema: { case: 'id', value: 0 } }]],
    ['an id beyond 31 bits', [{ type: 'a.B', schema: { case: 'id', value: 2 ** 31 } }]],
  ])('refuses the events of a schema with %s, and no others', (_name, schemas) => {
    const { batch, rejected } = judge({
      schemas: [...(schemas ?? []), REF],
      events: [goodEvent(), goodEvent({ schemaIndex: 1 })],
    });
    expect(rejected).toMatchObject([{ index: 0, reason: 'BAD_SCHEMA_REF' }]);
    expect(batch.events).toHaveLength(1);
  });

  it.each<[string, BatchInit, string]>([
    ['a batch id of 15 bytes', { batchId: new Uint8Array(15) }, 'batch_id has 15 bytes'],
    ['no batch id', { batchId: new Uint8Array() }, 'batch_id has 0 bytes'],
    ['an app_id that is too long', { source: { appId: 'x'.repeat(257) } }, 'source.app_id'],
    ['a write_key that is too long', { source: { writeKey: 'x'.repeat(257) } }, 'source.write_key'],
    ['a consent that is too long', { source: { consent: ['x'.repeat(257)] } }, 'source.consent'],
    ['too many consents', { source: { consent: Array.from({ length: 65 }, () => '') } }, '65 entries'],
    ['too many schemas', { schemas: Array.from({ length: 257 }, () => REF) }, 'names 257 schemas'],
  ])('refuses a batch with %s', (_name, init, part) => {
    expect(refusal(batchBytes(init))).toMatch(new RegExp(`^BAD_ENVELOPE .*${part}`));
  });

  it('accepts 256 schemas and as many events as the limit, and not one more', () => {
    expect(refusal(batchBytes({ schemas: Array.from({ length: 256 }, () => REF) }))).toBe('accepted');
    const events = Array.from({ length: 11 }, () => goodEvent());
    expect(refusal(batchBytes({ events: events.slice(1) }))).toBe('accepted');
    expect(refusal(batchBytes({ events }))).toMatch(/^TOO_MANY_EVENTS .*11 events; the limit is 10/);
  });

  it('counts half a million empty events without making them', () => {
    const body = new Uint8Array(1_000_000);
    for (let at = 0; at < body.length; at += 2) body[at] = 0x2a;
    const started = performance.now();
    expect(refusal(body)).toContain('TOO_MANY_EVENTS');
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('takes JSON for what it is', () => {
    expect(refusal(Buffer.from('{"events":[]}'))).toContain('/v1/events.json');
  });

  it('survives groups within groups', () => {
    expect(refusal(new Uint8Array(1_000_000).fill(0x0b))).toMatch(/^BAD_ENVELOPE/);
    const inner = new BinaryWriter().tag(5, 2).bytes(new Uint8Array(500_000).fill(0x7b)).finish();
    expect(refusal(inner)).toMatch(/^BAD_ENVELOPE/);
  });

  it('survives lengths that are not there', () => {
    const huge = new BinaryWriter().tag(5, 2).uint32(0x7f_ff_ff_ff).finish();
    expect(refusal(huge)).toMatch(/^BAD_ENVELOPE/);
    expect(refusal(new Uint8Array())).toContain('it is empty');
  });

  it('answers every kind of bytes with a judgement or a refusal', () => {
    const bytes = batchBytes();
    const damaged = fc
      .array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
      .map((edits) => {
        const copy = Uint8Array.from(bytes);
        for (const [at, value] of edits) copy[at] = value;
        return copy;
      });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged), (body) => {
        expect(refusal(body)).toMatch(/^(accepted|BAD_ENVELOPE|TOO_MANY_EVENTS)/);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps what a later envelope says beside', () => {
    const bytes = Buffer.concat([batchBytes(), new BinaryWriter().tag(99, 2).string('later').finish()]);
    const { batch } = judgeEnvelope(bytes, LIMITS);
    expect(Buffer.from(toBinary(event.EventBatchSchema, batch)).includes('later')).toBe(true);
  });
});

// Bytes that a released SDK has sent. A file is never changed: what was readable once stays readable for ever.
describe('recorded envelopes', () => {
  const recorded = readdirSync(CORPUS).filter((name) => name.endsWith('.hex'));

  it('are there for the current SDK', () => {
    const text = readFileSync(new URL('../../../libs/sdk-node/package.json', import.meta.url), 'utf8');
    const { version } = JSON.parse(text) as { version: string };
    expect(recorded).toContain(`sdk-node-${version}.hex`);
  });

  it.each(recorded)('%s is read as it always was', (name) => {
    const bytes = Buffer.from(readFileSync(join(CORPUS, name), 'utf8').replaceAll(/\s/g, ''), 'hex');
    const { batch, rejected } = judgeEnvelope(bytes, { ...LIMITS, payloadBytes: 10_000 });
    expect(rejected).toEqual([]);
    const text = toJsonString(event.EventBatchSchema, batch, { prettySpaces: 2 });
    expectGolden(name, join(CORPUS, name.replace(/\.hex$/, '.json')), `${text}\n`);
    // Fields that this version does not know come out again.
    const read = fromBinary(event.EventBatchSchema, bytes);
    expect(fromBinary(event.EventBatchSchema, toBinary(event.EventBatchSchema, read))).toEqual(read);
  });
});
