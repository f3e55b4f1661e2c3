import { Command } from 'commander';
import { addCheckOptions, localOptionsOf, policyOfOptions, type CheckOptions } from './check-options.js';

const parse = (...argv: readonly string[]): CheckOptions => {
  const silent = { writeErr: () => undefined, writeOut: () => undefined };
  const command = addCheckOptions(new Command('check').exitOverride().configureOutput(silent));
  return command.parse([...argv], { from: 'user' }).opts();
};

test('options say a part of the policy, and no more', () => {
  expect(policyOfOptions(parse())).toEqual({});
  expect(
    policyOfOptions(
      parse(
        '--level',
        'NONE',
        '--profile',
        'buf:CSR',
        '--encoding',
        'json, source',
        '--encoding',
        'json,binary',
      ),
    ),
  ).toEqual({ level: 'NONE', profile: 'buf:CSR', encodings: ['json', 'source', 'binary'] });
});

test.each([
  ['--encoding', 'table'],
  ['--encoding', ''],
  ['--profile', 'buf:X'],
  ['--level', 'full'],
])('refuses %s %j', (...argv) => {
  expect(() => parse(...argv)).toThrow('is invalid');
});

test('knows which of them are not for a registry', () => {
  expect(localOptionsOf(parse('--against', 'x', '--config', 'y'))).toEqual([]);
  const all = ['--merge-base', '--exclude-imports', '--limit-to-input-files', '--ignore-unstable-packages'];
  expect(localOptionsOf(parse(...all))).toEqual(all);
});
