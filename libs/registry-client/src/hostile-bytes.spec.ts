import * as fc from 'fast-check';
import { ClientStage } from '../test/client-stage.js';
import { SCHEMA } from '../test/other-registry.js';
import { framePrefix, guidOf, schemaHeaderName, type ProtokollClient, type RecordContext } from './index.js';

/** Whatever comes from outside, the client answers a value: for bytes, for headers, for both. */
const REASONS = new Set([
  'NOT_FRAMED',
  'FRAME_TRUNCATED',
  'BAD_SCHEMA_ID',
  'BAD_INDEXES',
  'BAD_HEADER',
  'UNKNOWN_SCHEMA',
  'BAD_SCHEMA',
  'NO_TABLE',
  'TRUNCATED',
  'MALFORMED',
  'INVALID_UTF8',
  'TOO_DEEP',
  'TOO_LARGE',
  'UNREPRESENTABLE',
]);
const bytes = fc.uint8Array({ maxLength: 40 });
const prefixes = fc.oneof(
  fc.constant(framePrefix(7, [0])),
  fc.constant(framePrefix(7, [1])),
  fc.constant(framePrefix(guidOf(SCHEMA.fingerprint), [0])),
  fc.nat(9).map((id) => Uint8Array.of(0, 0, 0, 0, id)),
  fc.constant(new Uint8Array()),
);
const messages = fc.tuple(prefixes, bytes).map(([prefix, rest]) => Uint8Array.from([...prefix, ...rest]));
const values = fc.oneof(messages, fc.array(messages, { maxLength: 3 }), fc.string(), fc.constant(null));
const records: fc.Arbitrary<RecordContext | undefined> = fc.option(
  fc.record({
    headers: fc.dictionary(fc.constantFrom(schemaHeaderName('value'), '__proto__', 'other'), values),
    part: fc.constantFrom('key' as const, 'value' as const),
  }),
  { nil: undefined },
);

let stage: ClientStage;
let client: ProtokollClient;
beforeAll(async () => {
  stage = new ClientStage();
  await stage.server.start();
  client = stage.protokoll();
});
afterAll(() => stage.close());

test('what is read has a handle, what is not has a known reason', async () => {
  await fc.assert(
    fc.asyncProperty(messages, records, async (message, record) => {
      for (const read of [
        await client.decode(message, record),
        await client.decodeJson(message, record),
        await client.decodeRow(message, record),
      ])
        if (read.ok) expect(read.handle.fingerprint).toBe(SCHEMA.fingerprint);
        else expect(REASONS).toContain(read.reason);
    }),
    { numRuns: 500 },
  );
});

test('the registry is asked a few times for all of it', () => {
  // The schema by id and by GUID, its two messages, and each unknown id once; GUIDs that are chance once each.
  const guids = stage.server.requests.filter((path) => /schemas\/[0-9a-f]{8}-/.test(path));
  expect(new Set(guids).size).toBe(guids.length);
  expect(stage.server.requests.length - guids.length).toBeLessThan(20);
});

test('a huge count of indexes, lengths and depths takes no time', async () => {
  const startedMs = performance.now();
  const count = Uint8Array.of(0, 0, 0, 0, 7, 0xfe, 0xff, 0xff, 0xff, 0x0f);
  expect(await client.decode(count)).toMatchObject({ reason: 'BAD_INDEXES' });
  const length = Uint8Array.of(0, 0, 0, 0, 7, 0, 10, 0xff, 0xff, 0xff, 0xff, 0x07);
  expect(await client.decode(length)).toMatchObject({ reason: 'TRUNCATED' });
  expect(await client.decode(new Uint8Array(5_000_000).fill(0))).toMatchObject({ reason: 'BAD_SCHEMA_ID' });
  expect(performance.now() - startedMs).toBeLessThan(2_000);
});
