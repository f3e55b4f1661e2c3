import { DEFAULT_BUF_OPTIONS, DEFAULT_POLICY, mergePolicy, waiverFor, type Waiver } from './policy.js';

function waiver(more: Partial<Waiver>): Waiver {
  return { ruleId: null, path: null, reason: 'agreed', author: 'ann', expires: null, ...more };
}

describe('mergePolicy', () => {
  it('is the default without layers', () => {
    expect(mergePolicy()).toEqual(DEFAULT_POLICY);
    expect(DEFAULT_POLICY).toEqual({
      level: 'BACKWARD',
      profile: 'protokoll',
      encodings: ['binary', 'json'],
      jsonIgnoreUnknown: true,
      buf: DEFAULT_BUF_OPTIONS,
      refuse: ['break', 'lossy'],
      waivers: [],
    });
  });

  it('lets the subject win over the context, and that over the global layer', () => {
    const merged = mergePolicy({ level: 'NONE', refuse: ['break'] }, { level: 'FORWARD' }, { level: 'FULL' });
    expect(merged).toEqual({ ...DEFAULT_POLICY, level: 'FULL', refuse: ['break'] });
  });

  it('replaces the profile and the options of buf as a whole', () => {
    const buf = { ...DEFAULT_BUF_OPTIONS, use: ['WIRE'] };
    const merged = mergePolicy(
      { profile: 'buf', buf },
      { buf: { ...DEFAULT_BUF_OPTIONS, except: ['FILE'] } },
    );
    expect(merged.profile).toBe('buf');
    expect(merged.buf).toEqual({ ...DEFAULT_BUF_OPTIONS, except: ['FILE'] });
  });

  it('replaces a list by an empty one', () => {
    expect(mergePolicy({ refuse: ['break', 'lossy', 'hygiene'] }, { refuse: [] }).refuse).toEqual([]);
  });

  it('holds the waivers of all layers together', () => {
    const [wide, narrow] = [waiver({ ruleId: 'a' }), waiver({ ruleId: 'b' })];
    expect(mergePolicy({ waivers: [wide] }, {}, { waivers: [narrow] }).waivers).toEqual([wide, narrow]);
  });
});

describe('waiverFor', () => {
  const find = (one: Waiver, today = '2026-06-15') =>
    waiverFor([one], 'field-sign', '#/t.M/field/1', today) !== null;

  it('covers a rule, a path, or a rule on a path', () => {
    expect(find(waiver({ ruleId: 'field-sign' }))).toBe(true);
    expect(find(waiver({ ruleId: 'field-zigzag' }))).toBe(false);
    expect(find(waiver({ path: '#/t.M/field/1' }))).toBe(true);
    expect(find(waiver({ path: '#/t.M/field/2' }))).toBe(false);
    expect(find(waiver({ ruleId: 'field-sign', path: '#/t.M/field/1' }))).toBe(true);
    expect(find(waiver({ ruleId: 'field-zigzag', path: '#/t.M/field/1' }))).toBe(false);
  });

  it('covers what is under its path, and not what only starts like it', () => {
    expect(find(waiver({ path: '#/t.M' }))).toBe(true);
    expect(find(waiver({ path: '#/t.M/field' }))).toBe(true);
    expect(find(waiver({ path: '#/t' }))).toBe(false);
    expect(
      waiverFor([waiver({ path: '#/t.M/field/1' })], 'field-sign', '#/t.M/field/10', '2026-06-15'),
    ).toBeNull();
  });

  it('covers nothing without rule and path', () => {
    expect(find(waiver({}))).toBe(false);
  });

  it('holds on its last day and not on the next', () => {
    const dated = waiver({ ruleId: 'field-sign', expires: '2026-06-15' });
    expect(find(dated, '2026-06-15')).toBe(true);
    expect(find(dated, '2026-06-16')).toBe(false);
    expect(find({ ...dated, expires: '2026-06-15T00:00:00Z' }, '2026-06-15')).toBe(true);
  });
});
