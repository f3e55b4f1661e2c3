import * as fc from 'fast-check';
import { idAt, NO_INDEX, quickIndex, quickOffset, readFrame, readHeaderFrame } from './read-frame.js';
import { schemaHeader, schemaHeaderName } from './schema-header.js';
import { framePrefix, writeFrame } from './write-frame.js';

const GUID = '01234567-89ab-8def-8123-456789abcdef';
const bytesOf = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(' ', ''), 'hex');

describe('a frame is read:', () => {
  it.each([
    ['00 00000007 00 0a0161', 7, [0], 6],
    ['00 00000007 02 00 0a0161', 7, [0], 7],
    ['00 00000007 00', 7, [0], 6],
    ['00 00000007 02 02', 7, [1], 7],
    ['00 00000007 04 00 02', 7, [0, 1], 8],
    ['00 7fffffff 02 8001', 0x7fff_ffff, [64], 8],
    ['00 80000001 00'.replace('8', '0'), 1, [0], 6],
    ['00 00ffffff 02 feffffff0f', 0xffffff, [0x7fff_ffff], 11],
    // A padded varint says the same.
    ['00 00000007 8200 8000', 7, [0], 9],
    ['01 0123456789ab8def8123456789abcdef 00 ff', GUID, [0], 18],
    ['01 0123456789ab8def8123456789abcdef 06 02 04 06', GUID, [1, 2, 3], 21],
  ])('%s', (hex, schema, indexes, payloadOffset) => {
    expect(readFrame(bytesOf(hex))).toEqual({ ok: true, frame: { schema, indexes, payloadOffset } });
  });

  it('up to the limit of indexes', () => {
    const frame = (count: number): Uint8Array => framePrefix(7, Array<number>(count).fill(1));
    expect(readFrame(frame(100)).ok).toBe(true);
    expect(readFrame(frame(101))).toEqual({
      ok: false,
      reason: 'BAD_INDEXES',
      message: '101 message indexes; 0 to 100 are read',
    });
    expect(readFrame(frame(101), { maxIndexes: 101 }).ok).toBe(true);
    expect(readFrame(frame(2), { maxIndexes: 1 })).toMatchObject({ reason: 'BAD_INDEXES' });
  });
});

/** Written by ProtobufSerializer of `@confluentinc/schemaregistry` 1.10.1 for three messages of one schema. */
describe("what Confluent's own client writes is read:", () => {
  it.each([
    ['0000000001000a03412d31', [0], 6],
    ['000000000102020a03412d3110e2091a050a01781002', [1], 7],
    ['00000000010402000a01781002', [1, 0], 8],
  ])('%s', (hex, indexes, payloadOffset) => {
    const bytes = bytesOf(hex);
    expect(readFrame(bytes)).toEqual({ ok: true, frame: { schema: 1, indexes, payloadOffset } });
    expect(framePrefix(1, indexes)).toEqual(bytes.subarray(0, payloadOffset));
  });

  it.each([
    ['01ca2ea0bf0fc34ad5af8bb29edde7c45700', [0]],
    ['01ca2ea0bf0fc34ad5af8bb29edde7c4570202', [1]],
    ['01ca2ea0bf0fc34ad5af8bb29edde7c457040200', [1, 0]],
  ])('%s in a header', (hex, indexes) => {
    const schema = 'ca2ea0bf-0fc3-4ad5-af8b-b29edde7c457';
    expect(readHeaderFrame(bytesOf(hex))).toMatchObject({ ok: true, frame: { schema, indexes } });
    expect(framePrefix(schema, indexes)).toEqual(bytesOf(hex));
  });
});

describe('no frame, and why:', () => {
  it.each([
    ['', 'NOT_FRAMED'],
    ['02 00000007 00', 'NOT_FRAMED'],
    ['0a0161', 'NOT_FRAMED'],
    ['00', 'FRAME_TRUNCATED'],
    ['00 000000', 'FRAME_TRUNCATED'],
    ['00 00000007', 'FRAME_TRUNCATED'],
    ['00 00000007 02', 'FRAME_TRUNCATED'],
    ['00 00000007 04 02', 'FRAME_TRUNCATED'],
    ['00 00000007 80', 'FRAME_TRUNCATED'],
    ['01 0123456789ab8def8123456789abcd', 'FRAME_TRUNCATED'],
    ['01 0123456789ab8def8123456789abcdef', 'FRAME_TRUNCATED'],
    ['00 00000000 00', 'BAD_SCHEMA_ID'],
    ['00 80000000 00', 'BAD_SCHEMA_ID'],
    ['00 ffffffff 00', 'BAD_SCHEMA_ID'],
    ['00 00000007 01', 'BAD_INDEXES'],
    ['00 00000007 02 01', 'BAD_INDEXES'],
    ['00 00000007 feffffff0f 00', 'BAD_INDEXES'],
    ['00 00000007 ffffffffffffffffff01', 'BAD_INDEXES'],
    ['00 00000007 8080808010', 'BAD_INDEXES'],
    ['00 00000007 02 ffffffffff01', 'BAD_INDEXES'],
  ])('%s: %s', (hex, reason) => {
    expect(readFrame(bytesOf(hex))).toMatchObject({ ok: false, reason, message: expect.any(String) });
  });

  it('the quick way agrees with the whole', () => {
    const tails = fc.array(
      fc.oneof(fc.constantFrom(0, 1, 2, 4, 126, 128), fc.integer({ min: 0, max: 255 })),
      {
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(fc.constantFrom(0, 0, 0, 1, 2), tails, (magic, tail) => {
        const bytes = Uint8Array.from([magic, ...tail]);
        const index = quickIndex(bytes);
        const read = readFrame(bytes);
        if (index !== NO_INDEX && read.ok)
          expect(read.frame).toEqual({
            schema: idAt(bytes, 1),
            indexes: [index],
            payloadOffset: quickOffset(bytes),
          });
        else if (index === NO_INDEX && read.ok && typeof read.frame.schema === 'number')
          // Several indexes, a large one, or one padded.
          expect(
            read.frame.indexes.length > 1 || read.frame.payloadOffset > 7 || (bytes[5] ?? 0) >= 0x80,
          ).toBe(true);
        else if (!read.ok && index !== NO_INDEX) expect(read.reason).toBe('BAD_SCHEMA_ID');
      }),
      { numRuns: 3_000 },
    );
  });

  it('never throws, and never points past the end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.constantFrom(0, 1, 2), (tail, magic) => {
        const bytes = Uint8Array.from([magic, ...tail]);
        const read = readFrame(bytes);
        if (!read.ok) return;
        expect(read.frame.payloadOffset).toBeLessThanOrEqual(bytes.length);
        expect(read.frame.indexes.length).toBeGreaterThan(0);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('what is written is read again', () => {
  const schemas = fc.oneof(fc.integer({ min: 1, max: 0x7fff_ffff }), fc.constant(GUID));
  const paths = fc.array(fc.integer({ min: 0, max: 0x7fff_ffff }), { minLength: 1, maxLength: 8 });

  it('with its payload behind it, and as a header', () => {
    fc.assert(
      fc.property(schemas, paths, fc.uint8Array({ maxLength: 30 }), (schema, indexes, payload) => {
        const prefix = framePrefix(schema, indexes);
        const bytes = writeFrame(prefix, payload);
        const frame = { schema, indexes, payloadOffset: prefix.length };
        expect(readFrame(bytes)).toEqual({ ok: true, frame });
        expect(bytes.subarray(prefix.length)).toEqual(payload);
        expect(readHeaderFrame(prefix)).toEqual({ ok: true, frame });
        if (payload.length > 0) expect(readHeaderFrame(bytes)).toMatchObject({ reason: 'BAD_HEADER' });
      }),
    );
  });

  it('the first message as the single byte 0', () => {
    expect(framePrefix(1, [0])).toEqual(bytesOf('00 00000001 00'));
    expect(framePrefix(0x01020304, [1])).toEqual(bytesOf('00 01020304 02 02'));
    expect(framePrefix(GUID, [0, 1])).toEqual(bytesOf('01 0123456789ab8def8123456789abcdef 04 00 02'));
  });

  it.each<[number | string, number[]]>([
    [0, [0]],
    [2 ** 31, [0]],
    [1.5, [0]],
    ['x', [0]],
    [1, []],
    [1, [-1]],
    [1, [0.5]],
    [1, [2 ** 31]],
  ])('and nothing else is written: %j %j', (schema, indexes) => {
    expect(() => framePrefix(schema, indexes)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
  });
});

describe('schemaHeader', () => {
  const one = bytesOf('0102');
  const two = bytesOf('03');
  it.each([
    [{}, null],
    [{ __value_schema_id: one }, one],
    [{ __value_schema_id: [one, two] }, two],
    [{ __value_schema_id: [] }, null],
    [{ __value_schema_id: undefined }, null],
    [{ __value_schema_id: 'text' }, null],
    [{ __key_schema_id: one }, null],
    [Object.create({ __value_schema_id: one }), null],
  ])('of %j is %j', (headers, bytes) => {
    expect(schemaHeader(headers as Record<string, unknown>, 'value')).toBe(bytes);
  });

  it('is another one for keys', () => {
    expect(schemaHeader({ [schemaHeaderName('key')]: one }, 'key')).toBe(one);
    expect(schemaHeaderName('key')).toBe('__key_schema_id');
  });
});
