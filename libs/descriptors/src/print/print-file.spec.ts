import { clearField, create, equals, fromBinary, toBinary, type Registry } from '@bufbuild/protobuf';
import {
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  type FileDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import fc from 'fast-check';
import { isRegistryError } from '#libs/errors';
import { PROTOKOLL_PROTOS } from '#libs/gen';
import { compileProtos } from '#libs/testing';
import { arbitrarySet } from '../../test/arbitrary-set.js';
import { loadSchema } from '../schema.js';
import { fileOf, message, setOf, text, type FieldInit, type FileInit } from '../../test/set-builder.js';
import { parseFileDescriptor, printFile } from './print-file.js';

function filesOf(image: Uint8Array): FileDescriptorProto[] {
  const { file } = fromBinary(FileDescriptorSetSchema, image);
  for (const one of file) clearField(one, FileDescriptorProtoSchema.field.sourceCodeInfo);
  return file;
}

/** Compiles, prints every file, compiles that and gives both descriptors of each. */
function roundTrip(
  sources: Readonly<Record<string, string>>,
): Map<string, [FileDescriptorProto, FileDescriptorProto]> {
  const image = compileProtos(sources);
  const extensions: Registry = loadSchema(image).registry;
  const first = filesOf(image).filter((file) => Object.hasOwn(sources, file.name));
  const printed = Object.fromEntries(first.map((file) => [file.name, printFile(file, { extensions })]));
  const second = new Map(filesOf(compileProtos(printed)).map((file) => [file.name, file]));
  return new Map(first.map((file) => [file.name, [file, second.get(file.name)!]]));
}

function expectSame(sources: Readonly<Record<string, string>>): void {
  for (const [before, after] of roundTrip(sources).values()) {
    expect(after).toEqual(before);
    expect(equals(FileDescriptorProtoSchema, before, after)).toBe(true);
  }
}

const PROTO2 = `syntax = "proto2";
package deep.v1;
import public "google/protobuf/descriptor.proto";
import "google/protobuf/any.proto";
option java_package = "a \\"quoted\\" \\\\ pa\\tth\\001é";
option optimize_for = CODE_SIZE;
option (file_note) = { text: "x\\n" parts: [1, -2] by_name { key: "k" value: 2.5 } inner { deep: true } kind: HIGH raw: "\\000\\377" [deep.v1.more]: "m" };
option (numbers) = 1; option (numbers) = 2;
enum Kind { option allow_alias = true; LOW = -1; NONE = 0; HIGH = 5 [deprecated = true]; TOP = 5; reserved 10, 20 to 30, 100 to max; reserved "OLD"; }
message Note {
  optional string text = 1; repeated int32 parts = 2; map<string, double> by_name = 3;
  message Inner { optional bool deep = 1; } optional Inner inner = 4; optional Kind kind = 5; optional bytes raw = 6;
  extensions 100 to max;
}
extend Note { optional string more = 100; }
extend google.protobuf.FileOptions { optional Note file_note = 50001; repeated int64 numbers = 50002; }
extend google.protobuf.FieldOptions { optional float weight = 50003; repeated Note notes = 50004; }
message Set { extensions 4 to max; }
message Outer {
  message First { optional int32 a = 1; }
  map<int32, First> firsts = 1;
  optional group Result = 2 { required string url = 1; repeated group Part = 3 { optional int32 n = 1; } }
  message Second { message Third {} optional Third third = 1; }
  oneof choice { option (choice_note) = "c"; string s = 3 [default = "unused"]; Second second = 4; group Picked = 5 { optional bool b = 1; } }
  optional string text = 6 [default = "it's \\"x\\"\\n"]; optional bytes raw = 7 [default = "\\001\\377\\"'"];
  optional double inf = 8 [default = inf]; optional float nan = 9 [default = nan]; optional float low = 10 [default = -1.5e-7];
  optional Kind kind = 11 [default = HIGH]; optional bool on = 12 [default = true]; optional uint64 big = 13 [default = 18446744073709551615];
  optional string odd_name = 14 [json_name = "other", deprecated = true, (weight) = -inf, (notes) = { text: "a" }, (notes) = { text: "b" }];
  repeated int32 packed = 15 [packed = true];
  map<string, Kind> kinds = 16;
  extensions 1000 to 1999 [verification = DECLARATION, declaration = { number: 1000, full_name: ".a.b", type: ".a.C" }]; extensions 3000;
  reserved 50, 60 to 70, 9000 to max; reserved "gone", "also_gone";
  enum Nested { A = 0; }
  extend Set { optional Outer as_set = 5; }
}
extend google.protobuf.OneofOptions { optional string choice_note = 50005; }
extend Outer { optional group Extra = 3000 { optional int32 e = 1; } }
message Last {}
extend google.protobuf.MethodOptions { optional google.protobuf.Any any = 50006; }
service Search {
  option deprecated = true;
  rpc Find(Outer) returns (stream Last);
  rpc Feed(stream Outer) returns (Outer.Second) { option idempotency_level = IDEMPOTENT; option (any) = { type_url: "t" value: "v" }; }
}
`;
const PROTO3 = `syntax = "proto3";
package three;
import "google/protobuf/timestamp.proto";
import "deep.proto";
message M { optional int32 a = 1; string b = 2; repeated M kids = 3; oneof o { bool c = 4; google.protobuf.Timestamp at = 5; } optional M d = 6; deep.v1.Last k = 7; map<string, M> _odd__name = 8; string X_y1z = 9; }
enum E { ZERO = 0; }
`;
const EDITION = `edition = "2023";
package ed;
option features.field_presence = IMPLICIT;
message M { reserved gone, "x" ; int32 a = 1 [features.field_presence = LEGACY_REQUIRED]; M b = 2 [features.message_encoding = DELIMITED]; repeated int32 c = 3 [features.repeated_field_encoding = EXPANDED]; extensions 10 to 20; }
enum Closed { option features.enum_type = CLOSED; ONE = 1; reserved OLD; }
extend M { string e = 10; repeated M f = 11; }
`.replace(', "x" ', '');

describe('printFile', () => {
  it('gives text that compiles to the same descriptor', () => {
    expectSame({ 'deep.proto': PROTO2, 'three.proto': PROTO3, 'ed.proto': EDITION });
  });

  it('holds for our own files', () => {
    expectSame(PROTOKOLL_PROTOS);
  });

  it('holds for random sets', () => {
    const sources: Record<string, string> = {};
    const expected = new Map<string, Uint8Array>();
    for (const [index, files] of fc.sample(arbitrarySet, { numRuns: 40, seed: 7 }).entries()) {
      const set = setOf(...inFolder(files, `s${index}`));
      for (const file of filesOf(set)) sources[file.name] = printFile(file);
      expected.set(`s${index}/f${files.length - 1}.proto`, loadSchema(set).canonical);
    }
    const image = compileProtos(sources);
    for (const [root, canonical] of expected)
      expect(loadSchema(image, { rootFiles: [root] }).canonical).toEqual(canonical);
  });

  it('refuses names that would be other text', () => {
    const bad = (proto: Parameters<typeof fileOf>[0]): unknown => {
      try {
        return printFile(create(FileDescriptorProtoSchema, fileOf(proto)));
      } catch (error) {
        return isRegistryError(error, 'DESCRIPTOR_INVALID');
      }
    };
    expect(bad([message('M {} message N')])).toBe(true);
    expect(bad([message('M', [text('a = 1; string b', 1)])])).toBe(true);
    expect(bad([message('M', [text('a', 1, { typeName: '.x y' } as Partial<FieldInit>)])])).toBe(true);
  });

  it('refuses options that nobody declares', () => {
    const image = compileProtos({
      'o.proto': `syntax = "proto2"; import "google/protobuf/descriptor.proto"; extend google.protobuf.MessageOptions { optional int32 x = 50000; } message M { option (x) = 1; }`,
    });
    const file = filesOf(image).find(({ name }) => name === 'o.proto')!;
    expect(() => printFile(file)).toThrow('option 50000');
  });
});

/** The set with paths and packages of its own, so that one run of the compiler takes many of them. */
function inFolder(files: readonly FileInit[], folder: string): FileInit[] {
  const text = JSON.stringify(files)
    .replace(/"\.p(\d)/g, `".${folder}.p$1`)
    .replace(/"f(\d)\.proto"/g, `"${folder}/f$1.proto"`)
    .replace(/"package":"/g, `"package":"${folder}.`);
  return JSON.parse(text) as FileInit[];
}

describe('parseFileDescriptor', () => {
  it('reads what was serialized', () => {
    const file = create(FileDescriptorProtoSchema, fileOf([message('M', [text('a', 1)])]));
    expect(parseFileDescriptor(toBinary(FileDescriptorProtoSchema, file))).toEqual(file);
  });

  it('refuses what is none, and what is too large', () => {
    expect(() => parseFileDescriptor(new Uint8Array([1, 2, 3]))).toThrow('descriptor set');
    expect(() => parseFileDescriptor(new Uint8Array(300), { maxSizeBytes: 100 })).toThrow('limit');
  });
});
