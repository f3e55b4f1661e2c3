import { diffAnswers, keyOf, pairOf, type Answer } from './answers.js';
import { BufOracle } from './buf-oracle.js';
import { comparePairs, shrinkDifference, type Judges } from './compare-pairs.js';
import { printPair, randomPair, type Pair } from './random-pair.js';
import { EVERYTHING } from './scenario.js';

const everything = { options: EVERYTHING, partial: false };
const pairsOf = (seed: number, count: number) =>
  Array.from({ length: count }, (_, index) => randomPair(seed + index, `p${index}`));
const sizeOf = (pair: Pair) => JSON.stringify(pair).length;
const answer = (rule: string, path: string, line: number): Answer => ({
  rule,
  path,
  line,
  column: 1,
  message: 'of "p4/a.proto"',
});

describe('random pairs', () => {
  it('are the same for the same seed', () => {
    expect(printPair(randomPair(5, 'p1'))).toEqual(printPair(randomPair(5, 'p1')));
    expect(printPair(randomPair(5, 'p1'))).not.toEqual(printPair(randomPair(6, 'p1')));
  });

  it('keep to their own folder and, unless bare, their own package', () => {
    for (const pair of pairsOf(40, 40)) {
      for (const [path, text] of printPair(pair).after) {
        expect(path).toMatch(/^p\d+\//);
        if (!pair.bare) expect(text).toContain(`${pair.name}`);
      }
    }
  });
});

describe('answers', () => {
  it('are compared by rule and place, and how often they come', () => {
    const both = [answer('A', 'p1/a.proto', 1), answer('A', 'p1/a.proto', 1)];
    expect(diffAnswers(both, [...both].reverse())).toEqual([]);
    expect(diffAnswers(both, both.slice(1))).toEqual([{ key: 'A p1/a.proto:1:1', buf: 2, ours: 1 }]);
    expect(diffAnswers([], [answer('B', 'p1/a.proto', 2)])).toEqual([
      { key: 'B p1/a.proto:2:1', buf: 0, ours: 1 },
    ]);
  });

  it('without a file say what they are about', () => {
    const key = keyOf(answer('FILE_NO_DELETE', '', 0));
    expect(key).toBe('FILE_NO_DELETE p4/a.proto');
    expect(pairOf({ key, buf: 1, ours: 0 })).toBe('p4');
  });
});

describe('with the real buf', () => {
  const oracle = new BufOracle();
  afterAll(() => oracle.close());

  it('a missing answer is found and shrunk to a few lines', async () => {
    const mute: Judges = { oracle, engine: () => [] };
    const [pair] = pairsOf(700, 40).sort((left, right) => sizeOf(left) - sizeOf(right));
    if (pair === undefined) throw new Error('no pair');
    const [comparison] = await comparePairs(mute, [pair], () => [everything]);
    expect(comparison?.refused).toEqual([]);
    const [difference] = comparison?.differences ?? [];
    if (difference === undefined) throw new Error('the pair has no difference');
    const small = await shrinkDifference(mute, [pair], difference, everything);
    if (small === null) throw new Error('the pair does not show it alone');
    const { before, after } = printPair(small);
    const lines = [...before.values(), ...after.values()].flatMap((text) => text.trimEnd().split('\n'));
    expect(lines.length).toBeLessThan(40);
  });
});
