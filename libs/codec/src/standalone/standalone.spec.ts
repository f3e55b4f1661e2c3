import { createRequire } from 'node:module';
import { createFileRegistry, fromBinary, type DescMessage, type FileRegistry } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { compileProtos } from '#libs/testing';
import { createCodec } from '../create-codec.js';
import type { Factory, Prebuilt } from '../prebuilt.js';
import { emitModule } from './emit-module.js';
import { emitTypes } from './emit-types.js';
import { openStandalone } from './runtime.js';

const { runInThisContext } = createRequire(import.meta.url)('node:vm') as typeof import('node:vm');
const FILES = {
  'a.proto': `syntax = "proto3"; package a.b_c;
    import "google/protobuf/wrappers.proto"; import "google/protobuf/struct.proto";
    enum E { ZERO = 0; ONE = 1; }
    message Inner { optional int64 wide = 1; repeated E kinds = 2; }
    message M {
      string constructor = 1; bytes data = 2; map<int32, Inner> by_id = 3; repeated double __proto__ = 4;
      oneof choice { bool yes = 5; Inner inner = 6; }
      google.protobuf.Int64Value maybe = 7; google.protobuf.Struct free = 8; repeated google.protobuf.StringValue texts = 9;
      M again = 10;
    }`,
};
const descriptorSet = compileProtos(FILES);
const registry: FileRegistry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorSet));
const desc = registry.getMessage('a.b_c.M') as DescMessage;
const RUNTIME = 'const standalone = { openStandalone };\n';
const INPUT = { fingerprint: 'f'.repeat(64), descriptorSet, typeName: 'a.b_c.M', runtime: RUNTIME };

/** The prebuilt part of a module, as the module's own text makes it. */
function prebuiltOf(text: string): Prebuilt {
  const [, object] = /openStandalone\([^\n]*?, typeName, (\{[^]*?\n\})\);\n/.exec(text) ?? [];
  return runInThisContext(`(${object})`) as Readonly<Record<string, Factory>>;
}

describe('emitModule', () => {
  const text = emitModule(INPUT);

  it('is the same each time, and has a function for each task', () => {
    expect(emitModule(INPUT)).toBe(text);
    expect(Object.keys(prebuiltOf(text))).toEqual(['object', 'json', 'encode']);
    expect(text).not.toMatch(/new Function|eval\(/);
  });

  it('answers as the codec that it was made of', () => {
    const base64 = Buffer.from(descriptorSet).toString('base64');
    const standalone = openStandalone(base64, 'a.b_c.M', prebuiltOf(text));
    const codec = createCodec(registry, desc);
    const json = {
      constructor: 'x',
      data: 'AAH/',
      byId: { 7: { wide: '9007199254740993', kinds: ['ONE', 5] } },
      inner: { wide: '1' },
      maybe: '5',
      free: { a: [1, null] },
      texts: ['', 'b'],
      again: { yes: true },
    };
    const bytes = codec.fromJson(json);
    if (!bytes.ok) throw new Error(bytes.message);
    for (const value of [bytes.value, bytes.value.subarray(1), new Uint8Array([255]), new Uint8Array(0)]) {
      expect(standalone.decode(value)).toEqual(codec.decode(value));
      expect(standalone.toJsonText(value)).toEqual(codec.toJsonText(value));
      expect(standalone.toJsonBytes(value)).toEqual(codec.toJsonBytes(value));
    }
    const decoded = codec.decode(bytes.value);
    if (!decoded.ok) throw new Error(decoded.message);
    expect(standalone.encode(decoded.value)).toEqual(bytes.value);
    expect(standalone.fromJson(json)).toEqual(bytes);
  });

  it('says which schema and message it is of', () => {
    expect(text).toContain(
      `\nexport const fingerprint = "${INPUT.fingerprint}";\nexport const typeName = "a.b_c.M";\n`,
    );
  });

  it('throws for what is not there', () => {
    expect(() => emitModule({ ...INPUT, typeName: 'a.Nothing' })).toThrow(TypeError);
    expect(() => openStandalone(Buffer.from(descriptorSet).toString('base64'), 'x', {})).toThrow('no x');
  });
});

describe('emitTypes', () => {
  const text = emitTypes(desc);

  it('declares messages as objects are', () => {
    for (const line of [
      '  "constructor$": string;',
      '  "data": Uint8Array;',
      '  "byId": { [key: string]: M_a_b_c_Inner };',
      '  "choice": { case: "yes"; value: boolean } | { case: "inner"; value: M_a_b_c_Inner } | { case: undefined; value?: undefined };',
      '  "maybe"?: bigint;',
      '  "free"?: { [key: string]: Json };',
      '  "texts": (M_google_protobuf_StringValue)[];',
      '  "again"?: M_a_b_c_M;',
      '  "wide"?: bigint;',
      '  "kinds": (number)[];',
    ])
      expect(text.split('\n')).toContain(line);
    expect(text).toContain('export function decode(bytes: Uint8Array): Decoded<M_a_b_c_M>;');
  });
});
