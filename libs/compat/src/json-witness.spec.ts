import { hexToBytes } from '#libs/descriptors';
import { judgeVersions } from '../test/judge-versions.js';
import { plainField, schemaOf, type FieldSpec } from '../test/made-schema.js';
import type { Finding, Policy } from './index.js';

function schemaWith(...fields: readonly FieldSpec[]): ReturnType<typeof schemaOf> {
  return schemaOf({ syntax: 'editions', enums: [], messages: [{ name: 'M', fields }] });
}

function findingsOf(
  before: FieldSpec,
  after: FieldSpec,
  policy: Partial<Policy> = { encodings: ['json'] },
): readonly Finding[] {
  return judgeVersions({ all: [schemaWith(before)] }, schemaWith(after), policy).findings;
}

function sentText(finding: Finding | undefined): string {
  return new TextDecoder().decode(hexToBytes(finding?.witness?.bytesHex ?? ''));
}

describe('a witness of JSON', () => {
  it('has the text that the writer sends, and why the reader refuses it', () => {
    const [finding] = findingsOf(plainField(1, 'int64'), plainField(1, 'int32'));
    expect(finding).toMatchObject({ ruleId: 'json-integer-narrowed', class: 'break', encodings: ['json'] });
    expect(finding?.witness).toMatchObject({ encoding: 'json', type: 't.M', path: 'f1' });
    expect(sentText(finding)).toBe(finding?.witness?.written);
    expect(JSON.parse(sentText(finding))).toEqual({ f1: '2147483648' });
    expect(finding?.witness?.read).toContain('BAD_JSON');
  });

  it('shows a value that was skipped for its key', () => {
    const [finding] = findingsOf(plainField(1, 'string'), plainField(1, 'string', { name: 'g1' }));
    expect(finding?.witness).toMatchObject({ written: '{"f1":"a"}', read: '{}', path: 'f1' });
  });

  it('shows a number that was rounded', () => {
    const [finding] = findingsOf(plainField(1, 'int64'), plainField(1, 'double'));
    expect(finding).toMatchObject({ class: 'lossy' });
    expect(finding?.witness).toMatchObject({
      written: '{"f1":"9007199254740993"}',
      read: '{"f1":9007199254740992}',
    });
  });

  it('shows the two documents that become one', () => {
    const [finding] = findingsOf(plainField(1, 'int32'), plainField(1, 'int32', { label: 'implicit' }));
    expect(finding).toMatchObject({ ruleId: 'json-presence-lost', class: 'presence' });
    expect(finding?.witness).toMatchObject({ written: '[{"f1":0},{}]', read: '{}' });
    expect(sentText(finding)).toBe('{"f1":0}');
  });

  it('writes out what unset reads as', () => {
    const [finding] = findingsOf(plainField(1, 'int32'), plainField(1, 'int32', { default: '5' }));
    expect(finding?.witness).toMatchObject({ written: '{"f1":0}', read: '{"f1":5}' });
    expect(sentText(finding)).toBe('{}');
  });
});

describe('the policy', () => {
  const added = plainField(1, 'int32');
  const both = schemaWith(added, plainField(2, 'int32'));

  it('has each encoding judge by its own rules', () => {
    const rules = (encodings: Policy['encodings']): readonly string[] =>
      findingsOf(plainField(1, 'int32'), plainField(1, 'string', { name: 'g1' }), { encodings }).map(
        ({ ruleId }) => ruleId,
      );
    expect(rules(['binary'])).toEqual(['field-wire-type']);
    expect(rules(['json'])).toEqual(['json-key-missing']);
    expect(rules(['binary', 'json'])).toEqual(['field-wire-type', 'json-key-missing']);
  });

  it('lets readers skip keys that only the writer has, or not', () => {
    const forward = (jsonIgnoreUnknown: boolean): string =>
      judgeVersions({ all: [schemaWith(added)] }, both, {
        level: 'FORWARD',
        encodings: ['json'],
        jsonIgnoreUnknown,
      }).verdict;
    expect(forward(true)).toBe('compatible');
    expect(forward(false)).toBe('incompatible');
  });
});
