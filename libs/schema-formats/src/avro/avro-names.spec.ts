import { nodeOf } from '../../test/places.js';
import { isObject, type JsonObject } from '../text/json-node.js';
import { logicalType } from './avro-logical.js';
import { avroName, AvroNames, checkName, qualified } from './avro-names.js';
import { aliasesOf, excerpt, propsOf } from './avro-node.js';
import { branchName, isNamed, isPrimitiveKind, type AvroFixed } from './avro-type.js';

const objectOf = (value: object): JsonObject => {
  const node = nodeOf(JSON.stringify(value));
  if (!isObject(node)) throw new Error('no object');
  return node;
};
const fixed = (word: string, space: string | null = null): AvroFixed => ({
  kind: 'fixed',
  sizeBytes: 1,
  name: avroName(word, space),
  doc: null,
  aliases: [],
  props: new Map(),
});

describe('a name', () => {
  it.each(['a', '_', 'A1_', 'naïve', '名前', 'x'.repeat(1024)])('may be %.20s', (word) => {
    expect(checkName(word)).toBe(word);
  });

  it.each<[string, string]>([
    ['', 'Empty name'],
    ['1a', 'Illegal initial character: 1a'],
    ['-', 'Illegal initial character: -'],
    ['a-b', 'Illegal character in: a-b'],
    ['a b', 'Illegal character in: a b'],
    ['a\n', 'Illegal character in: a\n'],
    ['x'.repeat(1025), `Name longer than 1024: ${'x'.repeat(40)}…`],
  ])('may not be %.20j', (word, problem) => expect(() => checkName(word)).toThrow(problem));

  it.each<[string, string | null, object]>([
    ['R', null, { name: 'R', space: null, full: 'R' }],
    ['R', '', { name: 'R', space: null, full: 'R' }],
    ['R', 'a.b', { name: 'R', space: 'a.b', full: 'a.b.R' }],
    ['x.R', 'a.b', { name: 'R', space: 'x', full: 'x.R' }],
    ['.R', 'a', { name: 'R', space: null, full: 'R' }],
    ['a-1..R', null, { name: 'R', space: 'a-1.', full: 'a-1..R' }],
  ])('%j in %j', (word, space, expected) => expect(avroName(word, space)).toEqual(expected));

  it('has a namespace of some length', () => {
    expect(avroName('R', 'n'.repeat(1024)).full).toHaveLength(1026);
    expect(() => avroName('R', 'n'.repeat(1025))).toThrow(/^Namespace longer than 1024: n{40}…$/);
    expect(() => avroName(`${'n'.repeat(1025)}.R`, null)).toThrow('Namespace longer than 1024');
    expect(() => avroName('x.', null)).toThrow('Empty name');
  });

  it.each<[string, string | null, string | null, string]>([
    ['a.R', null, 'a', 'R'],
    ['a.R', null, 'b', 'a.R'],
    ['a.R', null, null, 'a.R'],
    ['R', null, 'a', 'R'],
    ['a.int', null, 'a', 'a.int'],
  ])('%s in %j is written in %j as %s', (word, own, space, expected) =>
    expect(qualified(avroName(word, own), space)).toBe(expected),
  );
});

describe('names', () => {
  it('are found in their namespace, then in none', () => {
    const names = new AvroNames(10);
    const [inner, outer, bare] = [fixed('a.R'), fixed('R'), fixed('S')];
    for (const type of [inner, outer, bare]) names.define(type);
    expect(names.find('R', 'a')).toBe(inner);
    expect(names.find('R', null)).toBe(outer);
    expect(names.find('.R', 'a')).toBe(outer);
    expect(names.find('S', 'a')).toBe(bare);
    expect(names.find('a.R', 'b')).toBe(inner);
    expect(names.find('a.S', 'b')).toBeNull();
    expect(names.find('__proto__', null)).toBeNull();
    expect(names.find('x'.repeat(1_000_000), 'n')).toBeNull();
  });

  it('are taken once, by no primitive, and as many as the limit says', () => {
    const names = new AvroNames(2);
    names.define(fixed('R'));
    expect(() => names.define(fixed('R'))).toThrow("Can't redefine: R");
    expect(() => names.define(fixed('int'))).toThrow('Schemas may not be named after primitives: int');
    names.define(fixed('a.int'));
    expect(() => names.define(fixed('T'))).toThrow('More than 2 named types');
  });

  it('tell branches of unions apart', () => {
    expect([branchName(fixed('a.R')), branchName({ kind: 'int', props: new Map() })]).toEqual(['a.R', 'int']);
    expect([isNamed(fixed('R')), isNamed({ kind: 'union', branches: [] })]).toEqual([true, false]);
    expect(['int', 'bytes', 'toString', 'record'].map(isPrimitiveKind)).toEqual([true, true, false, false]);
  });
});

describe('a logical type', () => {
  it.each<[string, number | null, object, string | null]>([
    ['int', null, { logicalType: 'date' }, 'date'],
    ['long', null, { logicalType: 'date' }, null],
    ['long', null, { logicalType: 'timestamp-nanos' }, 'timestamp-nanos'],
    ['string', null, { logicalType: 'uuid' }, 'uuid'],
    ['fixed', 16, { logicalType: 'uuid' }, 'uuid'],
    ['fixed', 15, { logicalType: 'uuid' }, null],
    ['fixed', 12, { logicalType: 'duration' }, 'duration'],
    ['fixed', 13, { logicalType: 'duration' }, null],
    ['bytes', null, { logicalType: 'big-decimal' }, 'big-decimal'],
    ['bytes', null, { logicalType: 'decimal', precision: 4 }, 'decimal'],
    ['bytes', null, { logicalType: 'decimal', precision: 4, scale: 4 }, 'decimal'],
    ['bytes', null, { logicalType: 'decimal', precision: 4, scale: 5 }, null],
    ['bytes', null, { logicalType: 'decimal', precision: 4, scale: -1 }, null],
    ['bytes', null, { logicalType: 'decimal', precision: 0 }, null],
    ['bytes', null, { logicalType: 'decimal', precision: 1.5 }, null],
    ['bytes', null, { logicalType: 'decimal', precision: 2 ** 31 }, null],
    ['bytes', null, { logicalType: 'decimal' }, null],
    ['bytes', null, { logicalType: 'decimal', precision: 4, scale: '1' }, null],
    ['fixed', 2, { logicalType: 'decimal', precision: 4 }, 'decimal'],
    ['fixed', 2, { logicalType: 'decimal', precision: 5 }, null],
    ['string', null, { logicalType: 'constructor' }, null],
    ['string', null, { logicalType: 1 }, null],
    ['string', null, {}, null],
  ])('on %s of %j: %j', (kind, sizeBytes, props, expected) =>
    expect(logicalType(kind, sizeBytes, objectOf(props))).toBe(expected),
  );
});

describe('members', () => {
  it('that are not the specification’s are kept', () => {
    expect([...propsOf(objectOf({ a: 1, type: 'x', b: 2 }), new Set(['type'])).keys()]).toEqual(['a', 'b']);
  });

  it('called aliases are texts, each once', () => {
    expect(aliasesOf(objectOf({ aliases: ['a', 'b', 'a'] }))).toEqual(['a', 'b']);
    expect(aliasesOf(objectOf({}))).toEqual([]);
    expect(() => aliasesOf(objectOf({ aliases: 'a' }))).toThrow('aliases not an array');
    expect(() => aliasesOf(objectOf({ aliases: [null] }))).toThrow('alias not a string: null');
  });

  it('are told in pieces', () => {
    expect(excerpt(nodeOf('{"a":1}'))).toBe('{"a":1}');
    expect(excerpt('x'.repeat(500))).toHaveLength(201);
  });
});
