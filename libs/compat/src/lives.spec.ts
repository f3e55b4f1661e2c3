import { briefly, judgeVersions, livesOf } from '../test/judge-versions.js';
import { plainField, schemaOf, type FieldSpec } from '../test/made-schema.js';
import type { Schema } from '#libs/descriptors';
import { recordLives } from './index.js';

function schemaWith(numbers: readonly number[], ...fields: readonly FieldSpec[]): Schema {
  return schemaOf({
    syntax: 'proto3',
    enums: [{ name: 'E', closed: false, numbers: [0, ...numbers] }],
    messages: [{ name: 'M', fields: [plainField(1, 'enum:E'), ...fields] }],
  });
}

const bare = schemaWith([]);
const count = plainField(2, 'int32', { name: 'count' });
const withCount = schemaWith([], count);
const withName = schemaWith([], plainField(2, 'string', { name: 'name' }));

describe('recordLives', () => {
  it('begins a life for each field and enum value', () => {
    expect(recordLives([], withCount, 3)).toEqual([
      expect.objectContaining({
        kind: 'enumValue',
        owner: 't.E',
        number: 0,
        name: 'E_0',
        firstVersion: 3,
        lastVersion: 3,
      }),
      expect.objectContaining({ kind: 'field', owner: 't.M', number: 1, signature: 'enum t.E' }),
      {
        kind: 'field',
        owner: 't.M',
        number: 2,
        name: 'count',
        signature: 'int32',
        fingerprint: withCount.fingerprint,
        firstVersion: 3,
        lastVersion: 3,
      },
    ]);
  });

  it('prolongs what goes on and keeps what ended', () => {
    const lives = livesOf([withCount, bare, withName]).filter(({ number }) => number === 2);
    expect(lives.map(({ name, firstVersion, lastVersion }) => [name, firstVersion, lastVersion])).toEqual([
      ['count', 1, 1],
      ['name', 3, 3],
    ]);
    const [one] = livesOf([withCount, withCount]).filter(({ number }) => number === 2);
    expect(one).toMatchObject({ firstVersion: 1, lastVersion: 2 });
  });

  it('does not depend on the order of what it knew, nor change it', () => {
    const lives = livesOf([withCount, bare]);
    const frozen = Object.freeze([...lives].reverse());
    expect(recordLives(frozen, withName, 3)).toEqual(recordLives(lives, withName, 3));
  });

  it('is plain JSON', () => {
    const lives = livesOf([withCount]);
    expect(JSON.parse(JSON.stringify(lives))).toEqual(lives);
  });

  it('takes names that mean something to JavaScript', () => {
    const odd = schemaWith(
      [],
      plainField(2, 'int32', { name: 'constructor' }),
      plainField(3, 'int32', { name: '__proto__' }),
    );
    expect(livesOf([odd]).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['constructor', '__proto__']),
    );
  });
});

describe('a number that is taken again', () => {
  const versions = { all: [withCount, bare] };

  it('is refused at every level but NONE', () => {
    for (const level of ['BACKWARD', 'BACKWARD_TRANSITIVE', 'FORWARD', 'FULL'] as const) {
      const verdict = judgeVersions(versions, withName, { level });
      expect(verdict.verdict).toBe('incompatible');
    }
    expect(judgeVersions(versions, withName, { level: 'NONE' }).verdict).toBe('compatible');
  });

  it('says what it was, and shows bytes of that life', () => {
    const [finding] = judgeVersions(versions, withName).findings;
    expect(finding).toMatchObject({
      ruleId: 'field-number-reused',
      class: 'break',
      directions: ['backward'],
      versions: [1],
      path: '#/t.M/field/2',
      message:
        'Field 2 "name" of t.M takes a number that had another meaning: it was "count", int32, in version 1; of that data, the wire types differ, so values go to the unknown fields and the field reads as unset.',
      witness: { type: 't.M', bytesHex: '1001', written: '{"count":1}' },
    });
  });

  it('is told once where a transitive level compares with the version itself', () => {
    expect(briefly(judgeVersions(versions, withName, { level: 'BACKWARD_TRANSITIVE' }))).toEqual([
      'field-wire-type break #/t.M/field/2',
    ]);
  });

  it('counts in deleted versions', () => {
    expect(briefly(judgeVersions({ all: [withCount, bare], deleted: [1] }, withName))).toEqual([
      'field-number-reused break #/t.M/field/2',
    ]);
    expect(briefly(judgeVersions({ all: [withCount], deleted: [1] }, withName))).toEqual([
      'field-number-reused break #/t.M/field/2',
    ]);
  });

  it('may come back with the same meaning, or one that reads it', () => {
    expect(judgeVersions(versions, withCount).findings).toEqual([]);
    expect(
      judgeVersions(versions, schemaWith([], plainField(2, 'int64', { name: 'total' }))).findings,
    ).toEqual([]);
  });

  it('is refused when a loss is all that happens', () => {
    const wide = schemaWith([], plainField(2, 'int64'));
    expect(briefly(judgeVersions({ all: [wide, bare] }, withCount))).toEqual([
      'field-number-reused break #/t.M/field/2',
    ]);
  });

  it('can be waived', () => {
    const waiver = {
      ruleId: 'field-number-reused',
      path: '#/t.M/field/2',
      reason: 'r',
      author: 'a',
      expires: null,
    };
    expect(judgeVersions(versions, withName, { waivers: [waiver] }).verdict).toBe('compatible');
  });
});

describe('a number that is in use', () => {
  const wide = schemaWith([], plainField(2, 'int64', { name: 'count' }));

  it('was judged by the level of its day', () => {
    // int64 → int32 is what FORWARD allows.
    expect(judgeVersions({ all: [wide, withCount] }, withCount, { level: 'FORWARD' }).findings).toEqual([]);
    expect(judgeVersions({ all: [wide, withCount] }, withCount).findings).toEqual([]);
  });

  it('was accepted as it is, by NONE or by a waiver', () => {
    expect(judgeVersions({ all: [withCount, withName] }, withName).findings).toEqual([]);
    expect(judgeVersions({ all: [withCount, bare, withName] }, withName, { level: 'FULL' }).findings).toEqual(
      [],
    );
  });

  it('is refused for what a deleted version after the latest made of it', () => {
    expect(briefly(judgeVersions({ all: [withCount, withName], deleted: [2] }, withCount))).toEqual([
      'field-number-reused break #/t.M/field/2',
    ]);
  });

  it('is left to the rules on pairs in the latest version', () => {
    expect(briefly(judgeVersions({ all: [withCount] }, withName))).toEqual([
      'field-wire-type break #/t.M/field/2',
    ]);
  });
});

describe('an enum number that is taken again', () => {
  const named = (name: string): Schema =>
    schemaOf({
      syntax: 'proto3',
      enums: [{ name, closed: false, numbers: [0, 1] }],
      messages: [{ name: 'M', fields: [plainField(1, `enum:${name}`)] }],
    });

  it('is refused under another name, and shown in JSON', () => {
    const first = schemaWith([1]);
    const renamed = renamedValue();
    const verdict = judgeVersions({ all: [first, bare] }, renamed);
    expect(verdict.findings).toMatchObject([
      {
        ruleId: 'enum-number-reused',
        class: 'break',
        path: '#/t.E/value/1',
        witness: { written: '{"f1":"E_1"}', read: '{"f1":"E_ONE"}' },
      },
    ]);
  });

  it('may come back under its name, and be renamed in place', () => {
    const first = schemaWith([1]);
    expect(judgeVersions({ all: [first, bare] }, first).findings).toEqual([]);
    expect(judgeVersions({ all: [first] }, renamedValue()).findings).toEqual([]);
  });

  it('is only hygiene where no field has the enum', () => {
    const unused = (numbers: readonly number[], names?: Readonly<Record<number, string>>): Schema =>
      schemaOf({
        syntax: 'proto3',
        enums: [{ name: 'E', closed: false, numbers: [0, ...numbers], ...(names && { names }) }],
        messages: [{ name: 'M', fields: [plainField(1, 'int32')] }],
      });
    const verdict = judgeVersions({ all: [unused([1]), unused([])] }, unused([1], { 1: 'E_ONE' }));
    expect(verdict).toMatchObject({
      verdict: 'compatible',
      findings: [{ ruleId: 'enum-number-reused', class: 'hygiene' }],
    });
  });

  it('belongs to the enum of the full name', () => {
    expect(judgeVersions({ all: [named('A'), bare] }, named('B')).verdict).toBe('compatible');
  });

  function renamedValue(): Schema {
    return schemaOf({
      syntax: 'proto3',
      enums: [{ name: 'E', closed: false, numbers: [0, 1], names: { 1: 'E_ONE' } }],
      messages: [{ name: 'M', fields: [plainField(1, 'enum:E')] }],
    });
  }
});
