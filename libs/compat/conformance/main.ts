// npm run conformance:buf [-- --seed N --pairs N --batch N --shrink N]: judges random pairs by the real buf and by the engine.
import { parseArgs } from 'node:util';
import { Random } from '../test/random.js';
import { countRules, keyOf, ruleOf, type Answer } from './answers.js';
import { bufEngine } from './buf-engine.js';
import { BufOracle } from './buf-oracle.js';
import { comparePairs, shrinkDifference, type Comparison } from './compare-pairs.js';
import { printPair, randomPair, type Pair } from './random-pair.js';
import { CATEGORIES, EVERYTHING, randomScenario, type Scenario } from './scenario.js';
import { DEFAULT_BUF_OPTIONS } from '../src/policy.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    pairs: { type: 'string', default: '5000' },
    batch: { type: 'string', default: '80' },
    shrink: { type: 'string', default: '8' },
  },
});
const [seed, total, size] = [Number(values.seed), Number(values.pairs), Number(values.batch)];
const oracle = new BufOracle();
const judges = { oracle, engine: bufEngine };
const counts = { buf: new Map<string, number>(), ours: new Map<string, number>() };
const seen = new Set<string>();
let [judged, refused, different, configured] = [0, 0, 0, 0];

try {
  for (let from = 0; from < total; from += size) await runBatch(from);
} finally {
  oracle.close();
}
report();
process.exitCode = different === 0 ? 0 : 1;

async function runBatch(from: number): Promise<void> {
  const pairs = Array.from({ length: Math.min(size, total - from) }, (_, index) =>
    randomPair(seed * 1_000_003 + from + index, `p${index}`),
  );
  let scenarios: readonly Scenario[] = [];
  const comparisons = await comparePairs(
    judges,
    pairs,
    (paths) => (scenarios = scenariosOf(from / size, paths)),
  );
  for (const [index, comparison] of comparisons.entries()) {
    const scenario = scenarios[index];
    if (scenario === undefined) continue;
    await take(comparison, scenario, index === 0);
  }
  process.stderr.write(`${judged} pairs, ${different} differences\n`);
}

/** Everything for each batch; then each category alone, and a random configuration, in turn. */
function scenariosOf(batch: number, paths: readonly string[]): readonly Scenario[] {
  const random = new Random(seed * 31 + batch);
  const category = CATEGORIES[batch % 10];
  const alone: readonly Scenario[] =
    category === undefined ? [] : [{ options: { ...DEFAULT_BUF_OPTIONS, use: [category] }, partial: false }];
  const turned = batch % 2 === 0 ? [] : [randomScenario(random, paths)];
  return [{ options: EVERYTHING, partial: false }, ...alone, ...turned];
}

async function take(comparison: Comparison, scenario: Scenario, isFirst: boolean): Promise<void> {
  if (isFirst) {
    judged += comparison.pairs.length;
    refused += comparison.refused.length;
    countRules(comparison.buf, counts.buf);
    countRules(comparison.ours, counts.ours);
  } else configured++;
  different += comparison.differences.length;
  for (const difference of comparison.differences) {
    const rule = ruleOf(difference);
    if (seen.has(rule)) continue;
    seen.add(rule);
    console.log(`\n## ${difference.key} (buf ${difference.buf}, ours ${difference.ours})`);
    if (!isFirst) console.log(`with ${JSON.stringify({ ...scenario, options: shortened(scenario) })}`);
    if (seen.size > Number(values.shrink)) continue;
    const pair = await shrinkDifference(judges, comparison.pairs, difference, scenario);
    if (pair === null) console.log('No pair shows it alone.');
    else await show(pair, scenario);
  }
}

function shortened({ options }: Scenario): object {
  return { ...options, ignore: options.ignore.slice(0, 5), ignoreOnly: options.ignoreOnly.slice(0, 2) };
}

async function show(pair: Pair, scenario: Scenario): Promise<void> {
  const sources = printPair(pair);
  for (const side of ['before', 'after'] as const)
    for (const [path, text] of sources[side]) console.log(`--- ${side} ${path}\n${text.trimEnd()}`);
  const [comparison] = await comparePairs(judges, [pair], () => [scenario]);
  const list = (answers: readonly Answer[]): string => answers.map(keyOf).sort().join('\n  ');
  console.log(
    `buf:\n  ${(comparison?.buf ?? []).map((one) => `${keyOf(one)}  ${one.message}`).join('\n  ')}`,
  );
  console.log(`ours:\n  ${list(comparison?.ours ?? [])}`);
}

function report(): void {
  const rules = [...new Set([...counts.buf.keys(), ...counts.ours.keys()])].sort(
    (left, right) => (counts.buf.get(right) ?? 0) - (counts.buf.get(left) ?? 0),
  );
  console.log(`\n${'rule'.padEnd(50)}     buf    ours`);
  for (const rule of rules)
    console.log(
      `${rule.padEnd(50)}${String(counts.buf.get(rule) ?? 0).padStart(8)}${String(counts.ours.get(rule) ?? 0).padStart(8)}`,
    );
  console.log(
    `\nseed ${seed}: ${judged} pairs judged by all rules, ${refused} did not compile; ` +
      `${configured} more runs with other configurations; ${rules.length} rules fired; ${different} differences`,
  );
}
