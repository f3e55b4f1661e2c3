import { DEFAULT_BUF_OPTIONS, DEFAULT_POLICY, mergePolicy } from '#libs/compat';
import type { registry } from '#libs/gen';
import { configOfPolicy, isSet, policyOfConfig } from './policy-of-config.js';

const FULL: registry.ConfigJson = {
  compatibility: 'FULL_TRANSITIVE',
  profile: 'buf:WIRE',
  encodings: ['binary', 'json', 'source'],
  jsonIgnoreUnknown: false,
  buf: {
    use: ['PACKAGE'],
    except: ['FIELD_SAME_JSON_NAME'],
    ignore: ['vendor'],
    ignoreOnly: [{ rule: 'FILE', paths: ['a.proto'] }],
    ignoreUnstablePackages: true,
  },
  refuse: ['break'],
  waivers: [
    { ruleId: 'field-type', path: '', reason: 'agreed', author: 'ann', expires: '2026-12-31' },
    { ruleId: '', path: '#/p.M', reason: 'dead', author: 'bob', expires: '' },
  ],
};

describe('policyOfConfig', () => {
  it('says nothing of what the settings leave out', () => {
    expect(policyOfConfig({})).toEqual({});
    expect(policyOfConfig({ compatibility: '', encodings: [], profile: '', waivers: [] })).toEqual({});
  });

  it('takes every member over', () => {
    expect(policyOfConfig(FULL)).toEqual({
      level: 'FULL_TRANSITIVE',
      profile: 'buf:WIRE',
      encodings: ['binary', 'json', 'source'],
      jsonIgnoreUnknown: false,
      buf: { ...DEFAULT_BUF_OPTIONS, ...FULL.buf },
      refuse: ['break'],
      waivers: [
        { ruleId: 'field-type', path: null, reason: 'agreed', author: 'ann', expires: '2026-12-31' },
        { ruleId: null, path: '#/p.M', reason: 'dead', author: 'bob', expires: null },
      ],
    });
  });

  it('tells a false from an absent jsonIgnoreUnknown, so that a subject can go back to true', () => {
    const layers = [{ jsonIgnoreUnknown: false }, {}, { jsonIgnoreUnknown: true }].map(policyOfConfig);
    expect(mergePolicy(...layers.slice(0, 2)).jsonIgnoreUnknown).toBe(false);
    expect(mergePolicy(...layers).jsonIgnoreUnknown).toBe(true);
  });

  it('replaces the buf options of a wider scope as a whole', () => {
    const merged = mergePolicy(
      policyOfConfig({ buf: { use: ['WIRE'], ignore: ['a'] } }),
      policyOfConfig({ buf: { except: ['ENUM_NO_DELETE'] } }),
    );
    expect(merged.buf).toEqual({ ...DEFAULT_BUF_OPTIONS, except: ['ENUM_NO_DELETE'] });
  });
});

describe('configOfPolicy', () => {
  it('is the inverse of policyOfConfig', () => {
    expect(configOfPolicy(mergePolicy(policyOfConfig(FULL)))).toEqual(FULL);
    expect(mergePolicy(policyOfConfig(configOfPolicy(DEFAULT_POLICY)))).toEqual(DEFAULT_POLICY);
  });
});

describe('isSet', () => {
  it.each([
    [undefined, false],
    ['', false],
    [[], false],
    ['x', true],
    [['x'], true],
  ])('of %j is %s', (value, expected) => {
    expect(isSet(value)).toBe(expected);
  });
});
