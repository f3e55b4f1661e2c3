import {
  fileOf,
  message,
  reference,
  setOf,
  text,
  enumOf,
  type FieldInit,
  type FileInit,
} from '../../test/set-builder.js';
import { DEFAULT_LIMITS } from './limits.js';
import { loadSchema } from '../schema.js';

/** A field that only names its type, as sets made by hand do. */
const untyped = (name: string, number: number, typeName: string): FieldInit =>
  ({ name, number, typeName }) as FieldInit;

describe('relative type names', () => {
  const inner = message('M', [
    untyped('inner', 1, 'M'),
    untyped('outer', 2, 'Other'),
    untyped('absolute', 3, '.t.u.M'),
    untyped('package', 4, 'u.E'),
  ]);
  const files: FileInit[] = [
    fileOf([message('M', [untyped('self', 1, 'M')], { nestedType: [inner] }), message('Other')], {
      package: 't.u',
      enumType: [enumOf('E')],
    }),
  ];

  it('mean the innermost scope that has them, and the field becomes what they are', () => {
    const { registry } = loadSchema(setOf(...files));
    const fields = registry.getMessage('t.u.M.M')?.fields ?? [];
    expect(fields.map((field) => [field.name, field.message?.typeName ?? field.enum?.typeName])).toEqual([
      ['inner', 't.u.M.M'],
      ['outer', 't.u.Other'],
      ['absolute', 't.u.M'],
      ['package', 't.u.E'],
    ]);
    expect(registry.getMessage('t.u.M')?.field['self']?.message?.typeName).toBe('t.u.M.M');
  });

  it('give the fingerprint of absolute ones', () => {
    const [relative, absolute] = ['Other', '.t.Other'].map((name) =>
      loadSchema(setOf(fileOf([message('M', [reference('f', 1, name)]), message('Other')]))),
    );
    expect(relative?.fingerprint).toBe(absolute?.fingerprint);
  });

  it('are tried a limited number of times', () => {
    const deep = Array.from({ length: 100 }, (_, index) => `p${index}`).join('.');
    const fields = Array.from({ length: 400 }, (_, index) => reference(`f${index}`, index + 1, 'Far'));
    const set = setOf(
      fileOf([message('M', fields)], { name: 'a.proto', package: deep, dependency: ['b.proto'] }),
      fileOf([message('Far')], { name: 'b.proto', package: '' }),
    );
    const { maxElements } = DEFAULT_LIMITS;
    expect(() => loadSchema(set, { limits: { maxElements } })).not.toThrow();
    expect(() => loadSchema(set, { limits: { maxElements: 1_000 } })).toThrow('too many relative type names');
  });
});

describe('JSON names', () => {
  it('are filled in where they lack, as compilers derive them', () => {
    const names = ['a', 'foo_bar', 'foo_bar_2x', '_lead', 'trail_', 'two__under', 'Upper_case', 'x_Y'];
    const schema = loadSchema(
      setOf(
        fileOf([
          message(
            'M',
            names.map((name, at) => text(name, at + 1)),
          ),
        ]),
      ),
    );
    expect(schema.registry.getMessage('t.M')?.fields.map((field) => field.jsonName)).toEqual([
      'a',
      'fooBar',
      'fooBar2x',
      'Lead',
      'trail',
      'twoUnder',
      'UpperCase',
      'xY',
    ]);
  });

  it('that were chosen stay', () => {
    const schema = loadSchema(setOf(fileOf([message('M', [text('a_b', 1, { jsonName: 'a_b' })])])));
    expect(schema.registry.getMessage('t.M')?.fields[0]?.jsonName).toBe('a_b');
  });
});
