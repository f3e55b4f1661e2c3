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
