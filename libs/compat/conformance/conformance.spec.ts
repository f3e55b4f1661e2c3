import { Random } from '../test/random.js';
import { bufEngine } from './buf-engine.js';
import { BufOracle } from './buf-oracle.js';
import { countRules } from './answers.js';
import { comparePairs } from './compare-pairs.js';
import { randomPair } from './random-pair.js';
import { EVERYTHING, randomScenario } from './scenario.js';

const BATCHES = 3;
const BATCH_PAIRS = 100;
const SEED = 20_000;
const RULES = 64;

describe('the engine against the real buf', () => {
  const oracle = new BufOracle();
  const fired = new Map<string, number>();
  afterAll(() => oracle.close());

  it.each(Array.from({ length: BATCHES }, (_, batch) => batch))(
    'answers as it does: rule, file, line, column (batch %d)',
    async (batch) => {
      const pairs = Array.from({ length: BATCH_PAIRS }, (_, index) =>
        randomPair(SEED + batch * BATCH_PAIRS + index, `p${index}`),
      );
      const random = new Random(batch);
      const comparisons = await comparePairs({ oracle, engine: bufEngine }, pairs, (paths) => [
        { options: EVERYTHING, partial: false },
        randomScenario(random, paths),
      ]);
      for (const { differences } of comparisons) expect(differences).toEqual([]);
      const [everything] = comparisons;
      expect(everything?.pairs.length).toBeGreaterThan(BATCH_PAIRS - 3);
      countRules(everything?.buf ?? [], fired);
    },
    60_000,
  );

  it('is asked about nearly all rules', () => {
    expect(fired.size).toBeGreaterThan(RULES - 6);
    expect(fired.size).toBeLessThanOrEqual(RULES);
  });
});
