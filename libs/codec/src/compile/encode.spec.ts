import { create, toBinary, type Message } from '@bufbuild/protobuf';
import { loadSchema } from '#libs/descriptors';
import { compileProtos } from '#libs/testing';
import { createCodec } from '../index.js';

const PROTO = `syntax = "proto3";
package e;
import "google/protobuf/struct.proto";
import "google/protobuf/wrappers.proto";
message All {
  int32 i32 = 1; uint32 u32 = 2; sint32 s32 = 3; fixed32 f32 = 4; int64 i64 = 5; uint64 u64 = 6; sint64 s64 = 7; fixed64 f64 = 8;
  float f = 9; double d = 10; bool b = 11; string s = 12; bytes y = 13; Color color = 14; All self = 15; repeated int32 ints = 16;
  repeated string texts = 17; map<int32, string> by_int = 18; map<bool, All> by_bool = 19; map<int64, string> by_long = 20;
  oneof choice { string left = 21; All right = 22; } google.protobuf.Int64Value wrapped = 23; google.protobuf.Struct struct = 24;
  optional double maybe = 25; int64 text64 = 26 [jstype = JS_STRING];
}
enum Color { NONE = 0; RED = 1; }
`;
const { registry } = loadSchema(compileProtos({ 'e.proto': PROTO }));
const desc = registry.getMessage('e.All')!;
const codec = createCodec(registry, desc, { compileAfter: 0 });
const message = (values: object): Message => Object.assign(create(desc), values);

/** The bytes, or what is said when there are none. */
function outcome(work: () => Uint8Array): unknown {
  try {
    return [...work()];
  } catch (error) {
    return String(error);
  }
}

const long = 'x'.repeat(200);
test.each<[string, object]>([
  ['nothing', {}],
  ['zeros', { i32: 0, f: 0, d: 0, s: '', y: new Uint8Array(), ints: [], b: false }],
  ['-0', { d: -0, f: -0, maybe: -0 }],
  [
    'numbers',
    {
      i32: -1,
      u32: 2 ** 32 - 1,
      s32: -(2 ** 31),
      f32: 7,
      i64: -1n,
      u64: 2n ** 64n - 1n,
      s64: -(2n ** 63n),
      f64: 5n,
    },
  ],
  ['floats', { f: 1.5, d: Number.NaN, maybe: Infinity }],
  [
    'texts of all lengths',
    { s: long, texts: ['', 'a', 'é', '✓'.repeat(43), 'é'.repeat(64), 'a'.repeat(127), 'a'.repeat(128)] },
  ],
  ['half a surrogate pair', { s: 'a\ud800b' }],
  ['bytes', { y: new Uint8Array(300).fill(7) }],
  ['messages in each other', { self: message({ self: message({ s: long }), s: 'a' }), s: 'b' }],
  ['lists', { ints: [0, 1, -1, 300], texts: [long, long] }],
  [
    'maps',
    {
      byInt: { '-5': 'a', 7: 'b' },
      byBool: { true: message({}), false: message({ i32: 1 }) },
      byLong: { '9007199254740993': 'c' },
    },
  ],
  ['a member of a oneof', { choice: { case: 'left', value: '' } }],
  ['a message in a oneof', { choice: { case: 'right', value: message({ i32: 5 }) } }],
  ['a wrapper of zero', { wrapped: 0n }],
  ['a wrapper', { wrapped: 5n }],
  ['a Struct', { struct: { a: [1, 'b', null] } }],
  ['64 bits as text', { text64: '-12345678901234567' }],
  ['unknown fields', { $unknown: [{ no: 99, wireType: 2, data: new Uint8Array([1, 97]) }] }],
  ['a number where a bigint belongs', { i64: 5 }],
  ['text where a number belongs', { i32: '5' }],
  ['a fraction', { i32: 1.5 }],
  ['too many bits', { u32: 2 ** 32 }],
  ['more than 64 bits', { i64: 2n ** 63n }],
  ['a negative unsigned number', { u64: -1n }],
  ['a float that is too large', { f: 1e39 }],
  ['text where a bool belongs', { b: 'yes' }],
  ['no list', { ints: null }],
  ['an item that is none', { ints: [undefined] }],
  ['a key that is no number', { byInt: { x: 'a' } }],
  ['a key that is no bool', { byBool: { maybe: message({}) } }],
  ['no message', { self: 5 }],
  ['no bytes', { y: [1, 2] }],
  ['no oneof', { choice: undefined }],
])('%s becomes what protobuf-es makes of it', (_, values) => {
  const given = message(values);
  expect(outcome(() => codec.encode(given))).toEqual(outcome(() => toBinary(desc, given)));
});

test('a getter that encodes does no harm', () => {
  const inner = message({ s: long, ints: [1, 2, 3] });
  const given = message({ i32: 5 });
  Object.defineProperty(given, 's', { get: () => String(codec.encode(inner).length), enumerable: true });
  expect([...codec.encode(given)]).toEqual([...toBinary(desc, given)]);
});

test('results are not written to again', () => {
  const first = codec.encode(message({ s: 'first' }));
  const copy = [...first];
  for (let round = 0; round < 3000; round += 1)
    codec.encode(message({ s: `other ${round}`, y: new Uint8Array(50) }));
  expect([...first]).toEqual(copy);
});

test('what is larger than the memory of generated code is written by protobuf-es', () => {
  const given = message({ y: new Uint8Array(9_000_000).fill(1), s: 'x'.repeat(3_000_000) });
  expect(Buffer.from(codec.encode(given)).equals(Buffer.from(toBinary(desc, given)))).toBe(true);
});
