import type { Finding } from '#libs/compat';
import { runCommand } from '../testing/run-command.js';
import { findingText, summaryText, type Sides } from './findings.js';
import { makePaint } from './paint.js';
import { plansText } from './plan.js';
import { printable, shortLine } from './printable.js';

const PLAIN = makePaint(false, {});
const ESCAPE = '\u001b[31m';
const FINDING: Finding = {
  ruleId: 'some-rule',
  class: 'break',
  encodings: ['binary'],
  directions: ['backward'],
  path: '#/a.M/field/1',
  before: null,
  after: { file: 'a.proto', line: 2, column: 3 },
  versions: [1],
  message: `message${ESCAPE}`,
  hint: 'hint',
  witness: {
    type: 'a.M',
    encoding: 'binary',
    bytesHex: '0a'.repeat(500),
    written: `{"a":"${'x'.repeat(500)}"}`,
    read: 'line\nline',
    path: '',
  },
  refused: false,
  waiver: { ruleId: 'some-rule', path: null, reason: 'agreed', author: 'me', expires: '2026-12-31' },
};
const sides = (after: readonly (readonly [string, string])[]): Sides => ({
  before: new Map(),
  after: new Map(after),
  beforeName: () => 'v1',
});

describe('findingText', () => {
  it('cuts witnesses, keeps them on a line, and drives no terminal', () => {
    const text = findingText(FINDING, sides([['a.proto', 'one\n  two\n']]), 'proto', PLAIN);
    expect(text).not.toContain('\u001b');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(260);
    expect(text).toContain('  read     line line\n');
    expect(text).toContain('    2 |   two\n      |   ^\n');
  });

  it('says who waived it and until when', () => {
    expect(findingText(FINDING, sides([]), '', PLAIN)).toMatch(
      /^WAIVED [^]*waived {3}by me until 2026-12-31: agreed\n$/,
    );
  });

  it('does without a source or a witness', () => {
    const text = findingText({ ...FINDING, witness: null, after: null, waiver: null }, sides([]), '', PLAIN);
    expect(text).toBe(
      'WARNING some-rule (break, binary, backward)  #/a.M/field/1\n  message\u{fffd}[31m\n  breaks   old data: a reader with this schema, on what was written with v1\n  hint     hint\n',
    );
  });
});

describe('summaryText', () => {
  const refused = { ...FINDING, refused: true };
  it.each([
    [[], 'no findings'],
    [[FINDING], '1 finding warns'],
    [[refused], '1 finding refuses'],
    [[refused, refused, FINDING, FINDING], '2 findings refuse, 2 findings warn'],
  ])('counts (%#)', (findings, counts) => {
    const verdict = { verdict: 'compatible', level: 'FULL', versions: [1], findings } as const;
    expect(summaryText(verdict, 'v1', PLAIN)).toBe(`compatible at level FULL with v1: ${counts}\n`);
  });
});

describe('plansText', () => {
  it('lets no text of others out of its comment', () => {
    const text = plansText([
      { table: 'a\nDROP TABLE b', notes: ['x\r\nDROP TABLE c', 'y\u2028DROP TABLE d'], steps: [] },
    ]);
    expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('-- '))).toEqual([]);
  });
});

describe('makePaint', () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { TERM: 'dumb' }, false],
  ])('terminal %s, %j: colours %s', (isTerminal, env, isColoured) => {
    expect(makePaint(isTerminal, env).red('a') !== 'a').toBe(isColoured);
  });

  it('reaches the output of a command', async () => {
    const args = ['check', 'v2', '--against', 'v1'];
    const options = { cwd: 'apps/cli/corpus/_sources', env: {}, isTerminal: true };
    expect((await runCommand(args, options)).stdout).toContain('\u001b[32mcompatible\u001b[0m');
    expect((await runCommand(args, { ...options, env: { NO_COLOR: '1' } })).stdout).not.toContain('\u001b');
  });
});

describe('printable', () => {
  it('keeps tabs and line breaks and takes what drives a terminal', () => {
    expect(printable('a\tb\nc\u0007\u009b\u202e')).toBe('a\tb\nc\u{fffd}\u{fffd}\u{fffd}');
  });

  it('shortens to one line', () => {
    expect([shortLine('a\n b', 9), shortLine('abc', 2), shortLine('ab', 2)]).toEqual(['a b', 'ab…', 'ab']);
  });
});
