import { judgeVersions } from '../test/judge-versions.js';
import { plainField, schemaOf, type MessageSpec } from '../test/made-schema.js';
import type { Schema } from '#libs/descriptors';

function schemaWith(messages: readonly MessageSpec[]): Schema {
  return schemaOf({ syntax: 'proto3', enums: [], messages });
}

/** A ring of messages, each with the next one and a number of a type. */
function ring(prefix: string, length: number, type: string): readonly MessageSpec[] {
  return Array.from({ length }, (_, index) => ({
    name: `${prefix}${index}`,
    fields: [plainField(1, `message:${prefix}${(index + 1) % length}`), plainField(2, type)],
  }));
}

function rooted(prefix: string, messages: readonly MessageSpec[]): Schema {
  return schemaWith([{ name: 'Root', fields: [plainField(1, `message:${prefix}0`)] }, ...messages]);
}

describe('cycles', () => {
  it('end, and each message is judged once', () => {
    const { findings } = judgeVersions(
      { all: [rooted('A', ring('A', 3, 'int64'))] },
      rooted('B', ring('B', 3, 'int32')),
    );
    expect(findings.map(({ path }) => path)).toEqual(['#/t.B0/field/2', '#/t.B1/field/2', '#/t.B2/field/2']);
  });

  it('of different length meet in every pair', () => {
    const before = rooted('A', ring('A', 2, 'int64'));
    const after = rooted('B', ring('B', 3, 'int32'));
    const { findings } = judgeVersions({ all: [before] }, after);
    expect(findings.every(({ ruleId, witness }) => ruleId === 'field-narrowed' && witness !== null)).toBe(
      true,
    );
    expect(findings).toHaveLength(3);
  });
});

describe('maxMessagePairs', () => {
  const before = rooted('A', ring('A', 4, 'int32'));
  const after = rooted('B', ring('B', 3, 'int32'));
  // The root and each of 4 with each of 3.
  const pairs = 1 + 4 * 3;

  it('is enough at the number of pairs, and not at one less', () => {
    const at = (maxMessagePairs: number) =>
      judgeVersions({ all: [before] }, after, {}, { limits: { maxMessagePairs } });
    expect(at(pairs).verdict).toBe('compatible');
    expect(() => at(pairs - 1)).toThrow(expect.objectContaining({ code: 'SCHEMA_TOO_LARGE' }));
  });
});

describe('size', () => {
  it('is no matter to 5 000 messages', () => {
    const many = (type: string): Schema =>
      schemaWith(
        Array.from({ length: 5_000 }, (_, index) => ({ name: `M${index}`, fields: [plainField(1, type)] })),
      );
    const verdict = judgeVersions({ all: [many('int32')] }, many('string'), {}, { witnesses: false });
    expect(verdict.findings).toHaveLength(5_000);
  });

  it('is no matter to 100 levels of nesting', () => {
    const deep = (prefix: string, type: string): Schema =>
      rooted(prefix, [
        ...Array.from({ length: 99 }, (_, index) => ({
          name: `${prefix}${index}`,
          fields: [plainField(1, `message:${prefix}${index + 1}`)],
        })),
        { name: `${prefix}99`, fields: [plainField(1, type)] },
      ]);
    const { findings } = judgeVersions({ all: [deep('A', 'int32')] }, deep('B', 'string'));
    expect(findings).toMatchObject([
      { ruleId: 'field-wire-type', path: '#/t.B99/field/1', witness: { type: 't.Root' } },
    ]);
  });
});

describe('required rings', () => {
  it('have no lawful message, and so no witness, and end', () => {
    const spec = (type: string): Schema =>
      schemaOf({
        syntax: 'proto2',
        enums: [],
        messages: [
          { name: 'M', fields: [plainField(1, 'message:M', { label: 'required' }), plainField(2, type)] },
        ],
      });
    expect(judgeVersions({ all: [spec('int32')] }, spec('string')).findings).toMatchObject([
      { witness: null },
    ]);
  });
});
