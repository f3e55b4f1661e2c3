import { schemaFrom } from '#libs/testing';
import { DEFAULT_POLICY, judge, type Policy, type Verdict } from '../index.js';

function verdictOf(before: string, after: string, policy: Partial<Policy>): Verdict {
  const [earlier, proposed] = [schemaFrom(before), schemaFrom(after)];
  return judge({
    proposed,
    history: [
      { version: 1, schema: earlier },
      { version: 2, schema: earlier },
    ],
    lives: [],
    schemaOf: () => earlier,
    policy: { ...DEFAULT_POLICY, ...policy },
    today: '2026-01-01',
  });
}

const ONE = 'message M { int32 a = 1; }';
const TWO = `${ONE} message N {}`;

describe('confluent', () => {
  it('refuses a removed message and lets an added one pass', () => {
    expect(verdictOf(ONE, TWO, { profile: 'confluent' }).findings).toEqual([]);
    const { verdict, findings } = verdictOf(TWO, ONE, { profile: 'confluent' });
    expect(verdict).toBe('incompatible');
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ ruleId: 'MESSAGE_REMOVED', directions: ['backward'], versions: [2] });
  });

  it('exchanges the two for FORWARD, so that an added message is a removed one', () => {
    const { findings } = verdictOf(ONE, TWO, { profile: 'confluent', level: 'FORWARD' });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ ruleId: 'MESSAGE_REMOVED', directions: ['forward'] });
  });

  it('tells all versions of one content at once, and each direction by itself', () => {
    const policy = { profile: 'confluent', level: 'FULL_TRANSITIVE' } as const;
    const { findings } = verdictOf(ONE, 'message M { string a = 1; }', policy);
    expect(findings.flatMap(({ directions }) => directions)).toEqual(['backward', 'forward']);
    expect(findings.map(({ versions }) => versions)).toEqual(findings.map(() => [1, 2]));
  });

  it('says nothing at the level NONE', () => {
    expect(verdictOf(TWO, ONE, { profile: 'confluent', level: 'NONE' }).findings).toEqual([]);
  });

  it('honours waivers', () => {
    const waiver = { ruleId: 'MESSAGE_REMOVED', path: null, reason: 'gone', author: 'ann', expires: null };
    const { verdict, findings } = verdictOf(TWO, ONE, { profile: 'confluent', waivers: [waiver] });
    expect(verdict).toBe('compatible');
    expect(findings.map((finding) => finding.waiver)).toEqual([waiver]);
  });
});

describe('buf', () => {
  it('judges by a category, at the place where buf points', () => {
    const after = 'message M { string a = 1; }';
    const { verdict, findings } = verdictOf(ONE, after, { profile: 'buf:WIRE' });
    expect(verdict).toBe('incompatible');
    expect(findings.map(({ ruleId }) => ruleId)).toEqual(['FIELD_WIRE_COMPATIBLE_TYPE']);
    const [finding] = findings;
    expect(finding?.after).toMatchObject({ file: 't.proto', column: after.indexOf('string') + 1 });
    expect(finding?.encodings).toEqual(['binary', 'json', 'source']);
  });

  it('has no direction: a removed field is told under FORWARD too', () => {
    const { findings } = verdictOf(ONE, 'message M {}', { profile: 'buf:WIRE', level: 'FORWARD_TRANSITIVE' });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ directions: ['forward'], versions: [1, 2] });
  });

  it('takes rules and exceptions from the options', () => {
    const except = { ...DEFAULT_POLICY.buf, except: ['MESSAGE_NO_DELETE'] };
    expect(verdictOf(TWO, ONE, { profile: 'buf' }).findings).toHaveLength(1);
    expect(verdictOf(TWO, ONE, { profile: 'buf', buf: except }).findings).toEqual([]);
    expect(verdictOf(TWO, ONE, { profile: 'buf:FILE', buf: except }).findings).toEqual([]);
  });

  it('refuses a rule that buf does not have', () => {
    const buf = { ...DEFAULT_POLICY.buf, use: ['FIELD_SAME_COLOUR'] };
    expect(() => verdictOf(TWO, ONE, { profile: 'buf', buf })).toThrow(/FIELD_SAME_COLOUR/);
  });
});

describe('protokoll with source', () => {
  it("adds buf's rules on generated code to what happens to data", () => {
    const policy = { encodings: ['binary', 'source'] } as const;
    const { findings } = verdictOf(ONE, 'message M { string a = 1; }', policy);
    expect(findings.map(({ ruleId }) => ruleId).sort()).toEqual(['FIELD_SAME_TYPE', 'field-wire-type']);
    expect(findings.find(({ ruleId }) => ruleId === 'FIELD_SAME_TYPE')?.encodings).toEqual(['source']);
  });
});
