import type { RegistryError } from '#libs/errors';
import {
  BYTES,
  DOUBLE,
  ENUM,
  enumOf,
  fileOf,
  GROUP,
  INT32,
  mapEntry,
  message,
  MESSAGE,
  reference,
  REPEATED,
  setOf,
  STRING,
  text,
  type FieldInit,
  type FileInit,
  type MessageInit,
} from '../../test/set-builder.js';
import { loadSchema } from '../schema.js';

/** The problem that is told, or null when the set is taken. */
function problemOf(...files: readonly FileInit[]): string | null {
  try {
    loadSchema(setOf(...files));
    return null;
  } catch (error) {
    expect(error).toMatchObject({ name: 'RegistryError', code: 'DESCRIPTOR_INVALID' });
    return String((error as RegistryError).params['problem']);
  }
}

const withFields = (...fields: readonly FieldInit[]): FileInit => fileOf([message('M', fields)]);
const withMessage = (more: Partial<MessageInit>, ...fields: readonly FieldInit[]): FileInit =>
  fileOf([message('M', fields, more)]);

describe('files', () => {
  it.each([
    '',
    '/a.proto',
    '../a.proto',
    'a//b.proto',
    'a/./b.proto',
    'a\\b.proto',
    'a\0.proto',
    'a\n.proto',
    'a/',
  ])('path %j is refused', (name) => {
    expect(problemOf(fileOf([], { name }))).toContain('is not a plain relative path');
  });

  it.each(['a.proto', 'a/b-c/d_e.proto', 'no-suffix', '__proto__', 'é/ü.proto', '.hidden/..x'])(
    'path %j is taken',
    (name) => {
      expect(problemOf(fileOf([], { name }))).toBeNull();
    },
  );

  it('are there once', () => {
    expect(problemOf(fileOf([]), fileOf([]))).toBe('file "a.proto" is in it twice.');
  });

  it('have their imports, well-known ones too: none is made up', () => {
    const file = fileOf([], { dependency: ['google/protobuf/timestamp.proto'] });
    expect(problemOf(file)).toBe(
      '"a.proto" imports "google/protobuf/timestamp.proto", which is not in the set; add it with its own imports.',
    );
  });

  it('name a circle of imports', () => {
    const files = ['a', 'b', 'c', 'd'].map((name, index) =>
      fileOf([], { name, dependency: [['b'], ['c'], ['d'], ['b']][index] ?? [] }),
    );
    expect(problemOf(...files)).toBe('files import each other in a circle: "b" -> "c" -> "d" -> "b".');
    expect(problemOf(fileOf([], { dependency: ['a.proto'] }))).toContain('"a.proto" -> "a.proto"');
  });

  it('cut a long circle short', () => {
    const files = Array.from({ length: 50 }, (_, index) =>
      fileOf([], { name: `f${index}`, dependency: [`f${(index + 1) % 50}`] }),
    );
    expect(problemOf(...files)?.length).toBeLessThan(200);
  });

  it('hand on only what they import', () => {
    const more = { name: 'a.proto', dependency: ['b.proto'] };
    const other = fileOf([], { name: 'b.proto' });
    expect(problemOf(other, fileOf([], { ...more, publicDependency: [1] }))).toContain(
      'public or weak import',
    );
    expect(problemOf(other, fileOf([], { ...more, weakDependency: [-1] }))).toContain(
      'public or weak import',
    );
    expect(problemOf(other, fileOf([], { ...more, publicDependency: [0] }))).toBeNull();
  });

  it('say their syntax in a way that is known', () => {
    expect(problemOf(fileOf([], { syntax: 'proto4' }))).toContain('unsupported syntax');
    expect(problemOf(fileOf([], { syntax: 'editions', edition: 1 }))).toContain('unsupported edition');
  });
});

describe('names', () => {
  it.each(['', 'a b', 'a.b', '1a', 'a-b', 'ä', 'a\0', "a'"])('%j is no identifier', (name) => {
    expect(problemOf(fileOf([message(name)]))).toContain('message name');
    expect(problemOf(withFields(text(name, 1)))).toContain('field name');
    expect(problemOf(fileOf([], { enumType: [enumOf(name)] }))).toContain('enum name');
    expect(problemOf(fileOf([], { enumType: [enumOf('E', { value: [{ name, number: 0 }] })] }))).toContain(
      'enum value',
    );
    expect(problemOf(fileOf([], { service: [{ name }] }))).toContain('service name');
    expect(problemOf(withMessage({ oneofDecl: [{ name }] }))).toContain('oneof name');
  });

  it.each(['.', 'a.', '.a', 'a..b', 'a b'])('%j is no package', (name) => {
    expect(problemOf(fileOf([], { package: name }))).toContain('package name');
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    '%s is a name like any other',
    (name) => {
      const file = fileOf(
        [message(name, [text(name, 1), reference('self', 2, `.${name}.${name}`)], { oneofDecl: [] })],
        { package: name, enumType: [enumOf(`${name}2`, { value: [{ name, number: 0 }] })] },
      );
      expect(problemOf(file)).toBeNull();
    },
  );

  it('are taken once', () => {
    expect(problemOf(fileOf([message('M'), message('M')]))).toBe('"t.M" is defined twice, in "a.proto".');
    const other = fileOf([], { name: 'b.proto', enumType: [enumOf('M')] });
    expect(problemOf(fileOf([message('M')]), other)).toContain(
      '"t.M" is defined twice, in "a.proto" and "b.proto"',
    );
    expect(problemOf(fileOf([message('x')]), fileOf([], { name: 'b', package: 't.x.y' }))).toContain('"t.x"');
    expect(problemOf(withFields(text('f', 1), text('f', 2)))).toContain('two fields named "f"');
    const value = [0, 1].map((number) => ({ name: 'V', number }));
    expect(problemOf(fileOf([], { enumType: [enumOf('E', { value })] }))).toContain(
      'two enum values named "V"',
    );
    const method = ['m', 'm'].map((name) => ({ name, inputType: '.t.M', outputType: '.t.M' }));
    expect(problemOf(fileOf([message('M')], { service: [{ name: 'S', method }] }))).toContain('two methods');
  });

  it('are cut when they are shown', () => {
    expect(problemOf(fileOf([message(' '.repeat(900))]))?.length).toBeLessThan(250);
  });
});

describe('types', () => {
  it('are there', () => {
    expect(problemOf(withFields(reference('f', 1, '.t.Nowhere')))).toBe(
      '"t.M.f" refers to ".t.Nowhere", which is not in the set.',
    );
    expect(problemOf(withFields(reference('f', 1, 'Nowhere')))).toContain('which is not in the set');
  });

  it('are imported by the file that uses them', () => {
    const shared = fileOf([message('S')], { name: 's.proto', package: 's' });
    const middle = fileOf([], { name: 'm.proto', package: 'm', dependency: ['s.proto'] });
    const user = fileOf([message('M', [reference('f', 1, '.s.S')])], { dependency: ['m.proto'] });
    expect(problemOf(shared, middle, user)).toBe(
      '"t.M.f" refers to "s.S" of "s.proto", which "a.proto" does not import.',
    );
    expect(problemOf(shared, { ...middle, publicDependency: [0] } as FileInit, user)).toBeNull();
  });

  it('are of the kind that the field says', () => {
    const more = { enumType: [enumOf('E')], service: [{ name: 'S' }] };
    const fileWith = (field: FieldInit): FileInit => fileOf([message('M', [field])], more);
    expect(problemOf(fileWith(reference('f', 1, '.t.E')))).toContain('no such kind of type');
    expect(problemOf(fileWith(reference('f', 1, '.t.M', { type: ENUM })))).toContain('no such kind of type');
    expect(problemOf(fileWith(reference('f', 1, '.t.S')))).toContain('which is a service');
    expect(problemOf(fileWith(reference('f', 1, '.t')))).toContain('which is a package');
    expect(problemOf(fileWith(text('f', 1, { type: MESSAGE })))).toContain('does not say its type');
    expect(problemOf(fileWith({ name: 'f', number: 1 } as FieldInit))).toContain('does not say its type');
    expect(problemOf(fileWith(text('f', 1, { typeName: '.t.M' })))).toContain(
      'is a scalar but names the type',
    );
    expect(problemOf(fileWith(text('f', 1, { type: 77 as typeof STRING })))).toContain(
      'unknown label or type',
    );
  });

  it('of methods are messages', () => {
    const service = [{ name: 'S', method: [{ name: 'm', inputType: '.t.E', outputType: '.t.M' }] }];
    const file = fileOf([message('M')], { enumType: [enumOf('E')], service });
    expect(problemOf(file)).toContain('"t.S.m" refers to ".t.E", which is not a message');
  });

  it('have defaults that can be read', () => {
    const fileWith = (field: FieldInit): FileInit =>
      fileOf([message('M', [field])], { syntax: 'proto2', enumType: [enumOf('E')] });
    const bad = reference('f', 1, '.t.E', { type: ENUM, defaultValue: 'NOWHERE' });
    expect(problemOf(fileWith(bad))).toContain('field "f" has a default that can not be read');
    expect(problemOf(fileWith(text('f', 1, { type: INT32, defaultValue: 'x' })))).toContain('default');
    expect(problemOf(fileWith(text('f', 1, { type: INT32, defaultValue: '-7' })))).toBeNull();
  });
});

describe('fields', () => {
  it.each([0, -1, 19_000, 19_999, 536_870_912])('number %d is refused', (number) => {
    expect(problemOf(withFields(text('f', number)))).toContain(`can not have number ${number}`);
  });

  it.each([1, 18_999, 20_000, 536_870_911])('number %d is taken', (number) => {
    expect(problemOf(withFields(text('f', number)))).toBeNull();
  });

  it('have a number of their own and a known label', () => {
    expect(problemOf(withFields(text('f', 1), text('g', 1)))).toBe(
      'fields "f" and "g" of "t.M" have the same number 1.',
    );
    expect(problemOf(withFields(text('f', 1, { label: 9 as typeof REPEATED })))).toContain(
      'unknown label or type',
    );
    expect(problemOf(withFields(text('f', 1, { extendee: '.t.M' })))).toContain('has an extendee');
  });

  it('are in oneofs that are there, singular', () => {
    const oneofDecl = [{ name: 'o' }];
    expect(problemOf(withFields(text('f', 1, { oneofIndex: 0 })))).toContain(
      'in oneof 0, which is not there',
    );
    expect(problemOf(withMessage({ oneofDecl }, text('f', 1, { oneofIndex: -1 })))).toContain('oneof -1');
    expect(problemOf(withMessage({ oneofDecl }, text('f', 1)))).toContain('oneof "o" of "t.M" has no fields');
    const list = text('f', 1, { oneofIndex: 0, label: REPEATED });
    expect(problemOf(withMessage({ oneofDecl }, list))).toContain('is in a oneof but not singular');
  });

  it('that are optional have a oneof to themselves', () => {
    const oneofDecl = [{ name: 'o' }];
    const optional = text('f', 1, { oneofIndex: 0, proto3Optional: true });
    expect(problemOf(withMessage({ oneofDecl }, optional))).toBeNull();
    expect(problemOf(withMessage({ oneofDecl }, optional, text('g', 2, { oneofIndex: 0 })))).toContain(
      'shares its oneof',
    );
    expect(problemOf(withFields(text('f', 1, { proto3Optional: true })))).toContain('lacks its oneof');
  });
});

describe('map entries', () => {
  const map = reference('m', 1, '.t.M.MEntry', { label: REPEATED });
  const withEntry = (entry: MessageInit, ...fields: readonly FieldInit[]): string | null =>
    problemOf(withMessage({ nestedType: [entry] }, ...fields));

  it('have a key and a value', () => {
    expect(withEntry(mapEntry('MEntry'), map)).toBeNull();
    const bad: FieldInit[][] = [
      [],
      [text('key', 1)],
      [text('key', 1), text('value', 3)],
      [text('key', 1), text('value', 2), text('more', 3)],
      [text('key', 1, { type: DOUBLE }), text('value', 2)],
      [text('key', 1, { type: BYTES }), text('value', 2)],
      [reference('key', 1, '.t.M'), text('value', 2)],
      [text('key', 1), reference('value', 2, '.t.M', { type: GROUP })],
      [text('key', 1), text('value', 2, { label: REPEATED })],
    ];
    for (const fields of bad)
      expect(withEntry(mapEntry('MEntry', fields), map)).toContain('map entry "t.M.MEntry"');
    expect(problemOf(fileOf([mapEntry('TopEntry')]))).toContain('map entry "t.TopEntry"');
    expect(withEntry({ ...mapEntry('MEntry'), nestedType: [message('N')] } as MessageInit, map)).toContain(
      'map entry',
    );
  });

  it('are used by the maps of their own message only', () => {
    const single = reference('m', 1, '.t.M.MEntry');
    expect(withEntry(mapEntry('MEntry'), single)).toContain('uses a map entry but is no map');
    const thief = message('Thief', [reference('m', 1, '.t.M.MEntry', { label: REPEATED })]);
    const owner = message('M', [map], { nestedType: [mapEntry('MEntry')] });
    expect(problemOf(fileOf([owner, thief]))).toContain(
      'refers to the map entry "t.M.MEntry" of another message',
    );
    const service = [{ name: 'S', method: [{ name: 'm', inputType: '.t.M.MEntry', outputType: '.t.M' }] }];
    expect(problemOf(fileOf([owner], { service }))).toContain('which is not a message');
  });
});

describe('enums', () => {
  const withEnum = (more: Parameters<typeof enumOf>[1]): string | null =>
    problemOf(fileOf([], { enumType: [enumOf('E', more)] }));

  it('have values, and aliases only when they say so', () => {
    expect(withEnum({ value: [] })).toBe('enum "t.E" has no values.');
    const value = ['A', 'B'].map((name) => ({ name, number: 0 }));
    expect(withEnum({ value })).toContain('without allow_alias');
    expect(withEnum({ value, options: { allowAlias: true } })).toBeNull();
  });

  it('have no empty ranges', () => {
    expect(withEnum({ reservedRange: [{ start: 3, end: 2 }] })).toContain('empty range from 3 to 2');
    expect(withEnum({ reservedRange: [{ start: 3, end: 3 }] })).toBeNull();
  });
});

describe('ranges and extensions', () => {
  it('ranges are not empty', () => {
    expect(problemOf(withMessage({ reservedRange: [{ start: 3, end: 3 }] }))).toContain(
      'empty range from 3 to 2',
    );
    expect(problemOf(withMessage({ extensionRange: [{ start: 0, end: 3 }] }))).toContain(
      'empty range from 0 to 2',
    );
  });

  const extensible = message('M', [], {
    extensionRange: [
      { start: 100, end: 200 },
      { start: 500, end: 501 },
      { start: 120, end: 130 },
    ],
  });
  const withExtensions = (...extension: readonly FieldInit[]): string | null =>
    problemOf(fileOf([extensible], { syntax: 'proto2', extension: [...extension] }));

  it.each([100, 125, 130, 199, 500])('extension number %d is open', (number) => {
    expect(withExtensions(text('x', number, { extendee: '.t.M' }))).toBeNull();
  });

  it.each([1, 99, 200, 499, 501])('extension number %d is not', (number) => {
    expect(withExtensions(text('x', number, { extendee: '.t.M' }))).toContain('does not open for extensions');
  });

  it('extensions have a number of their own, no oneof and something to extend', () => {
    const [one, other] = ['x', 'y'].map((name) => text(name, 150, { extendee: '.t.M' }));
    if (one === undefined || other === undefined) return;
    expect(withExtensions(one, other)).toContain('extensions "x" and "y" of "t.M" have the same number 150');
    expect(withExtensions(text('x', 150, { extendee: '.t.M', oneofIndex: 0 }))).toContain('is in a oneof');
    expect(withExtensions(text('x', 150))).toContain('refers to ""');
    expect(withExtensions(text('x', 150, { extendee: '.t.Nowhere' }))).toContain('not in the set');
  });
});

describe('roots', () => {
  it('are there, at least one', () => {
    const set = setOf(fileOf([]));
    const problem = 'The descriptor set can not be used:';
    expect(() => loadSchema(set, { rootFiles: ['b.proto'] })).toThrow(
      `${problem} the root file "b.proto" is not in it.`,
    );
    expect(() => loadSchema(set, { rootFiles: [] })).toThrow(
      `${problem} it is asked for without any root file.`,
    );
  });

  it('are sorted and each once; the default is what nobody imports', () => {
    const set = setOf(
      fileOf([], { name: 'b' }),
      fileOf([], { name: 'a', dependency: ['c'] }),
      fileOf([], { name: 'c' }),
    );
    expect(loadSchema(set).rootFiles).toEqual(['a', 'b']);
    expect(loadSchema(set, { rootFiles: ['c', 'a', 'c'] }).rootFiles).toEqual(['a', 'c']);
  });
});
