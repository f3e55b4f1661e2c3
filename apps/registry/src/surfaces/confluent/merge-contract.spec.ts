import { mergeContracts } from './merge-contract.js';

const metadata = (
  properties: Record<string, string>,
  tags: Record<string, string[]> = {},
  sensitive: string[] = [],
) => ({
  properties,
  tags,
  sensitive,
});
const rule = (name: string, doc?: string) => ({ name, ...(doc === undefined ? {} : { doc }) }) as never;

test('nothing is nothing', () => {
  expect(mergeContracts([])).toEqual({ metadata: undefined, ruleSet: undefined });
  const only = { metadata: metadata({ a: '1' }), ruleSet: undefined };
  expect(mergeContracts([{ metadata: undefined, ruleSet: undefined }, only])).toEqual(only);
});

test('properties are the last, tags and sensitive names are joined', () => {
  const merged = mergeContracts([
    { metadata: metadata({ a: '1', b: '1' }, { p: ['X'], constructor: ['C'] }, ['a']), ruleSet: undefined },
    { metadata: metadata({ b: '2' }, { p: ['Y', 'X'], q: ['Z'] }, ['b', 'a']), ruleSet: undefined },
  ]);
  expect(merged.metadata).toEqual(
    metadata({ a: '1', b: '2' }, { p: ['X', 'Y'], constructor: ['C'], q: ['Z'] }, ['a', 'b']),
  );
});

test('rules are replaced by name', () => {
  const set = (...domainRules: never[]) => ({
    domainRules,
    migrationRules: undefined,
    encodingRules: undefined,
    enableAt: undefined,
  });
  const merged = mergeContracts([
    { metadata: undefined, ruleSet: set(rule('a'), rule('b', 'before')) },
    { metadata: undefined, ruleSet: set(rule('b', 'after'), rule('c')) },
  ]);
  expect(merged.ruleSet?.domainRules).toEqual([rule('a'), rule('b', 'after'), rule('c')]);
});
