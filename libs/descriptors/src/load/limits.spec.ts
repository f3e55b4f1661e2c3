import { create, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import fc from 'fast-check';
import {
  fileOf,
  mapEntry,
  message,
  reference,
  REPEATED,
  setOf,
  text,
  type MessageInit,
} from '../../test/set-builder.js';
import { locate } from '../elements/locate.js';
import { loadSchema } from '../schema.js';
import type { DescriptorLimits } from './limits.js';

const load = (bytes: Uint8Array, limits?: DescriptorLimits): string | null => {
  try {
    loadSchema(bytes, limits === undefined ? {} : { limits });
    return null;
  } catch (error) {
    expect(error).toMatchObject({ code: 'DESCRIPTOR_INVALID' });
    return String((error as Error).message);
  }
};

function nested(levels: number): MessageInit {
  let inner = message('M');
  for (let level = 1; level < levels; level++) inner = message('M', [], { nestedType: [inner] });
  return inner;
}

/** A length-delimited record in which each of these is, from the outside in: `[1, 4, 3]` is a nested message of a message of a file. */
function wrap(fields: readonly number[], innermost: Uint8Array): Uint8Array {
  return fields.reduceRight(
    (bytes, field) => new BinaryWriter().tag(field, WireType.LengthDelimited).bytes(bytes).finish(),
    innermost,
  );
}

function repeat(record: readonly number[], count: number): Uint8Array {
  return Buffer.alloc(record.length * count, Uint8Array.from(record));
}

describe('limits: taken at them, refused one past', () => {
  it('bytes', () => {
    const bytes = setOf(fileOf([message('M')]));
    expect(load(bytes, { maxSizeBytes: bytes.length })).toBeNull();
    expect(load(bytes, { maxSizeBytes: bytes.length - 1 })).toContain(
      `has ${bytes.length} bytes; the limit is`,
    );
  });

  it('files', () => {
    const bytes = setOf(...['a', 'b', 'c'].map((name) => fileOf([], { name })));
    expect(load(bytes, { maxFiles: 3 })).toBeNull();
    expect(load(bytes, { maxFiles: 2 })).toContain('more than 2 files');
  });

  it('elements of every kind', () => {
    // 5 in the message, its map entry of 3, an enum of 2, a service of 2, an extension.
    const proto = message(
      'M',
      [text('a', 1, { oneofIndex: 0 }), reference('m', 2, '.t.M.E', { label: REPEATED })],
      {
        oneofDecl: [{ name: 'o' }],
        nestedType: [mapEntry('E')],
        extensionRange: [{ start: 100, end: 200 }],
      },
    );
    const bytes = setOf(
      fileOf([proto], {
        syntax: 'proto2',
        enumType: [{ name: 'X', value: [{ name: 'V', number: 0 }] }],
        service: [{ name: 'S', method: [{ name: 'm', inputType: '.t.M', outputType: '.t.M' }] }],
        extension: [text('x', 150, { extendee: '.t.M' })],
      }),
    );
    expect(load(bytes, { maxElements: 13 })).toBeNull();
    expect(load(bytes, { maxElements: 12 })).toContain('more than 12 elements');
  });

  it('imports count as elements', () => {
    const dependency = ['b', 'c'];
    const bytes = setOf(
      fileOf([], { name: 'a', dependency }),
      ...dependency.map((name) => fileOf([], { name })),
    );
    expect(load(bytes, { maxElements: 2 })).toBeNull();
    expect(load(bytes, { maxElements: 1 })).toContain('more than 1 elements');
  });

  it('nesting', () => {
    expect(load(setOf(fileOf([nested(100)])))).toBeNull();
    expect(load(setOf(fileOf([nested(101)])))).toContain('nested deeper than 100 levels');
    expect(load(setOf(fileOf([nested(3)])), { maxNesting: 3 })).toBeNull();
    expect(load(setOf(fileOf([nested(3)])), { maxNesting: 2 })).toContain('nested deeper than 2 levels');
  });

  it('what was taken at the limit of nesting is taken again in its canonical form', () => {
    const { canonical } = loadSchema(setOf(fileOf([nested(100)])));
    expect(load(canonical)).toBeNull();
  });

  it('names', () => {
    const limits = { maxNameLength: 20 };
    expect(load(setOf(fileOf([message('x'.repeat(18))])), limits)).toBeNull();
    expect(load(setOf(fileOf([message('x'.repeat(19))])), limits)).toContain('longer than 20 characters');
    expect(load(setOf(fileOf([], { name: 'x'.repeat(20) })), limits)).toBeNull();
    expect(load(setOf(fileOf([], { name: 'x'.repeat(21) })), limits)).toContain('longer than 20 characters');
  });
});

describe('hostile bytes', () => {
  it('of every kind are refused or taken, never a crash', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        load(bytes);
      }),
      { numRuns: 500, seed: 30 },
    );
  });

  it('a flipped byte anywhere is refused or taken', () => {
    const proto = message(
      'M',
      [text('a', 1, { oneofIndex: 0 }), reference('m', 2, '.t.M.E', { label: REPEATED })],
      {
        oneofDecl: [{ name: 'o' }],
        nestedType: [mapEntry('E')],
      },
    );
    const bytes = setOf(
      fileOf([proto]),
      fileOf([message('N')], { name: 'b', package: 'u', dependency: ['a.proto'] }),
    );
    for (let at = 0; at < bytes.length; at++) {
      for (const flip of [1, 4, 16, 128]) {
        const broken = Uint8Array.from(bytes);
        broken[at] = (broken[at] ?? 0) ^ flip;
        load(broken);
      }
    }
  });

  it('cut short anywhere are refused or taken', () => {
    const bytes = setOf(fileOf([message('M', [text('a', 1)])]));
    for (let size = 0; size < bytes.length; size++) load(bytes.slice(0, size));
    expect(load(bytes.slice(0, -1))).toContain('not a serialized FileDescriptorSet');
  });

  it('ten thousand levels do not overflow the stack', () => {
    const bytes = wrap([1, 4, ...Array.from({ length: 10_000 }, () => 3)], new Uint8Array());
    expect(load(bytes)).toContain('nested deeper than 100 levels');
  });

  it('groups in groups do not either', () => {
    expect(load(repeat([0x23], 1_000_000))).toContain('not a serialized FileDescriptorSet');
  });

  it.each([
    ['messages', [1], [0x22, 0x00]],
    ['fields', [1, 4], [0x12, 0x00]],
    ['enum values', [1, 5], [0x12, 0x00]],
    ['imports', [1], [0x1a, 0x00]],
    ['unknown fields of options', [1, 8], [0xb8, 0x7d, 0x00]],
    ['unknown fields of the set', [], [0x10, 0x00]],
    ['uninterpreted options', [1, 8], [0xba, 0x3e, 0x00]],
  ])('sixteen MiB of empty %s cost no more than counting them', (_what, path, record) => {
    const count = Math.floor((16 * 1024 * 1024 - 100) / record.length);
    const bytes = wrap(path, repeat(record, count));
    const before = process.memoryUsage().heapUsed;
    expect(load(bytes)).toMatch(/more than \d+ (elements|options)/);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(128 * 1024 * 1024);
  });

  it('positions without end count as none', () => {
    const content = wrap(
      [1],
      new BinaryWriter()
        .tag(1, 2)
        .string('a')
        .raw(wrap([4], new BinaryWriter().tag(1, 2).string('M').finish()))
        .raw(wrap([9], repeat([0x0a, 0x00], 4_000_000)))
        .finish(),
    );
    const desc = loadSchema(content).registry.getMessage('M');
    expect(desc).toBeDefined();
    expect(desc === undefined ? undefined : locate(desc)).toBeNull();
  });

  it('positions that can not be read count as none', () => {
    const set = create(FileDescriptorSetSchema, { file: [fileOf([message('M')])] });
    const broken = wrap(
      [1],
      new BinaryWriter()
        .raw(toBinary(FileDescriptorSetSchema, set).slice(2))
        .raw(wrap([9], new Uint8Array([0x0a, 0x7f])))
        .finish(),
    );
    const schema = loadSchema(broken);
    expect(schema.registry.getFile('a.proto')?.proto.sourceCodeInfo).toBeUndefined();
  });

  it('files that all import and hand on hundreds of others are loaded in time', () => {
    const count = 600;
    const files = Array.from({ length: count }, (_, index) => {
      const dependency = Array.from({ length: Math.min(index, 300) }, (_, at) => `f${index - at - 1}`);
      return fileOf([], { name: `f${index}`, dependency, publicDependency: [...dependency.keys()] });
    });
    const started = process.cpuUsage();
    expect(load(setOf(...files), { maxElements: 400_000 })).toBeNull();
    expect(process.cpuUsage(started).user / 1_000).toBeLessThan(3_000);
  });
});
