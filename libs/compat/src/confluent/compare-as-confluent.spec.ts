import { loadSchema, type Schema } from '#libs/descriptors';
import { compileProtos } from '#libs/testing';
import { compareAsConfluent, type ConfluentFinding } from './compare-as-confluent.js';

type Files = Readonly<Record<string, string>>;

function schema(files: Files, rootFiles: readonly string[] = ['main.proto']): Schema {
  const texts = Object.entries(files).map(([path, body]) => [path, `syntax = "proto3";\n${body}`] as const);
  return loadSchema(compileProtos(Object.fromEntries(texts)), { rootFiles });
}

const briefly = (findings: readonly ConfluentFinding[]) =>
  findings.map(({ rule, confluentPath }) => `${rule.id} ${confluentPath}`);

describe('places', () => {
  const before = schema({ 'main.proto': 'package p;\nmessage M {\n  int32 x = 1;\n  int32 y = 2;\n}' });
  const after = schema({ 'main.proto': 'package p;\n\nmessage M {\n  string x = 1;\n}' });

  it('are those of the element, else of what declared it', () => {
    const [kind, removed] = compareAsConfluent(before, after);
    expect(kind).toMatchObject({
      path: '#/p.M/field/1',
      before: { file: 'main.proto', line: 4, column: 3 },
      after: { file: 'main.proto', line: 5, column: 3 },
    });
    expect(removed).toMatchObject({
      path: '#/p.M/field/2',
      before: { line: 5 },
      after: { line: 4, column: 1 },
    });
  });

  it('forward: before stays the earlier schema', () => {
    const [kind, added] = compareAsConfluent(before, after, { direction: 'forward' });
    expect(kind).toMatchObject({ before: { line: 4 }, after: { line: 5 } });
    expect(kind?.message).toContain('in the old schema does not match its kind in the new schema');
    expect(added).toMatchObject({
      rule: { id: 'FIELD_ADDED' },
      message: '',
      before: { line: 5 },
      after: { line: 4 },
    });
  });

  it('are null without source info', () => {
    const bare = ({ canonical, rootFiles }: Schema) => loadSchema(canonical, { rootFiles });
    for (const finding of compareAsConfluent(bare(before), bare(after))) {
      expect(finding).toMatchObject({ before: null, after: null });
    }
  });
});

describe('files', () => {
  it('of two schemas of one file are compared under any name', () => {
    const before = schema({ 'main.proto': 'message M {}' });
    const after = schema({ 'other.proto': 'message M { int32 x = 1; }' }, ['other.proto']);
    expect(briefly(compareAsConfluent(before, after))).toEqual(['FIELD_ADDED #/M/1']);
  });

  it('of larger schemas are compared by name, in its order', () => {
    const before = schema(
      { 'b.proto': 'message B {} enum E { Z = 0; }', 'a.proto': 'package a; message A {}' },
      ['b.proto', 'a.proto'],
    );
    const after = schema({ 'c.proto': 'package c; message C {}', 'a.proto': 'package d; message A {}' }, [
      'a.proto',
      'c.proto',
    ]);
    expect(briefly(compareAsConfluent(before, after))).toEqual([
      'PACKAGE_CHANGED #/',
      'MESSAGE_REMOVED #/B',
      'ENUM_REMOVED #/E',
      'MESSAGE_ADDED #/C',
    ]);
  });
});

/** Imported messages of which each has a field of each. */
function mesh(count: number, type: string): Schema {
  const names = Array.from({ length: count }, (_, index) => `M${index}`);
  const fields = names.map((name, index) => `${name} f${index} = ${index + 2};`).join(' ');
  const messages = names.map((name) => `message ${name} { ${type} x = 1; ${fields} }`).join('\n');
  return schema({
    'mesh.proto': `package mesh; ${messages}`,
    'main.proto': 'import "mesh.proto"; message Root { mesh.M0 x = 1; }',
  });
}

/** Imported messages, each with a field of the next. */
function chain(count: number, type: string): Schema {
  const messages = Array.from(
    { length: count },
    (_, index) => `message M${index} { ${index + 1 < count ? `M${index + 1} next = 2;` : `${type} x = 1;`} }`,
  );
  return schema({
    'chain.proto': `package chain; ${messages.join('\n')}`,
    'main.proto': 'import "chain.proto"; message Root { chain.M0 x = 1; }',
  });
}

describe('imported messages that refer to one another', () => {
  it('are told on each way that leads to them', () => {
    // Paths without repeats from M0 through 3 messages: M0, M0 M1, M0 M1 M2, M0 M2, M0 M2 M1.
    const found = briefly(compareAsConfluent(mesh(3, 'int32'), mesh(3, 'string')));
    expect(found.filter((one) => one.startsWith('FIELD_SCALAR_KIND_CHANGED'))).toHaveLength(5);
    expect(found.at(-1)).toBe('FIELD_NAMED_TYPE_CHANGED #/Root/1');
  });

  it('end when the ways are too many to go', () => {
    const found = compareAsConfluent(mesh(14, 'int32'), mesh(14, 'string'), { maxElements: 5_000 });
    const paths = new Set(briefly(found).filter((one) => one.startsWith('FIELD_SCALAR')));
    expect(paths.size).toBe(14);
    expect(found.length).toBeLessThan(10_000);
    expect(briefly(found).at(-1)).toBe('FIELD_NAMED_TYPE_CHANGED #/Root/1');
  });

  it('are not walked when the files are equal', () => {
    expect(compareAsConfluent(mesh(14, 'int32'), mesh(14, 'int32'), { maxElements: 20 })).toEqual([]);
  });

  it('are compared down to maxMessageDepth', () => {
    const at = (maxMessageDepth: number) =>
      compareAsConfluent(chain(20, 'int32'), chain(20, 'string'), { maxMessageDepth });
    // The root and 20 messages.
    expect(at(21)).toHaveLength(1 + 20);
    expect(() => at(20)).toThrow(expect.objectContaining({ code: 'SCHEMA_TOO_LARGE' }));
  });

  it('are no matter to the stack at the default depth', () => {
    expect(compareAsConfluent(chain(499, 'int32'), chain(499, 'string'))).toHaveLength(500);
    expect(() => compareAsConfluent(chain(500, 'int32'), chain(500, 'string'))).toThrow('500');
  });
});

describe('names', () => {
  it('of objects are names', () => {
    const file = (type: string) =>
      schema({
        'main.proto': `message constructor { ${type} toString = 1; oneof hasOwnProperty { int32 valueOf = 2; } }`,
      });
    expect(briefly(compareAsConfluent(file('int32'), file('string')))).toEqual([
      'FIELD_SCALAR_KIND_CHANGED #/constructor/1',
    ]);
  });
});

describe('size', () => {
  it('is no matter to 5 000 messages', () => {
    const many = (type: string): Schema =>
      schema({
        'main.proto': Array.from(
          { length: 5_000 },
          (_, index) => `message M${index} { ${type} x = 1; }`,
        ).join('\n'),
      });
    expect(compareAsConfluent(many('int32'), many('string'))).toHaveLength(5_000);
  });
});
