import { findMessage, loadSchema, openSchema, type Schema } from '#libs/descriptors';
import { compileProtos } from '#libs/testing';
import { framedIndexes, framedMessages } from './framed-message.js';

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
const namesAt = (schema: Schema, indexes: readonly number[]): readonly string[] =>
  framedMessages(schema, indexes).descs?.map(({ typeName }) => typeName) ?? [];
const nameAt = (schema: Schema, indexes: readonly number[]): string | null =>
  namesAt(schema, indexes)[0] ?? null;

const compiled = loadSchema(
  compileProtos({
    'mapped.proto': `syntax = "proto3";
      message A { map<string, string> m = 1; message In { map<string, string> n = 1; message Deep {} } }
      message B { message In {} map<string, string> m = 1; message Out {} }`,
  }),
);
/** As a reader has it: entries come last, wherever they stood. */
const mapped = openSchema(compiled.canonical, compiled.fingerprint);

describe('indexes that may count the entries of maps lead', () => {
  it.each([
    [[0], ['A']],
    [[0, 0], ['A.In']],
    [[0, 1], ['A.In']],
    [[0, 1, 1], ['A.In.Deep']],
    [[1, 2], ['B.Out']],
    [
      [1, 1],
      ['B.Out', 'B.In'],
    ],
    [[1, 3], []],
    [[2], []],
    [[], []],
  ])('%j to %j', (indexes, typeNames) => {
    expect(namesAt(mapped, indexes)).toEqual(typeNames);
  });

  it('to 16 messages at most', () => {
    const fields = Array.from({ length: 20 }, (_, at) => `map<string, string> m${at} = ${at + 1};`);
    const nested = Array.from({ length: 20 }, (_, at) => `message N${at} {}`);
    const proto = `syntax = "proto3"; message M { ${[...fields, ...nested].join(' ')} }`;
    const names = namesAt(loadSchema(compileProtos({ 'm.proto': proto })), [0, 18]);
    expect(names).toHaveLength(16);
    expect(names.slice(0, 2)).toEqual(['M.N18', 'M.N17']);
  });
});

describe('indexes lead', () => {
  it.each([
    [[0], 'A'],
    [[0, 0], 'A.In'],
    [[0, 0, 0], 'A.In.Deep'],
    [[0, 1], 'A.Out'],
    [[1], 'B'],
    [[2], null],
    [[0, 2], null],
    [[0, 0, 1], 'A.In.Deep'],
    [[1, 0], null],
    [[], null],
    [[0x7fff_ffff], null],
  ])('%j to %s', (indexes, typeName) => {
    expect(nameAt(one, indexes)).toBe(typeName);
    if (typeName === null)
      expect(framedMessages(one, indexes)).toMatchObject({
        problem: `the schema has no message at [${indexes.join(', ')}]`,
      });
  });

  it('to one of several files only when it can be no other', () => {
    expect(nameAt(two, [1])).toBe('C');
    expect(framedMessages(two, [0])).toEqual({
      descs: null,
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
