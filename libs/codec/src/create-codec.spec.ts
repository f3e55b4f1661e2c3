import type { DescMessage, JsonValue } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { loadSchema } from '#libs/descriptors';
import { compileProtos } from '#libs/testing';
import { createCodec, type CellForm, type CodecOptions, type MessageCodec } from './index.js';

const PROTO3 = `syntax = "proto3";
package c.v1;
import "google/protobuf/timestamp.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/wrappers.proto";
message All {
  int32 i32 = 1; int64 i64 = 2; uint32 u32 = 3; uint64 u64 = 4; sint32 s32 = 5; sint64 s64 = 6;
  double d = 7; float f = 8; bool b = 9; string s = 10; bytes y = 11; Color color = 12;
  optional int32 maybe = 13; Sub sub = 14; repeated int32 list = 15; map<string, Sub> subs = 16;
  oneof choice { string left = 17; Sub right = 18; }
  google.protobuf.Timestamp at = 19; google.protobuf.Duration took = 20; google.protobuf.Int64Value wrapped = 21;
  All self = 22; Empty empty = 23; repeated Sub items = 24;
}
message Sub { string name = 1; optional string nick = 2; }
message Empty {}
enum Color { COLOR_UNSPECIFIED = 0; RED = 1; }
message __proto__ { string constructor = 1; map<string, string> toString = 2; }
`;
const PROTO2 = `syntax = "proto2";
package c.v2;
message Need { required string id = 1; optional group Part = 2 { required int32 n = 3; } optional string lax = 4; repeated Need more = 5; }
`;
const schema = loadSchema(compileProtos({ 'a.proto': PROTO3, 'b.proto': PROTO2 }));
const desc = (name: string): DescMessage => schema.registry.getMessage(name)!;
describe.each([
  ['generated code', 0],
  ['the interpreter', Infinity],
])('%s', (_engine, compileAfter) => {
  const codecOf = (name: string, options?: CodecOptions): MessageCodec =>
    createCodec(schema.registry, desc(name), { compileAfter, ...options });
  const all = codecOf('c.v1.All');
  const bytesOf = (json: JsonValue, codec = all): Uint8Array => {
    const encoded = codec.fromJson(json);
    if (!encoded.ok) throw new Error(encoded.message);
    return encoded.value;
  };
  const cells = (bytes: Uint8Array, ...columns: [number[], CellForm][]): unknown => {
    const decoded = all.rowDecoder(columns.map(([path, form]) => ({ path, form })))(bytes);
    return decoded.ok ? decoded.value : decoded;
  };

  describe('decode, encode, JSON', () => {
    const json: JsonValue = {
      i64: '9223372036854775807',
      u64: '18446744073709551615',
      d: 'NaN',
      s: 'é',
      y: '/w==',
      color: 'RED',
      sub: { name: 'a' },
      list: [1, 2],
      subs: { k: { name: 'b' } },
      left: 'l',
      at: '2026-01-01T00:00:00.000001Z',
      wrapped: '0',
    };

    it('gives back what was put in', () => {
      expect(all.toJson(bytesOf(json))).toEqual({ ok: true, value: json, unknownFields: false });
      const decoded = all.decode(bytesOf(json));
      expect(decoded.ok && all.encode(decoded.value)).toEqual(bytesOf(json));
    });

    it('takes a field in the wire form of another type for unknown, at any depth', () => {
      const wrong = new BinaryWriter()
        .tag(1, WireType.Varint)
        .int32(5)
        .tag(2, WireType.LengthDelimited)
        .string('nick')
        .finish();
      const bytes = new BinaryWriter()
        .tag(10, WireType.Varint)
        .int32(1)
        .tag(1, WireType.LengthDelimited)
        .string('x')
        .tag(14, WireType.LengthDelimited)
        .bytes(wrong)
        .tag(15, WireType.LengthDelimited)
        .bytes(new Uint8Array([1, 2]))
        .tag(16, WireType.LengthDelimited)
        .bytes(new Uint8Array([10, 1, 97, 16, 7]))
        .tag(99, WireType.Varint)
        .int32(1)
        .finish();
      const expected = { sub: { nick: 'nick' }, list: [1, 2], subs: { a: {} } };
      expect(all.toJson(bytes)).toEqual({ ok: true, value: expected, unknownFields: true });
      expect(cells(bytes, [[10], 'text'], [[1], 'int'], [[14, 2], 'text'])).toEqual(['', 0, 'nick']);
    });

    it('notices unknown fields at any depth', () => {
      const inner = new BinaryWriter().tag(99, WireType.Varint).int32(1).finish();
      expect(
        all.decode(new BinaryWriter().tag(14, WireType.LengthDelimited).bytes(inner).finish()),
      ).toMatchObject({ ok: true, unknownFields: true });
    });

    it.each([
      [{ sS: 'x' }, 'sS', 's', null],
      [{ color_: 'RED' }, 'color_', 'color', null],
      [{ items: [{ name: 'a' }, { nam: 'b' }] }, 'nam', 'name', 'items[1]'],
      [{ subs: { k: { zzzzzz: 1 } } }, 'zzzzzz', null, 'subs["k"]'],
    ])('names the unknown key of %j', (document, field, meant, path) => {
      const encoded = all.fromJson(document as JsonValue);
      expect(encoded).toMatchObject({ ok: false, reason: 'UNKNOWN_FIELD', field, path });
      if (!encoded.ok && meant !== null) expect(encoded.message).toContain(`'${meant}'?`);
    });

    it('refuses values of a wrong type', () => {
      expect(all.fromJson({ i32: 'x' })).toMatchObject({ ok: false, reason: 'BAD_JSON' });
      expect(all.fromJson([])).toMatchObject({ ok: false, reason: 'BAD_JSON' });
    });
  });

  describe('rows', () => {
    it('reads zero where a field could have been sent, null where it is told apart', () => {
      expect(
        cells(
          new Uint8Array(),
          [[1], 'int'],
          [[4], 'uint64'],
          [[9], 'bool'],
          [[10], 'text'],
          [[11], 'bytes'],
          [[12], 'enum'],
          [[13], 'int'],
          [[14, 1], 'text'],
          [[17], 'text'],
          [[21], 'int'],
          [[99], 'int'],
        ),
      ).toEqual([0, 0, false, '', new Uint8Array(), 'COLOR_UNSPECIFIED', null, null, null, null, null]);
    });

    it('reads every form', () => {
      const bytes = bytesOf({
        i64: '9007199254740993',
        u64: '18446744073709551615',
        f: 1.5,
        color: 7,
        maybe: 0,
        sub: { name: 'a' },
        list: [1],
        subs: { k: {} },
        right: {},
        at: '1969-12-31T23:59:59.999999999Z',
        took: '-1.500s',
        wrapped: '5',
        empty: {},
      });
      expect(
        cells(
          bytes,
          [[2], 'int'],
          [[4], 'uint64'],
          [[8], 'float'],
          [[12], 'enum'],
          [[13], 'int'],
          [[14, 1], 'text'],
          [[14, 2], 'text'],
          [[15], 'json'],
          [[16], 'json'],
          [[17], 'case'],
          [[19], 'timestamp'],
          [[20], 'duration'],
          [[21], 'int'],
          [[23], 'presence'],
          [[22], 'presence'],
          [[24], 'json'],
        ),
      ).toEqual([
        9007199254740993n,
        18446744073709551615n,
        1.5,
        '7',
        0,
        'a',
        null,
        '[1]',
        '{"k":{}}',
        'right',
        -1,
        -1500000,
        5,
        true,
        null,
        '[]',
      ]);
    });

    it('merges a message that comes in parts', () => {
      const part = (json: JsonValue): Uint8Array => bytesOf({ sub: json });
      expect(
        cells(
          Buffer.concat([part({ name: 'a' }), part({ nick: 'b' })]),
          [[14, 1], 'text'],
          [[14, 2], 'text'],
        ),
      ).toEqual(['a', 'b']);
    });

    it('copies bytes, so that a pool may be written again', () => {
      const pool = Buffer.from(bytesOf({ y: '/w==' }));
      const [cell] = cells(pool, [[11], 'bytes']) as [Uint8Array];
      pool.fill(0);
      expect([...cell]).toEqual([255]);
    });

    it('says which value has no form', () => {
      const at = new BinaryWriter()
        .tag(1, WireType.Varint)
        .int64(1n << 60n)
        .finish();
      const bytes = new BinaryWriter().tag(19, WireType.LengthDelimited).bytes(at).finish();
      expect(cells(bytes, [[19], 'timestamp'])).toMatchObject({
        ok: false,
        reason: 'UNREPRESENTABLE',
        path: 'at',
      });
      expect(cells(bytes, [[19], 'json'])).toMatchObject({
        ok: false,
        reason: 'UNREPRESENTABLE',
        path: 'at',
      });
      expect(cells(bytes, [[1], 'int'])).toEqual([0]);
    });
  });

  describe('hostile bytes', () => {
    const reasonOf = (bytes: Uint8Array, codec = all): unknown => {
      const decoded = codec.decode(bytes);
      return decoded.ok ? 'ok' : decoded.reason;
    };

    it('never throws for a cut message', () => {
      const bytes = bytesOf({
        s: 'abc',
        sub: { name: 'x' },
        list: [1, 300],
        subs: { k: { name: 'y' } },
        d: 1,
      });
      for (let length = 0; length < bytes.length; length += 1)
        expect(['ok', 'TRUNCATED', 'MALFORMED']).toContain(reasonOf(bytes.subarray(0, length)));
    });

    it.each([
      ['a huge length', new Uint8Array([0x52, 0xff, 0xff, 0xff, 0xff, 0x07]), 'TRUNCATED'],
      ['field number 0', new Uint8Array([0x00, 0x00]), 'MALFORMED'],
      ['wire type 6', new Uint8Array([0x0e]), 'MALFORMED'],
      ['an eleven-byte varint', new Uint8Array([0x08, ...Array(10).fill(0xff), 0x01]), 'MALFORMED'],
      ['a string past its message', new Uint8Array([0x72, 0x02, 0x0a, 0x05, 1, 2, 3, 4, 5]), 'MALFORMED'],
      ['text that is not UTF-8', new Uint8Array([0x52, 0x01, 0xff]), 'INVALID_UTF8'],
      ['a group that never began', new Uint8Array([0x0c]), 'MALFORMED'],
    ])('refuses %s', (_, bytes, reason) => expect(reasonOf(bytes)).toBe(reason));

    it('takes depth at the limit and none past it, also 20 000 deep', () => {
      const nest = (depth: number): Uint8Array => {
        let bytes = new Uint8Array();
        for (let level = 1; level < depth; level += 1)
          bytes = new Uint8Array(new BinaryWriter().tag(22, WireType.LengthDelimited).bytes(bytes).finish());
        return bytes;
      };
      expect(reasonOf(nest(100))).toBe('ok');
      expect(reasonOf(nest(101))).toBe('TOO_DEEP');
      expect(reasonOf(new Uint8Array(20_000).fill((99 << 3) | WireType.StartGroup))).toBe('TOO_DEEP');
    });

    it('takes sizes at their limits and none past them', () => {
      const bytes = bytesOf({ list: [1, 2, 3] });
      expect(reasonOf(bytes, codecOf('c.v1.All', { maxSizeBytes: bytes.length }))).toBe('ok');
      expect(reasonOf(bytes, codecOf('c.v1.All', { maxSizeBytes: bytes.length - 1 }))).toBe('TOO_LARGE');
      expect(reasonOf(bytes, codecOf('c.v1.All', { maxElements: 2 }))).toBe('TOO_LARGE');
    });

    it('treats names that objects have as names', () => {
      const codec = codecOf('c.v1.__proto__');
      const json = JSON.parse('{"constructor":"a","toString":{"__proto__":"b"}}') as JsonValue;
      const decoded = codec.toJson(bytesOf(json, codec));
      expect(decoded.ok && JSON.stringify(decoded.value)).toBe(JSON.stringify(json));
      expect(({} as Record<string, unknown>)['constructor']).toBe(Object);
    });
  });

  describe('proto2', () => {
    const need = codecOf('c.v2.Need');
    const group = (n: boolean): Uint8Array => {
      const writer = new BinaryWriter()
        .tag(1, WireType.LengthDelimited)
        .string('x')
        .tag(2, WireType.StartGroup);
      if (n) writer.tag(3, WireType.Varint).int32(1);
      return writer.tag(2, WireType.EndGroup).finish();
    };

    it('leaves out unknown keys where it is told to', () => {
      const document = { id: 'a', more: [{ id: 'b', x: 1, part: { n: 1 } }], part: { n: 1, y: {} }, z: null };
      expect(need.fromJson(document)).toMatchObject({ ok: false, reason: 'UNKNOWN_FIELD' });
      const lenient = codecOf('c.v2.Need', { ignoreUnknownKeys: true });
      const clean = { id: 'a', more: [{ id: 'b', part: { n: 1 } }], part: { n: 1 } };
      expect(lenient.fromJson(document)).toEqual(need.fromJson(clean));
      expect(lenient.fromJson({ x: 1 })).toMatchObject({ ok: false, reason: 'BAD_JSON' });
    });

    it('reads JSON as text, in which no key is twice', () => {
      const document = '{"id":"a","part":{"n":1}}';
      expect(need.fromJsonText(document)).toEqual(need.fromJson(JSON.parse(document) as JsonValue));
      for (const [text, message] of [
        ['{"id":"a","part":{"n":1,"n":2}}', 'the key "n" is there twice'],
        ['{"id":', /^the text is no JSON: /],
      ])
        expect(need.fromJsonText(text as string)).toMatchObject({
          ok: false,
          reason: 'BAD_JSON',
          message: typeof message === 'string' ? message : expect.stringMatching(message as RegExp),
        });
    });

    it('misses required fields at any depth', () => {
      expect(need.decode(new Uint8Array())).toMatchObject({
        ok: false,
        reason: 'MISSING_REQUIRED',
        path: 'id',
      });
      expect(need.decode(group(true))).toMatchObject({ ok: true });
      expect(need.decode(group(false))).toMatchObject({
        ok: false,
        reason: 'MISSING_REQUIRED',
        path: 'part.n',
      });
      const bytes = Buffer.concat([group(true), new Uint8Array([0x2a, 0x00])]);
      expect(need.decode(bytes)).toMatchObject({ ok: false, reason: 'MISSING_REQUIRED', path: 'more[0].id' });
    });

    it('does not demand UTF-8', () => {
      expect(need.decode(Buffer.concat([group(true), new Uint8Array([0x22, 0x01, 0xff])]))).toMatchObject({
        ok: true,
      });
    });
  });
});
