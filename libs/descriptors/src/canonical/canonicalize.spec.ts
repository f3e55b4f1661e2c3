import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema, type FileDescriptorProto } from '@bufbuild/protobuf/wkt';
import fc from 'fast-check';
import { arbitrarySet } from '../../test/arbitrary-set.js';
import { rewriteSet } from '../../test/rewrite-set.js';
import {
  enumOf,
  fileOf,
  mapEntry,
  message,
  reference,
  REPEATED,
  setOf,
  text,
  type FileInit,
} from '../../test/set-builder.js';
import { bytesToHex } from '../hex.js';
import { loadSchema, openSchema } from '../schema.js';

const rootOf = (files: readonly FileInit[]): string[] => [files.at(-1)?.name ?? ''];

/** The files of the canonical form. */
const canonicalFiles = (files: readonly FileInit[], rootFiles = rootOf(files)): FileDescriptorProto[] =>
  fromBinary(FileDescriptorSetSchema, loadSchema(setOf(...files), { rootFiles }).canonical).file;

/** The only file of a canonical form. */
const canonicalFile = (file: FileInit): FileDescriptorProto => {
  const [first, ...others] = canonicalFiles([file]);
  if (first === undefined || others.length > 0) throw new Error('not one file');
  return first;
};

describe('laws of the canonical form, over generated sets', () => {
  it('does not depend on how the set is written down', () => {
    fc.assert(
      fc.property(arbitrarySet, fc.nat(), (files, seed) => {
        const options = { rootFiles: rootOf(files) };
        const set = create(FileDescriptorSetSchema, { file: files });
        const rewritten = toBinary(FileDescriptorSetSchema, rewriteSet(set, seed));
        expect(loadSchema(rewritten, options).fingerprint).toBe(
          loadSchema(setOf(...files), options).fingerprint,
        );
      }),
      { numRuns: 150, seed: 20 },
    );
  });

  it('is its own canonical form', () => {
    fc.assert(
      fc.property(arbitrarySet, (files) => {
        const options = { rootFiles: rootOf(files) };
        const once = loadSchema(setOf(...files), options);
        expect(bytesToHex(loadSchema(once.canonical, options).canonical)).toBe(bytesToHex(once.canonical));
      }),
      { numRuns: 150, seed: 21 },
    );
  });

  it('says the same of every message of the root', () => {
    fc.assert(
      fc.property(arbitrarySet, (files) => {
        const options = { rootFiles: rootOf(files) };
        const given = loadSchema(setOf(...files), options);
        const opened = openSchema(given.canonical, given.fingerprint, options);
        expect(describeRoots(opened)).toEqual(describeRoots(given));
      }),
      { numRuns: 80, seed: 22 },
    );
  });

  it('depends on every field of a root: its name, number, type and label', () => {
    fc.assert(
      fc.property(
        arbitrarySet,
        fc.nat(),
        fc.constantFrom('name', 'number', 'type', 'label'),
        (files, pick, what) => {
          const options = { rootFiles: rootOf(files) };
          const set = create(FileDescriptorSetSchema, { file: files });
          const fields = set.file.at(-1)?.messageType.flatMap((proto) => proto.field) ?? [];
          const field = fields[pick % Math.max(1, fields.length)];
          fc.pre(field !== undefined && field.typeName === '' && !Object.hasOwn(field, 'oneofIndex'));
          const before = loadSchema(setOf(...files), options).fingerprint;
          if (what === 'name') field.name = `${field.name}x`;
          if (what === 'number') field.number += 1_000;
          if (what === 'type') field.type = field.type === 9 ? 12 : 9;
          if (what === 'label') field.label = field.label === 1 ? 3 : 1;
          expect(loadSchema(toBinary(FileDescriptorSetSchema, set), options).fingerprint).not.toBe(before);
        },
      ),
      { numRuns: 100, seed: 23 },
    );
  });

  it('does not depend on what nobody reaches', () => {
    fc.assert(
      fc.property(arbitrarySet, (files) => {
        const options = { rootFiles: rootOf(files) };
        const root = files.at(-1);
        if (root === undefined) return;
        const unused: FileInit = {
          name: 'unused.proto',
          package: 'u',
          messageType: [message('U', [text('u', 1)])],
        };
        const importing = { ...root, dependency: ['unused.proto', ...(root.dependency ?? [])] } as FileInit;
        const grown = [...files.slice(0, -1), unused, importing];
        expect(loadSchema(setOf(...grown), options).fingerprint).toBe(
          loadSchema(setOf(...files), options).fingerprint,
        );
      }),
      { numRuns: 50, seed: 24 },
    );
  });
});

describe('fields', () => {
  it('are by number, and the members of a oneof stay together at its lowest', () => {
    const file = canonicalFile(
      fileOf([
        message(
          'M',
          [
            text('six', 6),
            text('five', 5, { oneofIndex: 1 }),
            text('four', 4),
            text('three', 3, { oneofIndex: 1 }),
            text('two', 2, { oneofIndex: 0 }),
            text('nine', 9, { oneofIndex: 0 }),
          ],
          { oneofDecl: [{ name: 'low' }, { name: 'high' }] },
        ),
      ]),
    );
    const proto = file.messageType[0];
    expect(proto?.field.map((field) => field.number)).toEqual([2, 9, 3, 5, 4, 6]);
    expect(proto?.oneofDecl.map((oneof) => oneof.name)).toEqual(['low', 'high']);
  });

  it('have their oneofs by lowest number, those of optional fields last', () => {
    const file = canonicalFile(
      fileOf([
        message(
          'M',
          [
            text('a', 1, { oneofIndex: 1, proto3Optional: true }),
            text('b', 7, { oneofIndex: 0 }),
            text('c', 3, { oneofIndex: 2 }),
          ],
          { oneofDecl: [{ name: 'seven' }, { name: '_a' }, { name: 'three' }] },
        ),
      ]),
    );
    const proto = file.messageType[0];
    expect(proto?.oneofDecl.map((oneof) => oneof.name)).toEqual(['three', 'seven', '_a']);
    expect(proto?.field.map((field) => [field.name, field.oneofIndex])).toEqual([
      ['a', 2],
      ['c', 0],
      ['b', 1],
    ]);
  });

  it('always have a JSON name', () => {
    const file = canonicalFile(
      fileOf([message('M', [text('some_long__name2_x', 1), text('own', 2, { jsonName: 'OWN' })])]),
    );
    expect(file.messageType[0]?.field.map((field) => field.jsonName)).toEqual(['someLongName2X', 'OWN']);
  });

  it('keep an empty default, which is not the same as none', () => {
    const [one, other] = [{ defaultValue: '' }, {}].map((more) =>
      loadSchema(setOf(fileOf([message('M', [text('s', 1, more)])], { syntax: 'proto2' }))),
    );
    expect(one?.fingerprint).not.toBe(other?.fingerprint);
  });
});

describe('enums', () => {
  it('keep their first value first; the others go by number, aliases in their order', () => {
    const numbers = [2, -1, 0, 1, 0];
    const value = numbers.map((number, index) => ({ name: `V${index}`, number }));
    const file = canonicalFile(
      fileOf([], { syntax: 'proto2', enumType: [enumOf('E', { value, options: { allowAlias: true } })] }),
    );
    expect(file.enumType[0]?.value.map((one) => one.name)).toEqual(['V0', 'V1', 'V2', 'V4', 'V3']);
  });

  it('are by name: nothing counts them', () => {
    const file = canonicalFile(fileOf([], { enumType: [enumOf('Z'), enumOf('B')] }));
    expect(file.enumType.map((one) => one.name)).toEqual(['B', 'Z']);
  });

  it('merge reserved ranges, whose ends are inclusive', () => {
    const reservedRange = [
      { start: 5, end: 6 },
      { start: 2, end: 4 },
      { start: 9, end: 2_147_483_647 },
    ];
    const file = canonicalFile(fileOf([], { enumType: [enumOf('E', { reservedRange })] }));
    expect(file.enumType[0]?.reservedRange.map(({ start, end }) => [start, end])).toEqual([
      [2, 6],
      [9, 2_147_483_647],
    ]);
  });
});

describe('messages', () => {
  it('keep their order, since indexes count them; map entries come last, by name', () => {
    const file = canonicalFile(
      fileOf([
        message(
          'Z',
          [
            reference('m', 2, '.t.Z.MEntry', { label: REPEATED }),
            reference('a', 3, '.t.Z.AEntry', { label: REPEATED }),
          ],
          { nestedType: [mapEntry('MEntry'), message('Second'), mapEntry('AEntry'), message('First')] },
        ),
        message('A'),
      ]),
    );
    expect(file.messageType.map((proto) => proto.name)).toEqual(['Z', 'A']);
    expect(file.messageType[0]?.nestedType.map((proto) => proto.name)).toEqual([
      'Second',
      'First',
      'AEntry',
      'MEntry',
    ]);
  });

  it('have sorted, merged ranges and sorted names', () => {
    const file = canonicalFile(
      fileOf(
        [
          message('M', [], {
            reservedName: ['b', 'a', 'b'],
            reservedRange: [
              { start: 7, end: 9 },
              { start: 3, end: 5 },
              { start: 5, end: 6 },
            ],
            extensionRange: [
              { start: 200, end: 300 },
              { start: 100, end: 200 },
              { start: 300, end: 400, options: { verification: 1 } },
            ],
          }),
        ],
        { syntax: 'proto2' },
      ),
    );
    const proto = file.messageType[0];
    expect(proto?.reservedName).toEqual(['a', 'b']);
    expect(proto?.reservedRange.map(({ start, end }) => [start, end])).toEqual([
      [3, 6],
      [7, 9],
    ]);
    expect(proto?.extensionRange.map(({ start, end }) => [start, end])).toEqual([
      [100, 300],
      [300, 400],
    ]);
  });
});

describe('extensions', () => {
  it('are by what they extend, then number, under the derived JSON name', () => {
    const extension = [
      text('b_two', 102, { extendee: '.t.B' }),
      text('b_one', 101, { extendee: '.t.B', jsonName: '[t.b_one]' }),
      text('a_one', 150, { extendee: '.t.A' }),
    ];
    const open = { extensionRange: [{ start: 100, end: 200 }] };
    const file = canonicalFile(
      fileOf([message('B', [], open), message('A', [], open)], { syntax: 'proto2', extension }),
    );
    expect(file.extension.map((one) => [one.extendee, one.number, one.jsonName])).toEqual([
      ['.t.A', 150, 'aOne'],
      ['.t.B', 101, 'bOne'],
      ['.t.B', 102, 'bTwo'],
    ]);
  });
});

describe('services', () => {
  it('keep their order and that of their methods', () => {
    const method = ['Z', 'A'].map((name) => ({
      name,
      inputType: '.t.M',
      outputType: '.t.M',
      serverStreaming: name === 'A',
      clientStreaming: false,
    }));
    const file = canonicalFile(fileOf([message('M')], { service: [{ name: 'Y', method }, { name: 'B' }] }));
    expect(file.service.map((one) => one.name)).toEqual(['Y', 'B']);
    expect(file.service[0]?.method.map((one) => [one.name, one.serverStreaming])).toEqual([
      ['Z', false],
      ['A', true],
    ]);
  });
});

describe('files', () => {
  it('are in the order of imports, ties by path; imports are sorted', () => {
    const leaf = (name: string): FileInit => ({ name, package: name[0] ?? '', messageType: [message('M')] });
    const root: FileInit = fileOf([message('R', [reference('z', 1, '.z.M'), reference('b', 2, '.b.M')])], {
      name: 'aa.proto',
      package: 'r',
      dependency: ['z.proto', 'b.proto'],
    });
    const files = canonicalFiles([leaf('z.proto'), leaf('b.proto'), root]);
    expect(files.map((file) => file.name)).toEqual(['b.proto', 'z.proto', 'aa.proto']);
    expect(files[2]?.dependency).toEqual(['b.proto', 'z.proto']);
  });

  it('write proto2 as nothing, and an edition only with editions', () => {
    expect(canonicalFile(fileOf([], { syntax: 'proto2' })).syntax).toBe('');
    expect(canonicalFile(fileOf([], { syntax: 'proto3', edition: 999 })).edition).toBe(0);
    expect(canonicalFile(fileOf([], { syntax: 'editions', edition: 1000 })).edition).toBe(1000);
  });

  it('keep a public import that is used as one', () => {
    const shared = fileOf([message('S')], { name: 's.proto', package: 's' });
    const rootWith = (publicDependency: number[]): FileInit =>
      fileOf([message('R', [reference('s', 1, '.s.S')])], { dependency: ['s.proto'], publicDependency });
    expect(canonicalFiles([shared, rootWith([0])])[1]?.publicDependency).toEqual([0]);
    expect(canonicalFiles([shared, rootWith([])])[1]?.publicDependency).toEqual([]);
  });

  it('import what defines a type, not what hands it on', () => {
    const files = canonicalFiles([
      fileOf([message('C')], { name: 'c.proto', package: 'c' }),
      fileOf([], { name: 'b.proto', package: 'b', dependency: ['c.proto'], publicDependency: [0] }),
      fileOf([message('A', [reference('c', 1, '.c.C')])], { dependency: ['b.proto'] }),
    ]);
    expect(files.map((file) => [file.name, file.dependency])).toEqual([
      ['c.proto', []],
      ['a.proto', ['c.proto']],
    ]);
  });

  it('drop unknown fields, and option imports, which name no types', () => {
    const plain = fileOf([message('M')]);
    const set = create(FileDescriptorSetSchema, {
      file: [{ ...plain, optionDependency: ['x.proto'] } as FileInit],
    });
    const unknown = { no: 8020, wireType: 0, data: new Uint8Array([1]) };
    set.$unknown = [unknown];
    for (const one of set.file) one.$unknown = [unknown];
    for (const one of set.file) for (const proto of one.messageType) proto.$unknown = [unknown];
    expect(loadSchema(toBinary(FileDescriptorSetSchema, set)).fingerprint).toBe(
      loadSchema(setOf(plain)).fingerprint,
    );
  });
});

function describeRoots(schema: ReturnType<typeof loadSchema>): unknown {
  return schema.rootFiles.flatMap((path) =>
    (schema.registry.getFile(path)?.messages ?? []).map((desc) => [
      desc.typeName,
      [...desc.fields]
        .sort((one, other) => one.number - other.number)
        .map((field) => [
          field.number,
          field.name,
          field.jsonName,
          field.fieldKind,
          field.message?.typeName,
          field.enum?.typeName,
          field.oneof?.name,
          field.presence,
        ]),
    ]),
  );
}
