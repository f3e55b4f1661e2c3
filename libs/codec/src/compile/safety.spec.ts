import {
  create,
  createFileRegistry,
  fromBinary,
  type FileRegistry,
  type JsonValue,
} from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { createCodec, type CodecOptions, type MessageCodec } from '../index.js';

/** Names that would be code, if they got where code is. No compiler lets them pass, but a descriptor need not come from one. */
const NAMES = [
  '"];globalThis.pwned=1;//',
  '${globalThis.pwned=1}',
  '`+(globalThis.pwned=1)+`',
  "'+(globalThis.pwned=1)+'",
  '*/globalThis.pwned=1/*',
  '\u2028globalThis.pwned=1\u2029',
  '\\',
  '\n}globalThis.pwned=1;{',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'toString',
  'valueOf',
  '$typeName',
  '$unknown',
];
const TYPES = [9, 3, 1, 14, 11] as const;

/** A message with a field of each name; texts, integers, numbers, enums and messages in turn. */
function hostileRegistry(): FileRegistry {
  const file = create(FileDescriptorProtoSchema, {
    name: 'h.proto',
    package: 'h',
    syntax: 'proto3',
    messageType: [
      {
        name: 'Message',
        field: NAMES.map((name, index) => {
          const type = TYPES[index % TYPES.length]!;
          return {
            name: `f${index}`,
            jsonName: `${name} `,
            number: index + 1,
            label: index % 4 === 3 ? 3 : 1,
            type,
            ...(type === 14 ? { typeName: '.h.Enum' } : type === 11 ? { typeName: '.h.Message' } : {}),
          };
        }),
      },
    ],
    enumType: [{ name: 'Enum', value: NAMES.map((_, number) => ({ name: `E${number}`, number })) }],
  });
  const registry = createFileRegistry(create(FileDescriptorSetSchema, { file: [file] }));
  // The registry refuses such names, all but those of JSON; this library must not rely on it.
  registry.getMessage('h.Message')!.fields.forEach((field, index) => {
    Object.assign(field, { name: NAMES[index], localName: `${NAMES[index]}_` });
  });
  registry.getEnum('h.Enum')!.values.forEach((value, index) => Object.assign(value, { name: NAMES[index] }));
  return registry;
}

function hostileBytes(depth = 2): Uint8Array {
  const writer = new BinaryWriter();
  NAMES.forEach((_, index) => {
    const number = index + 1;
    switch (TYPES[index % TYPES.length]!) {
      case 9:
        writer.tag(number, WireType.LengthDelimited).string('text');
        break;
      case 3:
        writer.tag(number, WireType.Varint).int64(5n);
        break;
      case 1:
        writer.tag(number, WireType.Bit64).double(1.5);
        break;
      case 14:
        writer.tag(number, WireType.Varint).int32(index);
        break;
      case 11:
        if (depth > 0) writer.tag(number, WireType.LengthDelimited).bytes(hostileBytes(depth - 1));
    }
  });
  return writer.finish();
}

const codecsOf = (
  registry: FileRegistry,
  name: string,
  options: CodecOptions = {},
): readonly MessageCodec[] =>
  [0, Infinity].map((compileAfter) =>
    createCodec(registry, registry.getMessage(name)!, { ...options, compileAfter }),
  );

test('names of a descriptor never become code', () => {
  const registry = hostileRegistry();
  const desc = registry.getMessage('h.Message')!;
  const bytes = hostileBytes();
  const [compiled, interpreted] = codecsOf(registry, 'h.Message') as [MessageCodec, MessageCodec];
  const columns = NAMES.map((_, index) => ({
    path: [index + 1],
    form: TYPES[index % TYPES.length] === 14 ? ('enum' as const) : ('json' as const),
  }));
  const decoded = compiled.decode(bytes);
  expect(decoded).toEqual(interpreted.decode(bytes));
  expect(decoded.ok && decoded.value).toEqual(fromBinary(desc, bytes));
  expect(compiled.toJsonText(bytes)).toEqual(interpreted.toJsonText(bytes));
  expect(compiled.rowDecoder(columns)(bytes)).toEqual(interpreted.rowDecoder(columns)(bytes));
  if (decoded.ok) expect([...compiled.encode(decoded.value)]).toEqual([...interpreted.encode(decoded.value)]);
  expect(Object.hasOwn(globalThis, 'pwned')).toBe(false);
});

test('keys of maps never become prototypes', () => {
  const file = create(FileDescriptorProtoSchema, {
    name: 'm.proto',
    package: 'm',
    syntax: 'proto3',
    messageType: [
      {
        name: 'Message',
        field: [{ name: 'map', number: 1, label: 3, type: 11, typeName: '.m.Message.MapEntry' }],
        nestedType: [
          {
            name: 'MapEntry',
            options: { mapEntry: true },
            field: [
              { name: 'key', number: 1, label: 1, type: 9 },
              { name: 'value', number: 2, label: 1, type: 11, typeName: '.m.Message' },
            ],
          },
        ],
      },
    ],
  });
  const registry = createFileRegistry(create(FileDescriptorSetSchema, { file: [file] }));
  const json = JSON.parse('{"map":{"__proto__":{"map":{"a":{}}},"constructor":{}}}') as JsonValue;
  for (const codec of codecsOf(registry, 'm.Message')) {
    const encoded = codec.fromJson(json);
    if (!encoded.ok) throw new Error(encoded.message);
    const decoded = codec.decode(encoded.value);
    const map = (decoded.ok ? decoded.value : {}) as unknown as { map: object };
    expect(Object.getPrototypeOf(map.map)).toBe(Object.prototype);
    expect(Object.keys(map.map)).toEqual(['__proto__', 'constructor']);
    expect(codec.toJson(encoded.value)).toMatchObject({ ok: true });
    const text = codec.toJsonText(encoded.value);
    expect(text.ok && text.value).toBe(JSON.stringify(json));
  }
});

describe('limits are those of the interpreter', () => {
  const registry = hostileRegistry();
  const verdicts = (bytes: Uint8Array, options: CodecOptions): readonly unknown[] =>
    codecsOf(registry, 'h.Message', options).flatMap((codec) =>
      [codec.decode(bytes), codec.toJson(bytes), codec.rowDecoder([{ path: [5], form: 'json' }])(bytes)].map(
        (decoded) => (decoded.ok ? 'ok' : decoded.reason),
      ),
    );
  const six = (verdict: string): readonly string[] => Array.from({ length: 6 }, () => verdict);
  const nest = (depth: number): Uint8Array => {
    let bytes = new Uint8Array();
    for (let level = 1; level < depth; level += 1)
      bytes = new Uint8Array(new BinaryWriter().tag(5, WireType.LengthDelimited).bytes(bytes).finish());
    return bytes;
  };

  it('of depth', () => {
    expect(verdicts(nest(100), {})).toEqual(six('ok'));
    expect(verdicts(nest(101), {})).toEqual(six('TOO_DEEP'));
    expect(verdicts(nest(3), { maxDepth: 3 })).toEqual(six('ok'));
    expect(verdicts(nest(4), { maxDepth: 3 })).toEqual(six('TOO_DEEP'));
  });

  it('of size', () => {
    const bytes = hostileBytes();
    expect(verdicts(bytes, { maxSizeBytes: bytes.length })).toEqual(six('ok'));
    expect(verdicts(bytes, { maxSizeBytes: bytes.length - 1 })).toEqual(six('TOO_LARGE'));
  });

  it('of elements', () => {
    const list = new BinaryWriter()
      .tag(4, WireType.LengthDelimited)
      .bytes(new Uint8Array(50).fill(1))
      .finish();
    expect(verdicts(list, { maxElements: 51 })).toEqual(six('ok'));
    expect(verdicts(list, { maxElements: 50 })).toEqual(six('TOO_LARGE'));
  });

  it('of a length that nobody sent', () => {
    for (const length of [
      [0xff, 0xff, 0xff, 0xff, 0x07],
      [0xff, 0xff, 0xff, 0xff, 0x0f],
      [0x80, 0x80, 0x80, 0x80, 0x10],
    ])
      expect(new Set(verdicts(new Uint8Array([0x0a, ...length]), {})).has('ok')).toBe(false);
  });
});

test('a message that is larger than the memory of generated code is interpreted', () => {
  const registry = hostileRegistry();
  const bytes = new BinaryWriter().tag(1, WireType.LengthDelimited).string('x'.repeat(5_000_000)).finish();
  const [compiled, interpreted] = codecsOf(registry, 'h.Message', { maxSizeBytes: 6_000_000 });
  expect(compiled!.decode(bytes)).toEqual(interpreted!.decode(bytes));
  const text = compiled!.toJsonText(bytes.slice());
  expect(text.ok && text.value.length).toBeGreaterThan(5_000_000);
});

test.each([20, 2000, 5000])('%d types that hold each other are no matter', (count) => {
  const file = create(FileDescriptorProtoSchema, {
    name: 'd.proto',
    package: 'd',
    syntax: 'proto3',
    messageType: Array.from({ length: count }, (_, index) => ({
      name: `M${index}`,
      field: [
        { name: 'a', number: 1, label: 1, type: 11, typeName: `.d.M${(index + 1) % count}` },
        { name: 'b', number: 2, label: 3, type: 11, typeName: `.d.M${(index * 7) % count}` },
      ],
    })),
  });
  const registry = createFileRegistry(create(FileDescriptorSetSchema, { file: [file] }));
  const bytes = new Uint8Array([10, 4, 10, 2, 10, 0, 18, 0]);
  const [compiled, interpreted] = codecsOf(registry, 'd.M0') as [MessageCodec, MessageCodec];
  const decoded = compiled.decode(bytes);
  expect(decoded).toEqual(interpreted.decode(bytes));
  expect(compiled.toJson(bytes)).toEqual(interpreted.toJson(bytes));
  // protobuf-es, which writes what is interpreted, has no stack for thousands of them.
  if (decoded.ok && count < 100) expect([...compiled.encode(decoded.value)]).toEqual([...bytes]);
  const row = [{ path: [1, 1], form: 'presence' as const }];
  expect(compiled.rowDecoder(row)(bytes)).toEqual(interpreted.rowDecoder(row)(bytes));
});

test('where code may not be generated, all is interpreted', () => {
  const { Function: original } = globalThis;
  const refuse = new Proxy(original, {
    construct: () => {
      throw new EvalError('Code generation from strings disallowed for this context');
    },
  });
  globalThis.Function = refuse;
  try {
    const bytes = hostileBytes();
    const [compiled, interpreted] = codecsOf(hostileRegistry(), 'h.Message') as [MessageCodec, MessageCodec];
    const decoded = compiled.decode(bytes);
    expect(decoded).toEqual(interpreted.decode(bytes));
    expect(compiled.toJsonText(bytes)).toEqual(interpreted.toJsonText(bytes));
    if (decoded.ok)
      expect([...compiled.encode(decoded.value)]).toEqual([...interpreted.encode(decoded.value)]);
  } finally {
    globalThis.Function = original;
  }
});

test('results keep nothing of the bytes that they came from', () => {
  const registry = hostileRegistry();
  for (const codec of codecsOf(registry, 'h.Message')) {
    const pool = Buffer.from(hostileBytes());
    const before = codec.decode(pool);
    const copy = structuredClone(before);
    pool.fill(0xff);
    codec.toJsonText(hostileBytes(1));
    expect(before).toEqual(copy);
  }
});
