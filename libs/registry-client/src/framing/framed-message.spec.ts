import { findMessage, loadSchema, type Schema } from '#libs/descriptors';
import { compileProtos } from '#libs/testing';
import { framedIndexes, framedMessage } from './framed-message.js';

const one = loadSchema(
  compileProtos({
    'one.proto': `syntax = "proto3"; import "imported.proto";
      message A { message In { message Deep { Imported i = 1; } map<string, In> m = 1; } message Out {} }
      message B {}`,
    'imported.proto': 'syntax = "proto3"; message Imported {}',
  }),
);
const two = loadSchema(
  compileProtos({
    'one.proto': 'syntax = "proto3"; message A {}',
    'two.proto': 'syntax = "proto3"; message B {} message C {}',
  }),
);
const nameAt = (schema: Schema, indexes: readonly number[]): string | null =>
  framedMessage(schema, indexes).desc?.typeName ?? null;

describe('indexes lead', () => {
  it.each([
    [[0], 'A'],
    [[0, 0], 'A.In'],
    [[0, 0, 0], 'A.In.Deep'],
    [[0, 1], 'A.Out'],
    [[1], 'B'],
    [[2], null],
    [[0, 2], null],
    [[1, 0], null],
    [[], null],
    [[0x7fff_ffff], null],
  ])('%j to %s', (indexes, typeName) => {
    expect(nameAt(one, indexes)).toBe(typeName);
    if (typeName === null)
      expect(framedMessage(one, indexes).problem).toContain(`no message at [${indexes.join(', ')}]`);
  });

  it('to one of several files only when it can be no other', () => {
    expect(nameAt(two, [1])).toBe('C');
    expect(framedMessage(two, [0])).toEqual({
      desc: null,
      problem: '[0] may be A or B: the schema has several files',
    });
  });
});

it.each([
  [one, 'A.In.Deep', [0, 0, 0]],
  [one, 'B', [1]],
  [one, 'Imported', null],
  [two, 'A', null],
  [two, 'C', [1]],
])('in %#, %s is written as %j', (schema, typeName, indexes) => {
  const desc = findMessage(schema, typeName);
  if (desc === null) throw new Error('it is there');
  expect(framedIndexes(schema, desc)).toEqual(indexes);
});
