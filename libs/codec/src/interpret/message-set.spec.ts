import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import {
  clearExtension,
  create,
  createFileRegistry,
  fromBinary,
  getExtension,
  setExtension,
  toBinary,
} from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { compileProtos } from '#libs/testing';
import { createCodec } from '../create-codec.js';

const PROTO = `syntax = "proto2"; package s;
   message Set { option message_set_wire_format = true; extensions 4 to max; }
   message Note { optional string text = 1; optional Set more = 2; }
   message Far { optional int32 n = 1; }
   extend Set { optional Note note = 1000; optional Far far = 2000; }
   message Holder { optional Set set = 1; repeated Set sets = 2; optional int32 last = 3; }`;
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, compileProtos({ 's.proto': PROTO })));
const message = (name: string) => registry.getMessage(`s.${name}`)!;
const note = registry.getExtension('s.note')!;
const item = (typeId: number, payload: Uint8Array, turned = false): Uint8Array => {
  const writer = new BinaryWriter().tag(1, WireType.StartGroup);
  if (!turned) writer.tag(2, WireType.Varint).uint32(typeId);
  writer.tag(3, WireType.LengthDelimited).bytes(payload);
  if (turned) writer.tag(2, WireType.Varint).uint32(typeId);
  return writer.tag(1, WireType.EndGroup).finish();
};
const text = (value: string): Uint8Array =>
  new BinaryWriter().tag(1, WireType.LengthDelimited).string(value).finish();
const holding = (set: Uint8Array): Uint8Array =>
  new BinaryWriter().tag(1, WireType.LengthDelimited).bytes(set).tag(3, WireType.Varint).int32(7).finish();

describe.each([
  ['compiled where it can', 0],
  ['interpreted', Infinity],
])('MessageSet, %s', (_, compileAfter) => {
  const codec = createCodec(registry, message('Holder'), { compileAfter });

  it.each([false, true])('reads items into extensions (number last: %s)', (turned) => {
    const bytes = holding(item(1000, text('a'), turned));
    expect(codec.toJson(bytes)).toEqual({
      ok: true,
      value: { set: { '[s.note]': { text: 'a' } }, last: 7 },
      unknownFields: false,
    });
    const decoded = codec.decode(bytes);
    if (!decoded.ok) throw new Error(decoded.message);
    const { set } = decoded.value as unknown as { set: Parameters<typeof getExtension>[0] };
    expect(getExtension(set, note)).toMatchObject({ text: 'a' });
  });

  it('writes items again, in sets inside of sets too, and of types that it does not know', () => {
    const inner = Buffer.concat([item(2000, new Uint8Array([8, 5])), item(77, new Uint8Array([8, 1]))]);
    const bytes = holding(item(1000, Buffer.concat([text('a'), new Uint8Array([18, inner.length]), inner])));
    const decoded = codec.decode(bytes);
    if (!decoded.ok) throw new Error(decoded.message);
    expect(decoded.unknownFields).toBe(true);
    expect(Buffer.from(codec.encode(decoded.value)).toString('hex')).toBe(Buffer.from(bytes).toString('hex'));
  });

  it('comes from JSON as items', () => {
    const document = { sets: [{ '[s.note]': { text: 'b' } }, {}], last: 1 };
    const encoded = codec.fromJson(document);
    if (!encoded.ok) throw new Error(encoded.message);
    expect(Buffer.from(encoded.value).includes(Buffer.from(item(1000, text('b'))))).toBe(true);
    expect(codec.toJson(encoded.value)).toMatchObject({ value: document });
  });

  it('takes the plain form of an extension as well, and merges the two', () => {
    const set = create(message('Set'));
    setExtension(set, note, create(message('Note'), { text: 'plain' } as never));
    const plain = toBinary(message('Set'), set);
    clearExtension(set, note);
    const more = new BinaryWriter().tag(2, WireType.LengthDelimited).bytes(new Uint8Array()).finish();
    expect(codec.toJson(holding(Buffer.concat([plain, item(1000, more)])))).toMatchObject({
      value: { set: { '[s.note]': { text: 'plain', more: {} } } },
    });
  });

  it.each([
    ['without a number', new BinaryWriter().tag(1, 3).tag(3, 2).bytes(text('a')).tag(1, 4).finish()],
    ['without bytes', new BinaryWriter().tag(1, 3).tag(2, 0).uint32(1000).tag(1, 4).finish()],
    ['of a number past any field', item(2 ** 30, text('a'))],
  ])('keeps an item %s', (_what, bytes) => {
    const decoded = codec.decode(holding(bytes));
    if (!decoded.ok) throw new Error(decoded.message);
    expect(decoded.unknownFields).toBe(true);
    expect(Buffer.from(codec.encode(decoded.value)).equals(holding(bytes))).toBe(true);
  });

  it('says where an item is broken', () => {
    expect(codec.decode(holding(item(1000, new Uint8Array([10, 9]))))).toMatchObject({
      ok: false,
      reason: 'MALFORMED',
      path: 'set[s.note].text',
    });
    expect(codec.decode(holding(item(1000, text('a')).subarray(0, -1)))).toMatchObject({ ok: false });
  });
});
