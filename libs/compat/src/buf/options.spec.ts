import { loadSchema, type Schema } from '#libs/descriptors';
import { compileProtos } from '#libs/testing';
import { DEFAULT_BUF_OPTIONS, type BufOptions } from '../policy.js';
import { compareAsBuf } from './compare-as-buf.js';

const schemaOf = (files: Readonly<Record<string, string>>): Schema =>
  loadSchema(compileProtos(files), { rootFiles: Object.keys(files) });

function rulesFound(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  options: Partial<BufOptions>,
): readonly string[] {
  return compareAsBuf(schemaOf(before), schemaOf(after), { ...DEFAULT_BUF_OPTIONS, ...options }).map(
    ({ rule, before: point }) => `${rule.id} ${point?.file ?? ''}`,
  );
}

describe('limitToInputFiles', () => {
  const before = {
    'a.proto': 'syntax = "proto3"; package a; import "b.proto"; message A { b.B b = 1; }',
    'b.proto': 'syntax = "proto3"; package b; import "c.proto"; message B { c.C c = 1; }',
    'c.proto': 'syntax = "proto3"; package c; message C {}',
    'd.proto': 'syntax = "proto3"; package d; message D {}',
  };
  const after = { 'a.proto': 'syntax = "proto3"; package a; message A { reserved 1; reserved "b"; }' };
  const use = ['FILE_NO_DELETE'];

  it('leaves out files that are gone, but not those that an earlier file imports', () => {
    expect(rulesFound(before, after, { use })).toHaveLength(3);
    expect(rulesFound(before, after, { use, limitToInputFiles: true })).toEqual([
      'FILE_NO_DELETE c.proto',
      'FILE_NO_DELETE b.proto',
    ]);
  });

  it('leaves those out too without imports', () => {
    expect(rulesFound(before, after, { use, limitToInputFiles: true, excludeImports: true })).toEqual([]);
  });
});

describe('excludeImports', () => {
  it('leaves out what is found in an import, but knows what is in it', () => {
    const before = schemaOf({ 'a.proto': 'syntax = "proto3"; package p; enum E { ZERO = 0; }' });
    const files = {
      'a.proto': 'syntax = "proto3"; package q; import "b.proto";',
      'b.proto': 'syntax = "proto3"; package p; enum F { NIL = 0; }',
    };
    const after = loadSchema(compileProtos(files), { rootFiles: ['a.proto'] });
    const options = { ...DEFAULT_BUF_OPTIONS, use: ['PACKAGE'], excludeImports: true };
    const found = compareAsBuf(before, after, options).map(({ rule }) => rule.id);
    expect(found.sort()).toEqual(['FILE_SAME_PACKAGE', 'PACKAGE_ENUM_NO_DELETE']);
  });
});

describe('ignoring an earlier file', () => {
  const unstable = 'syntax = "proto3"; package a.v1alpha1;';
  const stable = 'syntax = "proto3"; package a.v1;';
  const prefix = 'option objc_class_prefix = "A";';
  const options = { use: ['FILE'], ignoreUnstablePackages: true };

  it('counts when what changed was in it', () => {
    const found = rulesFound({ 'a.proto': `${unstable} ${prefix}` }, { 'a.proto': stable }, options);
    expect(found).toEqual([]);
  });

  it('does not when what changed was not in it', () => {
    const found = rulesFound({ 'a.proto': unstable }, { 'a.proto': `${stable} ${prefix}` }, options);
    expect(found).toEqual(['FILE_SAME_OBJC_CLASS_PREFIX a.proto']);
  });
});

describe('limitToInputFiles and excludeImports together', () => {
  it('take an earlier import for a file of its own when a later file has its path', () => {
    const field = (name: string): string => `syntax = "proto3"; package b; message B { int32 ${name} = 1; }`;
    const importing = 'syntax = "proto3"; package a; import "b.proto"; message A { b.B b = 1; }';
    const load = (name: string, rootFiles: readonly string[]): Schema =>
      loadSchema(compileProtos({ 'a.proto': importing, 'b.proto': field(name) }), { rootFiles });
    const options = {
      ...DEFAULT_BUF_OPTIONS,
      use: ['FIELD_SAME_NAME'],
      excludeImports: true,
      limitToInputFiles: true,
    };
    const [before, after] = [load('x', ['a.proto']), load('y', ['a.proto', 'b.proto'])];
    expect(compareAsBuf(before, after, options)).toHaveLength(1);
    expect(compareAsBuf(before, after, { ...options, limitToInputFiles: false })).toEqual([]);
  });
});
