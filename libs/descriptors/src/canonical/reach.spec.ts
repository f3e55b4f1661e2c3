import { fromBinary } from '@bufbuild/protobuf';
import {
  FeatureSet_FieldPresence,
  FileDescriptorSetSchema,
  type DescriptorProto,
} from '@bufbuild/protobuf/wkt';
import {
  enumOf,
  ENUM,
  fileOf,
  mapEntry,
  message,
  reference,
  REPEATED,
  setOf,
  text,
  type FieldInit,
  type FileInit,
} from '../../test/set-builder.js';
import { loadSchema } from '../schema.js';

/** Full names in the canonical form, those of containers that are mere shells in brackets. */
function keptNames(...files: readonly FileInit[]): string[] {
  const { canonical } = loadSchema(setOf(...files));
  return fromBinary(FileDescriptorSetSchema, canonical).file.flatMap((file) => [
    ...file.enumType.map((proto) => `${file.package}.${proto.name}`),
    ...file.messageType.flatMap((proto) => namesIn(proto, file.package)),
    ...file.extension.map((proto) => `${file.package}.${proto.name}`),
  ]);
}

function namesIn(proto: DescriptorProto, scope: string): string[] {
  const name = `${scope}.${proto.name}`;
  return [
    proto.field.length === 0 ? `(${name})` : name,
    ...proto.enumType.map((nested) => `${name}.${nested.name}`),
    ...proto.nestedType.flatMap((nested) => namesIn(nested, name)),
  ];
}

const root = (...fields: readonly FieldInit[]): FileInit =>
  fileOf([message('Root', fields)], { name: 'root.proto', package: 'r', dependency: ['lib.proto'] });

const lib = fileOf(
  [
    message('Chain', [reference('next', 1, '.l.Link')]),
    message('Link', [reference('back', 1, '.l.Chain'), reference('kind', 2, '.l.Kind', { type: ENUM })]),
    message('Box', [reference('deep', 1, '.l.Unused')], {
      nestedType: [
        message('Middle', [text('x', 1)], {
          nestedType: [message('Inner', [text('x', 1)]), message('Other', [text('x', 1)])],
          enumType: [enumOf('Mode'), enumOf('Idle')],
        }),
      ],
    }),
    message('Unused', [text('x', 1)]),
    message('Map', [reference('m', 1, '.l.Map.MEntry', { label: REPEATED })], {
      nestedType: [
        mapEntry('MEntry', [text('key', 1), reference('value', 2, '.l.Value')]),
        message('Nested', [text('x', 1)]),
      ],
    }),
    message('Value', [text('x', 1)]),
  ],
  { name: 'lib.proto', package: 'l', enumType: [enumOf('Kind'), enumOf('UnusedKind')] },
);

describe('what the roots reach', () => {
  it('is all of the roots, used or not', () => {
    const file = fileOf([message('A', [text('x', 1)], { nestedType: [message('B', [text('x', 1)])] })], {
      enumType: [enumOf('E')],
    });
    expect(keptNames(file)).toEqual(['t.E', 't.A', 't.A.B']);
  });

  it('is nothing of an import that is not used', () => {
    expect(keptNames(lib, root())).toEqual(['(r.Root)']);
  });

  it('follows fields and enums, in circles too', () => {
    expect(keptNames(lib, root(reference('f', 1, '.l.Link')))).toEqual([
      'l.Kind',
      'l.Chain',
      'l.Link',
      'r.Root',
    ]);
  });

  it('keeps what a reached type is declared in as a shell', () => {
    expect(keptNames(lib, root(reference('f', 1, '.l.Box.Middle.Inner')))).toEqual([
      '(l.Box)',
      '(l.Box.Middle)',
      'l.Box.Middle.Inner',
      'r.Root',
    ]);
    expect(keptNames(lib, root(reference('f', 1, '.l.Box.Middle.Mode', { type: ENUM })))).toEqual([
      '(l.Box)',
      '(l.Box.Middle)',
      'l.Box.Middle.Mode',
      'r.Root',
    ]);
  });

  it('leaves out what is merely declared in a reached message', () => {
    expect(keptNames(lib, root(reference('f', 1, '.l.Box')))).toEqual(['l.Box', 'l.Unused', 'r.Root']);
  });

  it('goes through maps', () => {
    expect(keptNames(lib, root(reference('f', 1, '.l.Map')))).toEqual([
      'l.Map',
      'l.Map.MEntry',
      'l.Value',
      'r.Root',
    ]);
  });

  it('goes through methods', () => {
    const service = [{ name: 'S', method: [{ name: 'm', inputType: '.l.Value', outputType: '.l.Unused' }] }];
    const file = fileOf([], { name: 'root.proto', package: 'r', dependency: ['lib.proto'], service });
    expect(keptNames(lib, file)).toEqual(['l.Unused', 'l.Value']);
  });

  it('goes through extensions of the roots to what they extend and hold, and ignores those of imports', () => {
    const open = { extensionRange: [{ start: 100, end: 200 }] };
    const base = fileOf([message('Base', [text('x', 1)], open), message('Held', [text('x', 1)])], {
      name: 'lib.proto',
      package: 'l',
      syntax: 'proto2',
      extension: [text('theirs', 150, { extendee: '.l.Base' })],
    });
    const ours = reference('ours', 151, '.l.Held', { extendee: '.l.Base' });
    const file = { ...root(), extension: [ours] } as FileInit;
    expect(keptNames(base, file)).toEqual(['l.Base', 'l.Held', '(r.Root)', 'r.ours']);
    const within = fileOf([message('Root', [], { extension: [ours] })], {
      name: 'root.proto',
      package: 'r',
      dependency: ['lib.proto'],
    });
    expect(keptNames(base, within)).toEqual(['l.Base', 'l.Held', '(r.Root)']);
  });

  it('keeps of a shell the features that what is in it inherits', () => {
    const inner = message('Inner', [text('x', 1)]);
    const box = (fieldPresence: FeatureSet_FieldPresence): FileInit =>
      fileOf(
        [
          message('Box', [text('y', 1)], {
            nestedType: [inner],
            options: { features: { fieldPresence }, deprecated: true },
          }),
        ],
        { name: 'lib.proto', package: 'l', syntax: 'editions', edition: 1000 },
      );
    const [implicit, explicit] = [FeatureSet_FieldPresence.IMPLICIT, FeatureSet_FieldPresence.EXPLICIT].map(
      (one) => loadSchema(setOf(box(one), root(reference('f', 1, '.l.Box.Inner')))),
    );
    expect(implicit?.fingerprint).not.toBe(explicit?.fingerprint);
    const shell = fromBinary(FileDescriptorSetSchema, implicit?.canonical ?? new Uint8Array()).file[0]
      ?.messageType[0];
    expect(shell?.options?.features?.fieldPresence).toBe(FeatureSet_FieldPresence.IMPLICIT);
    expect(shell?.options?.deprecated).toBe(false);
  });
});
