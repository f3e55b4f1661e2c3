import { judgeVersions } from '../test/judge-versions.js';
import { plainField, schemaOf, type FieldSpec } from '../test/made-schema.js';
import type { Schema } from '#libs/descriptors';
import { schemaFrom } from '#libs/testing';
import type { CompatibilityLevel } from './index.js';

function schemaWith(...fields: readonly FieldSpec[]): Schema {
  return schemaOf({ syntax: 'proto3', enums: [], messages: [{ name: 'M', fields }] });
}

const narrow = schemaWith(plainField(1, 'int32'));
const wide = schemaWith(plainField(1, 'int64'));
const text = schemaWith(plainField(1, 'string'));

describe('levels', () => {
  const verdicts = (before: Schema, after: Schema): Record<string, string> =>
    Object.fromEntries(
      (['NONE', 'BACKWARD', 'FORWARD', 'FULL'] as const).map((level) => [
        level,
        judgeVersions({ all: [before] }, after, { level }).verdict,
      ]),
    );

  it('let a field be widened backward only', () => {
    expect(verdicts(narrow, wide)).toEqual({
      NONE: 'compatible',
      BACKWARD: 'compatible',
      FORWARD: 'incompatible',
      FULL: 'incompatible',
    });
  });

  it('let a field be narrowed forward only', () => {
    expect(verdicts(wide, narrow)).toMatchObject({ BACKWARD: 'incompatible', FORWARD: 'compatible' });
  });

  it('find nothing at NONE, and with no history', () => {
    const none = judgeVersions({ all: [narrow] }, text, { level: 'NONE' });
    expect(none).toEqual({ verdict: 'compatible', level: 'NONE', versions: [], findings: [] });
    expect(judgeVersions({ all: [] }, text)).toMatchObject({
      verdict: 'compatible',
      versions: [],
      findings: [],
    });
  });

  it('find nothing on the same schema', () => {
    expect(judgeVersions({ all: [narrow] }, narrow, { level: 'FULL' }).findings).toEqual([]);
  });
});

describe('versions', () => {
  const judged = (level: CompatibilityLevel) =>
    judgeVersions({ all: [text, narrow, text, narrow] }, wide, { level }, { lives: [] });

  it('compares with the latest only, or with all', () => {
    expect(judged('BACKWARD')).toMatchObject({ versions: [4], verdict: 'compatible' });
    expect(judged('BACKWARD_TRANSITIVE')).toMatchObject({ versions: [1, 2, 3, 4], verdict: 'incompatible' });
  });

  it('merges findings that are equal but for the version', () => {
    const { findings } = judged('BACKWARD_TRANSITIVE');
    expect(findings.map(({ ruleId, versions }) => [ruleId, versions])).toEqual([['field-wire-type', [1, 3]]]);
  });

  it('merges findings that are equal but for the direction', () => {
    const { findings } = judgeVersions({ all: [narrow] }, text, { level: 'FULL' });
    expect(findings.map(({ ruleId, directions }) => [ruleId, directions])).toEqual([
      ['field-wire-type', ['backward', 'forward']],
    ]);
  });
});

describe('policy', () => {
  const removed = { all: [schemaWith(plainField(1, 'int32'), plainField(2, 'int32'))] };

  it('only warns of hygiene and presence by default', () => {
    expect(judgeVersions(removed, narrow)).toMatchObject({
      verdict: 'compatible',
      findings: [{ ruleId: 'field-removed-unreserved', class: 'hygiene', refused: false, witness: null }],
    });
    const implicit = schemaWith(plainField(1, 'int32', { label: 'implicit' }));
    expect(judgeVersions({ all: [narrow] }, implicit)).toMatchObject({
      verdict: 'compatible',
      findings: [{ ruleId: 'presence-lost', refused: false }],
    });
  });

  it('refuses the classes that it names', () => {
    expect(judgeVersions(removed, narrow, { refuse: ['hygiene'] }).verdict).toBe('incompatible');
    expect(judgeVersions({ all: [narrow] }, text, { refuse: [] }).verdict).toBe('compatible');
  });

  it('lets a waived finding pass, and says by whom', () => {
    const waiver = {
      ruleId: 'field-wire-type',
      path: '#/t.M',
      reason: 'no data yet',
      author: 'ann',
      expires: '2026-06-15',
    };
    const policy = { waivers: [waiver] };
    expect(judgeVersions({ all: [narrow] }, text, policy)).toMatchObject({
      verdict: 'compatible',
      findings: [{ refused: false, waiver }],
    });
    expect(judgeVersions({ all: [narrow] }, text, policy, { today: '2026-06-16' })).toMatchObject({
      verdict: 'incompatible',
      findings: [{ refused: true, waiver: null }],
    });
  });

  it('runs the rules of the encodings that it names', () => {
    expect(judgeVersions({ all: [narrow] }, text, { encodings: [] }).findings).toEqual([]);
  });
});

describe('findings', () => {
  const before = schemaFrom(`
    message Outer {
      Inner inner = 1;
      message Inner { int32 id = 1; int32 gone = 2; }
    }
  `);
  const after = schemaFrom(`
    message Outer {
      reserved 9;
      Inner inner = 1;
      message Inner {
        string id = 1;
      }
    }
  `);
  const { findings } = judgeVersions({ all: [before] }, after, { level: 'FULL' });

  it('point to the element before and after, or to what is left of its parent', () => {
    expect(
      findings.map(({ ruleId, path, before: from, after: to }) => [ruleId, path, from?.line, to?.line]),
    ).toEqual([
      ['field-removed-unreserved', '#/t.Outer.Inner/field/2', 14, 15],
      ['field-wire-type', '#/t.Outer.Inner/field/1', 14, 16],
    ]);
    expect(findings[1]?.after).toEqual({ file: 't.proto', line: 16, column: 9 });
  });

  it('have no place without source info', () => {
    expect(judgeVersions({ all: [narrow] }, text).findings).toMatchObject([{ before: null, after: null }]);
  });

  it('say what fails, on which element, with which types, and how to do it instead', () => {
    expect(findings[1]?.message).toBe(
      'Field 1 "id" of t.Outer.Inner changed from int32 to string: the wire types differ, so values go to the unknown fields and the field reads as unset.',
    );
    expect(findings[0]?.hint).toBe(
      'Add `reserved 2; reserved "gone";` to t.Outer.Inner, or keep the field and mark it deprecated.',
    );
  });

  it('are the same each time', () => {
    expect(judgeVersions({ all: [before] }, after, { level: 'FULL' }).findings).toEqual(findings);
  });
});

describe('structure decides, not names', () => {
  const spec = (type: string, inner: FieldSpec) =>
    schemaOf({
      syntax: 'proto3',
      enums: [],
      messages: [
        { name: 'M', fields: [plainField(1, `message:${type}`, { label: 'map' })] },
        { name: type, fields: [inner, plainField(2, `message:${type}`)] },
      ],
    });

  it('lets a message be renamed', () => {
    const verdict = judgeVersions(
      { all: [spec('Old', plainField(1, 'int32'))] },
      spec('New', plainField(1, 'int64')),
    );
    expect(verdict.findings).toEqual([]);
  });

  it('finds what differs inside, and wraps the witness in a message that both have', () => {
    const { findings } = judgeVersions(
      { all: [spec('Old', plainField(1, 'int64'))] },
      spec('New', plainField(1, 'int32')),
    );
    expect(findings).toMatchObject([
      {
        ruleId: 'field-narrowed',
        path: '#/t.New/field/1',
        witness: {
          type: 't.M',
          written: '{"f1":{"":{"f1":"2147483648"}}}',
          read: '{"f1":{"":{"f1":-2147483648}}}',
          path: 'f1[""].value.f1',
        },
      },
    ]);
  });
});

describe('witnesses', () => {
  it('can be left out', () => {
    expect(judgeVersions({ all: [narrow] }, text, {}, { witnesses: false }).findings[0]?.witness).toBeNull();
  });

  it('show both messages of a lost presence', () => {
    const implicit = schemaWith(plainField(1, 'int32', { label: 'implicit' }));
    expect(judgeVersions({ all: [narrow] }, implicit).findings[0]?.witness).toEqual({
      type: 't.M',
      encoding: 'binary',
      bytesHex: '0800',
      written: '[{"f1":0},{}]',
      read: '{}',
      path: 'f1',
    });
  });
});
