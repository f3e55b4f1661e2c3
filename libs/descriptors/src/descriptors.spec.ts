import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema, type FileDescriptorSet } from '@bufbuild/protobuf/wkt';
import fc from 'fast-check';
import { compileProtos } from '#libs/testing';
import {
  allEnums,
  allMessages,
  bytesToHex,
  elementPath,
  findMessage,
  fingerprintPrefix,
  hexToBytes,
  leadingComment,
  loadSchema,
  locate,
  messageAtIndexPath,
  messageIndexPath,
  openSchema,
  parseFingerprint,
  type Schema,
} from './index.js';
import { fingerprintOf } from './fingerprint.js';

const SHARED = `syntax = "proto3";
package shop.v1;
message Money { int64 units = 1; Currency currency = 2; }
enum Currency { CURRENCY_UNSPECIFIED = 0; EUR = 1; }
message Unused { string text = 1; }
message Outer { message Inner { int32 n = 1; } string text = 1; }
`;
const ORDER = `syntax = "proto3";
package shop.v1;
import "google/protobuf/timestamp.proto";
import "google/protobuf/any.proto";
import "shared.proto";
// An order.
message Order {
  // Its number.
  string id = 1;
  repeated Money prices = 2;
  map<string, int32> counts = 3;
  map<string, Outer.Inner> inners = 4;
  oneof payment { string card = 5; string cash = 6; }
  optional int32 discount = 7;
  oneof delivery { string post = 8; string pickup = 9; }
  google.protobuf.Timestamp at = 10;
  reserved 20, 21, 30 to 40;
  reserved "old", "older";
  message Line { string text = 1; }
  enum Kind { KIND_UNSPECIFIED = 0; KIND_B = 2; KIND_A = 1; }
}
message Second { Order order = 1; }
service Orders { rpc Place(Order) returns (Second); }
`;

const setOf = (files: Record<string, string>): Uint8Array => compileProtos(files);
const load = (files: Record<string, string>, rootFiles?: string[]): Schema =>
  loadSchema(setOf(files), rootFiles === undefined ? {} : { rootFiles });

describe('fingerprint', () => {
  const base = load({ 'shared.proto': SHARED, 'order.proto': ORDER }, ['order.proto']);

  it('is SHA-256 of the canonical bytes', () => {
    expect(base.fingerprint).toBe(fingerprintOf(base.canonical));
    expect(bytesToHex(fingerprintPrefix(base.fingerprint))).toBe(base.fingerprint.slice(0, 32));
    expect(hexToBytes('00ff')).toEqual(new Uint8Array([0, 255]));
  });

  it.each([
    [
      'comments and formatting',
      ORDER.replace('// An order.', '/* Another   comment */\n\n').replace('string id', '   string   id'),
    ],
    [
      'the order of fields',
      ORDER.replace('  string id = 1;\n', '').replace('  reserved 20', '  string id = 1;\n  reserved 20'),
    ],
    [
      'the order of imports',
      ORDER.replace('import "shared.proto";\n', '').replace(
        'import "google/protobuf/timestamp.proto";',
        'import "shared.proto";\nimport "google/protobuf/timestamp.proto";',
      ),
    ],
    ['an unused import', ORDER.replace('import "google/protobuf/any.proto";\n', '')],
    [
      'the order of oneofs',
      ORDER.replace(/ {2}oneof payment .*\n/, '')
        .replace(' {2}google', '')
        .replace('  reserved 20', '  oneof payment { string cash = 6; string card = 5; }\n  reserved 20'),
    ],
    [
      'the order of enum values but the first',
      ORDER.replace('KIND_B = 2; KIND_A = 1;', 'KIND_A = 1; KIND_B = 2;'),
    ],
    ['how reserved ranges are cut', ORDER.replace('20, 21, 30 to 40', '35 to 40, 30 to 34, 20 to 21')],
    ['the order of reserved names', ORDER.replace('"old", "older"', '"older", "old"')],
    ['a json_name that is the default', ORDER.replace('string id = 1', 'string id = 1 [json_name = "id"]')],
  ])('does not depend on %s', (_, text) => {
    expect(text).not.toBe(ORDER);
    expect(load({ 'shared.proto': SHARED, 'order.proto': text }, ['order.proto']).fingerprint).toBe(
      base.fingerprint,
    );
  });

  it.each([
    [
      'a type that is not reached',
      SHARED.replace('string text = 1; }\nmessage Outer', 'bytes text = 1; }\nmessage Outer'),
    ],
    [
      'a shell around a type that is reached',
      SHARED.replace('string text = 1; }\n`', '').replace(
        'int32 n = 1; } string text',
        'int32 n = 1; } bytes text',
      ),
    ],
  ])('does not depend on %s', (_, text) => {
    expect(text).not.toBe(SHARED);
    expect(load({ 'shared.proto': text, 'order.proto': ORDER }, ['order.proto']).fingerprint).toBe(
      base.fingerprint,
    );
  });

  it.each([
    ['a type', ORDER, SHARED.replace('int64 units', 'int32 units')],
    ['a reached type in another file', ORDER, SHARED.replace('int32 n', 'int64 n')],
    ['a name', ORDER.replace('string id', 'string key'), SHARED],
    ['a json_name', ORDER.replace('string id = 1', 'string id = 1 [json_name = "ID"]'), SHARED],
    ['a reservation', ORDER.replace('20, 21', '20'), SHARED],
    [
      'the order of messages',
      ORDER.replace(/message Second .*\n/, '').replace(
        '// An order.',
        'message Second { Order order = 1; }\n// An order.',
      ),
      SHARED,
    ],
    [
      'the first value of an enum',
      ORDER,
      SHARED.replace('syntax = "proto3"', 'syntax = "proto2"')
        .replaceAll(/(\bint64|\bCurrency|\bstring|\bint32) (\w+) =/g, 'optional $1 $2 =')
        .replace('EUR = 1; ', '')
        .replace('{ CURRENCY', '{ EUR = 1; CURRENCY'),
    ],
    ['an option', ORDER.replace('string id = 1', 'string id = 1 [deprecated = true]'), SHARED],
    ['a method', ORDER.replace('returns (Second)', 'returns (stream Second)'), SHARED],
  ])('depends on %s', (_, order, shared) => {
    expect([order, shared]).not.toEqual([ORDER, SHARED]);
    expect(load({ 'shared.proto': shared, 'order.proto': order }, ['order.proto']).fingerprint).not.toBe(
      base.fingerprint,
    );
  });

  it('does not depend on the order of files', () => {
    const set = fromBinary(FileDescriptorSetSchema, setOf({ 'shared.proto': SHARED, 'order.proto': ORDER }));
    fc.assert(
      fc.property(fc.shuffledSubarray(set.file, { minLength: set.file.length }), (file) => {
        const bytes = toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file }));
        expect(loadSchema(bytes, { rootFiles: ['order.proto'] }).fingerprint).toBe(base.fingerprint);
      }),
      { numRuns: 20, seed: 1 },
    );
  });

  it('stays what it is in this release and the next', () => {
    expect(
      load({ 'a.proto': 'syntax = "proto3";\nmessage A { int32 n = 1; }' }).fingerprint,
    ).toMatchInlineSnapshot(`"4e9ac93507735b4fc130fed047e917b4d10e929799818cbfc4f5c2e32ca02b6a"`);
    expect(base.fingerprint).toMatchInlineSnapshot(
      `"a06b1bc01aada75786c3b9067d804ba4a7e7f8a1e604072bb64db843e8750f8c"`,
    );
  });

  it('is read from text only in its full, lower-case form', () => {
    expect(parseFingerprint(base.fingerprint)).toBe(base.fingerprint);
    for (const text of [
      '',
      base.fingerprint.slice(1),
      base.fingerprint.toUpperCase(),
      `${base.fingerprint}\n`,
    ]) {
      expect(parseFingerprint(text)).toBeNull();
    }
  });
});

describe('canonicalize', () => {
  it('changes nothing the second time', () => {
    const schema = load({ 'shared.proto': SHARED, 'order.proto': ORDER }, ['order.proto']);
    const again = loadSchema(schema.canonical, { rootFiles: ['order.proto'] });
    expect(bytesToHex(again.canonical)).toBe(bytesToHex(schema.canonical));
  });

  it('keeps of imports only what is reached', () => {
    const schema = load({ 'shared.proto': SHARED, 'order.proto': ORDER }, ['order.proto']);
    const names = [...allMessages(openSchema(schema.canonical, schema.fingerprint))].map(
      (message) => message.typeName,
    );
    expect(names).toContain('shop.v1.Outer.Inner');
    expect(names).not.toContain('shop.v1.Unused');
    expect(names).not.toContain('google.protobuf.Any');
  });

  it('resolves public imports to the file that defines the type', () => {
    const schema = load(
      {
        'c.proto': 'syntax = "proto3";\nmessage C { int32 n = 1; }',
        'b.proto': 'syntax = "proto3";\nimport public "c.proto";',
        'a.proto': 'syntax = "proto3";\nimport "b.proto";\nmessage A { C c = 1; }',
      },
      ['a.proto'],
    );
    const set = fromBinary(FileDescriptorSetSchema, schema.canonical);
    expect(set.file.map((file) => [file.name, file.dependency])).toEqual([
      ['c.proto', []],
      ['a.proto', ['c.proto']],
    ]);
  });

  it('orders custom options by number', () => {
    const options = 'extend google.protobuf.MessageOptions { string one = 50001; string two = 50002; }';
    const text = (first: string, second: string): string =>
      `syntax = "proto3";\nimport "google/protobuf/descriptor.proto";\n${options}\nmessage A { option (${first}) = "x"; option (${second}) = "x"; }`;
    expect(load({ 'a.proto': text('one', 'two') }).fingerprint).toBe(
      load({ 'a.proto': text('two', 'one') }).fingerprint,
    );
  });
});

describe('loadSchema', () => {
  const refuse = (set: FileDescriptorSet | Uint8Array, options = {}): void => {
    const bytes = set instanceof Uint8Array ? set : toBinary(FileDescriptorSetSchema, set);
    expect(() => loadSchema(bytes, options)).toThrow(expect.objectContaining({ code: 'DESCRIPTOR_INVALID' }));
  };
  const files = (...file: { name: string; dependency?: string[] }[]): FileDescriptorSet =>
    create(FileDescriptorSetSchema, { file });

  it.each([
    ['garbage', new Uint8Array([255, 255, 255])],
    ['nothing', new Uint8Array()],
    ['a file without a name', files({ name: '' })],
    ['one file twice', files({ name: 'a' }, { name: 'a' })],
    ['a missing import', files({ name: 'a', dependency: ['b'] })],
    ['a file that imports itself', files({ name: 'a', dependency: ['a'] })],
    [
      'a cycle',
      files(
        { name: 'a', dependency: ['b'] },
        { name: 'b', dependency: ['c'] },
        { name: 'c', dependency: ['b'] },
      ),
    ],
  ])('refuses %s', (_, set) => refuse(set));

  it('refuses a dangling type', () => {
    const field = { name: 'f', number: 1, label: 1, type: 11, typeName: '.Nowhere' };
    refuse(
      create(FileDescriptorSetSchema, {
        file: [{ name: 'a', messageType: [{ name: 'A', field: [field] }] }],
      }),
    );
  });

  it('refuses a root that is not there', () => refuse(files({ name: 'a' }), { rootFiles: ['b'] }));

  it('takes sets at its limits and none past them', () => {
    const set = create(FileDescriptorSetSchema, {
      file: [{ name: 'a', messageType: [{ name: 'A' }, { name: 'B' }] }, { name: 'b' }],
    });
    const bytes = toBinary(FileDescriptorSetSchema, set);
    const limits = { maxSizeBytes: bytes.byteLength, maxFiles: 2, maxElements: 2 };
    expect(() => loadSchema(bytes, { limits })).not.toThrow();
    for (const limit of ['maxSizeBytes', 'maxFiles', 'maxElements'] as const)
      refuse(bytes, { limits: { ...limits, [limit]: limits[limit] - 1 } });
  });

  it('survives any bytes', () => {
    const bytes = setOf({
      'a.proto': ORDER.replace('import "shared.proto";', '')
        .replace('repeated Money prices = 2;', '')
        .replace(/map<string, Outer.*\n/, ''),
    });
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (position, value) => {
        const broken = Uint8Array.from(bytes);
        broken[position] = value;
        try {
          loadSchema(broken);
        } catch (error) {
          expect(error).toMatchObject({ code: 'DESCRIPTOR_INVALID' });
        }
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('takes names that JavaScript objects have', () => {
    const schema = load({
      'a.proto':
        'syntax = "proto3";\nmessage __proto__ { string constructor = 1; map<string, int32> toString = 2; }',
    });
    expect(findMessage(schema, '__proto__')?.fields.map((field) => field.name)).toEqual([
      'constructor',
      'toString',
    ]);
  });

  it('loads a thousand files within a second', () => {
    const file = Array.from({ length: 1_000 }, (_, index) => ({
      name: `f${index}.proto`,
      package: `p${index}`,
      dependency: index === 0 ? [] : [`f${index - 1}.proto`],
      messageType: [{ name: 'M', field: [{ name: 'n', number: 1, label: 1, type: 5 }] }],
    }));
    const bytes = toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file }));
    const started = process.cpuUsage();
    loadSchema(bytes);
    expect(process.cpuUsage(started).user / 1_000).toBeLessThan(1_000);
  });
});

describe('openSchema', () => {
  const schema = load({ 'a.proto': 'syntax = "proto3";\nmessage A { int32 n = 1; }' });

  it('takes the full fingerprint and its first 32 digits', () => {
    expect(openSchema(schema.canonical, schema.fingerprint).fingerprint).toBe(schema.fingerprint);
    expect(openSchema(schema.canonical, schema.fingerprint.slice(0, 32)).rootFiles).toEqual(['a.proto']);
  });

  it.each([['0'.repeat(64)], [''], [schema.fingerprint.slice(0, 31)]])('refuses %s', (expected) => {
    expect(() => openSchema(schema.canonical, expected)).toThrow(
      expect.objectContaining({ code: 'FINGERPRINT_MISMATCH' }),
    );
  });
});

describe('finding and naming', () => {
  const schema = load({ 'shared.proto': SHARED, 'order.proto': ORDER }, ['order.proto']);
  const order = findMessage(schema, '.shop.v1.Order')!;

  it('names every kind of element', () => {
    const service = schema.registry.getService('shop.v1.Orders')!;
    const kind = order.nestedEnums[0]!;
    expect(
      [
        order.file,
        order,
        order.fields[0]!,
        order.oneofs[0]!,
        kind,
        kind.values[1]!,
        service,
        service.methods[0]!,
      ].map(elementPath),
    ).toEqual([
      '#/file/order.proto',
      '#/shop.v1.Order',
      '#/shop.v1.Order/field/1',
      '#/shop.v1.Order/oneof/payment',
      '#/shop.v1.Order.Kind',
      '#/shop.v1.Order.Kind/value/2',
      '#/shop.v1.Orders',
      '#/shop.v1.Orders/method/Place',
    ]);
  });

  it('locates every kind of element', () => {
    const lineOf = (text: string): number => ORDER.split('\n').findIndex((line) => line.includes(text)) + 1;
    const service = schema.registry.getService('shop.v1.Orders')!;
    const kind = order.nestedEnums[0]!;
    expect(locate(order)).toMatchObject({ file: 'order.proto', line: lineOf('message Order'), column: 1 });
    expect(locate(order.fields[0]!)).toEqual({
      file: 'order.proto',
      line: lineOf('string id'),
      column: 3,
      endLine: lineOf('string id'),
      endColumn: 17,
    });
    expect(locate(order.oneofs[0]!)?.line).toBe(lineOf('oneof payment'));
    expect(locate(kind.values[1]!)?.line).toBe(lineOf('KIND_B'));
    expect(locate(order.nestedMessages[0]!)?.line).toBe(lineOf('message Line'));
    expect(locate(service.methods[0]!)?.line).toBe(lineOf('rpc Place'));
    expect(locate(order.file)?.line).toBe(2);
  });

  it('has no positions without source info', () => {
    const bare = openSchema(schema.canonical, schema.fingerprint);
    expect(locate(findMessage(bare, 'shop.v1.Order')!)).toBeNull();
    expect(leadingComment(findMessage(bare, 'shop.v1.Order')!)).toBeNull();
  });

  it('reads comments', () => {
    expect(leadingComment(order)).toBe('An order.');
    expect(leadingComment(order.fields[0]!)).toBe('Its number.');
    expect(leadingComment(order.fields[1]!)).toBeNull();
  });

  it('walks messages and enums, but not map entries', () => {
    expect([...allMessages(order.file)].map((message) => message.name)).toEqual(['Order', 'Line', 'Second']);
    expect([...allEnums(order.file)].map((type) => type.name)).toEqual(['Kind']);
    expect([...allEnums(schema)].length).toBeGreaterThan(1);
  });

  it('gives and takes index paths, the same in the text and in the canonical form', () => {
    const bare = openSchema(schema.canonical, schema.fingerprint);
    for (const one of [schema, bare]) {
      const file = one.registry.getFile('order.proto')!;
      for (const message of allMessages(file))
        expect(messageAtIndexPath(file, messageIndexPath(message))).toBe(message);
      expect(messageIndexPath(findMessage(one, 'shop.v1.Order.Line')!)).toEqual([0, 0]);
      expect(messageIndexPath(findMessage(one, 'shop.v1.Second')!)).toEqual([1]);
      expect(messageAtIndexPath(file, [5])).toBeNull();
      expect(messageAtIndexPath(file, [])).toBeNull();
    }
  });
});
