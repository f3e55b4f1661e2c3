import { compileProtos } from '#libs/testing';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { compileShop, SHARED, SHOP } from '../test/compiled-shop.js';
import { fileOf, setOf } from '../test/set-builder.js';
import { fingerprintOf } from './fingerprint.js';
import { allMessages, loadSchema, openSchema } from './index.js';

const options = { rootFiles: ['shop.proto'] };
const shop = loadSchema(compileShop(), options);
const fingerprintWith = (text: string, shared = SHARED): string =>
  loadSchema(compileShop(text, shared), options).fingerprint;

/** Proto2 with what proto3 lacks, and custom options. */
const LEGACY = `syntax = "proto2";
package legacy;
import "google/protobuf/descriptor.proto";
extend google.protobuf.FieldOptions { optional string note = 50001; optional int32 rank = 50002; }
message Base {
  required int32 id = 1 [(rank) = 7, (note) = "x"];
  optional group Part = 2 { optional bytes raw = 3 [default = "\\001a"]; }
  oneof spread { int32 low = 4; int32 high = 9; }
  optional int32 between = 6 [default = -3];
  extensions 100 to 199;
  extend Base { optional string inside = 101; }
}
extend Base { repeated int32 outside = 102 [packed = true]; }
enum Level { option allow_alias = true; HIGH = 5; TOP = 5; LOW = 1; }
`;

/** An edition with features at three levels. */
const EDITION = `edition = "2023";
package modern;
option features.field_presence = IMPLICIT;
message Event {
  string id = 1 [features.field_presence = EXPLICIT];
  Detail detail = 2 [features.message_encoding = DELIMITED];
  message Detail { repeated int32 numbers = 1 [features.repeated_field_encoding = EXPANDED]; }
  enum State { option features.enum_type = CLOSED; ON = 1; OFF = 2; }
  State state = 3 [features.field_presence = LEGACY_REQUIRED];
}
`;

describe('the fingerprint of compiled text', () => {
  it('is SHA-256 of the canonical bytes', () => {
    expect(shop.fingerprint).toBe(fingerprintOf(shop.canonical));
  });

  it('does not depend on how the text is written', () => {
    const moved = (line: string, before: string): ((text: string) => string) => {
      return (text) => text.replace(line, '').replace(before, `${line}${before}`);
    };
    const changes: ((text: string) => string)[] = [
      (text) =>
        text
          .replace('// An order.', '/* Another   comment */\n\n')
          .replace('optional int32 discount', 'optional    int32   discount'),
      moved('  string id = 1;\n', '  reserved 20'),
      moved('  map<string, int32> counts = 3;\n', '  reserved 20'),
      moved('  oneof payment { string card = 5; string cash = 6; }\n', '  reserved 20'),
      moved('import "shared.proto";\n', 'import "google/protobuf/timestamp.proto"'),
      (text) => text.replace('import "google/protobuf/any.proto";\n', ''),
      (text) => text.replace('KIND_B = 2; KIND_A = 1;', 'KIND_A = 1; KIND_B = 2;'),
      (text) => text.replace('20, 21, 30 to 40', '35 to 40, 30 to 34, 20 to 21'),
      (text) => text.replace('"old", "older"', '"older", "old"'),
      (text) => text.replace('string post = 8', 'string post = 8 [json_name = "post"]'),
    ];
    let all = SHOP;
    for (const change of changes) {
      expect(change(all)).not.toBe(all);
      all = change(all);
    }
    expect(fingerprintWith(all)).toBe(shop.fingerprint);
  });

  it('does not depend on what is not reached', () => {
    const shared = SHARED.replace(
      'string text = 1; }\nmessage Outer',
      'bytes other = 5; }\nmessage Outer',
    ).replace('int32 n = 1; } string text', 'int32 n = 1; } bytes other');
    expect(fingerprintWith(SHOP, shared)).toBe(shop.fingerprint);
  });

  it.each([
    ['a type', SHOP, SHARED.replace('int64 units', 'int32 units')],
    ['a name', SHOP.replace('string id', 'string key'), SHARED],
    ['a reservation', SHOP.replace('20, 21', '20'), SHARED],
    ['an option', SHOP.replace('string id = 1', 'string id = 1 [deprecated = true]'), SHARED],
    [
      'the order of messages',
      SHOP.replace(/message Second .*\n/, '').replace(
        '// An order.',
        'message Second { Order order = 1; }\n// An order.',
      ),
      SHARED,
    ],
  ])('depends on %s', (_what, text, shared) => {
    expect(fingerprintWith(text, shared)).not.toBe(shop.fingerprint);
  });

  it('does not depend on the order of custom options', () => {
    const turned = LEGACY.replace('(rank) = 7, (note) = "x"', '(note) = "x", (rank) = 7');
    const [one, other] = [LEGACY, turned].map((text) => loadSchema(compileProtos({ 'legacy.proto': text })));
    expect(one?.fingerprint).toBe(other?.fingerprint);
  });

  // Fingerprints are in every event ever sent. If this fails, the canonical form has changed: undo that.
  it('is the same in every release', () => {
    const legacy = loadSchema(compileProtos({ 'legacy.proto': LEGACY }));
    const modern = loadSchema(compileProtos({ 'modern.proto': EDITION }));
    expect([shop.fingerprint, legacy.fingerprint, modern.fingerprint]).toEqual(GOLDEN);
  });
});

describe('the canonical form of compiled text', () => {
  const sets: readonly (readonly [string, Uint8Array, string])[] = [
    ['shop.proto', shop.canonical, 'shop.proto'],
    ...[['legacy.proto', LEGACY] as const, ['modern.proto', EDITION] as const].map(
      ([path, text]) => [path, loadSchema(compileProtos({ [path]: text })).canonical, path] as const,
    ),
  ];

  it.each(sets)('of %s is its own canonical form', (_path, canonical, root) => {
    expect(Buffer.from(loadSchema(canonical, { rootFiles: [root] }).canonical).equals(canonical)).toBe(true);
  });

  it.each(sets)('of %s is taken by a compiler that is not ours', (_path, canonical) => {
    const folder = mkdtempSync(join(tmpdir(), 'canonical-'));
    try {
      writeFileSync(join(folder, 'set.binpb'), canonical);
      const output = execFileSync(
        join(process.cwd(), 'node_modules/.bin/buf'),
        ['build', 'set.binpb', '--as-file-descriptor-set', '-o', '-'],
        { cwd: folder, stdio: 'pipe' },
      );
      const names = (bytes: Uint8Array): string[] =>
        fromBinary(FileDescriptorSetSchema, bytes).file.map((file) => file.name);
      expect(names(output).sort()).toEqual(names(canonical).sort());
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('keeps of imports only what is reached', () => {
    const names = [...allMessages(openSchema(shop.canonical, shop.fingerprint))].map((desc) => desc.typeName);
    expect(names.sort()).toEqual([
      'google.protobuf.Timestamp',
      'shop.v1.Money',
      'shop.v1.Order',
      'shop.v1.Order.Line',
      'shop.v1.Outer',
      'shop.v1.Outer.Inner',
      'shop.v1.Second',
    ]);
  });

  it('has no source info, which the registry of the given set keeps', () => {
    const canonical = openSchema(shop.canonical, shop.fingerprint);
    expect(canonical.registry.getFile('shop.proto')?.proto.sourceCodeInfo).toBeUndefined();
    const info = shop.registry.getFile('shop.proto')?.proto.sourceCodeInfo;
    expect(info?.location.length).toBeGreaterThan(50);
    expect(shop.registry.getFile('shop.proto')?.proto.sourceCodeInfo).toBe(info);
  });

  it('gives back a set with its source info when it is written again', () => {
    const bytes = compileShop();
    const files = [...loadSchema(bytes, options).registry.files].map((file) => file.proto);
    const written = toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file: files }));
    expect(written.length).toBe(bytes.length);
  });
});

describe('openSchema', () => {
  it('takes the fingerprint and its first 32 digits', () => {
    expect(openSchema(shop.canonical, shop.fingerprint).fingerprint).toBe(shop.fingerprint);
    expect(openSchema(shop.canonical, shop.fingerprint.slice(0, 32)).rootFiles).toEqual(['shop.proto']);
    expect(openSchema(shop.canonical, shop.fingerprint, { rootFiles: ['shared.proto'] }).rootFiles).toEqual([
      'shared.proto',
    ]);
  });

  it.each(['0'.repeat(64), '', shop.fingerprint.slice(0, 31)])('refuses %j', (expected) => {
    expect(() => openSchema(shop.canonical, expected)).toThrow(
      expect.objectContaining({ code: 'FINGERPRINT_MISMATCH' }),
    );
  });

  it('refuses bytes that have the hash but are no set', () => {
    const bytes = new Uint8Array([1, 2, 3]);
    expect(() => openSchema(bytes, fingerprintOf(bytes))).toThrow(
      expect.objectContaining({ code: 'DESCRIPTOR_INVALID' }),
    );
  });

  it('keeps to its limits', () => {
    const { canonical, fingerprint } = loadSchema(setOf(fileOf([]), fileOf([], { name: 'b' })));
    expect(() => openSchema(canonical, fingerprint, { limits: { maxFiles: 1 } })).toThrow(
      'more than 1 files',
    );
  });
});

const GOLDEN: readonly string[] = [
  'bea99ad1f7b6c5199efb56e399b1b0e244da23803b0f579e8a562e007bc7a211',
  'c258993b532725e69c3019a03e2f9bb373493fde268ce5f5eb360d8383376e38',
  '637a9cab24a7516a588c0acc470fd98a50e6824c0deb13b1c6888f1c3af96fe2',
];
