import { readRuleSet } from './request-body.js';

const RULE = { name: 'r', kind: 'CONDITION', mode: 'WRITE', type: 'CEL' };
const UPGRADE = { ...RULE, mode: 'UPGRADE' };

test.each<[string, object]>([
  ['of every list', { domainRules: [RULE], encodingRules: [RULE], migrationRules: [UPGRADE] }],
  [
    'without a mode',
    { domainRules: [{ name: '_r-1', type: 'CEL' }], migrationRules: [{ name: 'é', type: 'CEL' }] },
  ],
  [
    'with two actions for two directions',
    { domainRules: [{ ...RULE, mode: 'WRITEREAD', onFailure: 'A,B' }] },
  ],
  ['with two actions between versions', { migrationRules: [{ ...RULE, mode: 'UPDOWN', onSuccess: 'A,B' }] }],
])('rules %s are taken', (_title, rules) => {
  expect(readRuleSet(rules)).toMatchObject(rules);
});

test.each<[string, object, string]>([
  ['no type', { domainRules: [{ ...RULE, type: undefined }] }, 'Missing rule type'],
  ['an empty type', { domainRules: [{ ...RULE, type: '' }] }, 'Missing rule type'],
  ['a digit first', { domainRules: [{ ...RULE, name: '1r' }] }, 'Illegal initial character in rule name: 1r'],
  [
    'a dash first',
    { encodingRules: [{ ...RULE, name: '-r' }] },
    'Illegal initial character in rule name: -r',
  ],
  ['a space', { migrationRules: [{ ...UPGRADE, name: 'r r' }] }, 'Illegal character in rule name: r r'],
  ['the same name', { domainRules: [RULE, RULE] }, "Found rule with duplicate name 'r'"],
  ['a mode of writes', { migrationRules: [RULE] }, 'Migration rules can only be UPGRADE, DOWNGRADE, UPDOWN'],
  ['a mode of versions', { domainRules: [UPGRADE] }, 'Domain rules cannot be UPGRADE, DOWNGRADE, UPDOWN'],
  ['a mode of versions', { encodingRules: [UPGRADE] }, 'Domain rules cannot be UPGRADE, DOWNGRADE, UPDOWN'],
  [
    'two actions',
    { domainRules: [{ ...RULE, onSuccess: 'A,B' }] },
    'Multiple actions only valid with WRITEREAD and UPDOWN',
  ],
])('rules with %s are refused', (_title, rules, message) => {
  expect(() => readRuleSet(rules)).toThrow(
    expect.objectContaining({ confluentCode: 42210, message }) as Error,
  );
});
