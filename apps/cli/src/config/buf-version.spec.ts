import { DEFAULT_BUF_OPTIONS, selectBufRules, type BufOptions } from '#libs/compat';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTermsOfV2, type BufVersion } from './buf-version.js';

const withUse = (...use: readonly string[]): BufOptions => ({ ...DEFAULT_BUF_OPTIONS, use });
const idsOf = (options: BufOptions): readonly string[] => selectBufRules(options).map(({ id }) => id);

interface ListedRule {
  readonly id: string;
  readonly categories?: readonly string[];
}

/** Rules of a version as the real buf lists them. */
function listed(version: BufVersion): readonly ListedRule[] {
  const cache = mkdtempSync(join(tmpdir(), 'cli-buf-version-'));
  try {
    const args = ['config', 'ls-breaking-rules', '--version', version, '--format', 'json'];
    const env = { ...process.env, BUF_CACHE_DIR: cache };
    const printed = execFileSync('node_modules/.bin/buf', args, { env, encoding: 'utf8' });
    return printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as ListedRule);
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

describe.each(['v1beta1', 'v1', 'v2'] as const)('buf.yaml %s', (version) => {
  test('has the rules in its categories that the real buf has', () => {
    const rules = listed(version);
    for (const category of ['FILE', 'PACKAGE', 'WIRE_JSON', 'WIRE']) {
      const expected = rules
        .filter(({ categories = [] }) => categories.includes(category))
        .map(({ id }) => id);
      expect([...idsOf(inTermsOfV2(withUse(category), version))].sort()).toEqual(expected.sort());
    }
  });

  test('means FILE when it says nothing, and takes single rules', () => {
    const of = (...use: readonly string[]): readonly string[] => idsOf(inTermsOfV2(withUse(...use), version));
    expect(of()).toEqual(of('FILE'));
    expect(of('FIELD_SAME_TYPE', 'RPC_NO_DELETE')).toEqual(['FIELD_SAME_TYPE', 'RPC_NO_DELETE']);
  });
});

test('exceptions and ignored paths of a category are those of its rules', () => {
  const options = {
    ...withUse('WIRE'),
    except: ['WIRE_JSON'],
    ignoreOnly: [
      { rule: 'WIRE', paths: ['a'] },
      { rule: 'RPC_NO_DELETE', paths: ['b'] },
    ],
  };
  const beta = inTermsOfV2(options, 'v1beta1');
  expect(idsOf(beta)).toEqual(['FIELD_WIRE_COMPATIBLE_CARDINALITY']);
  expect(beta.ignoreOnly).toContainEqual({ rule: 'FIELD_SAME_TYPE', paths: ['a'] });
  expect(beta.ignoreOnly).toContainEqual({ rule: 'RPC_NO_DELETE', paths: ['b'] });
  expect(inTermsOfV2(options, 'v1').ignoreOnly).toEqual(options.ignoreOnly);
  expect(inTermsOfV2(options, 'v2')).toBe(options);
});
