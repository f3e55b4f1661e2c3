import { diffAnswers, pairOf, ruleOf, type Answer, type Difference } from './answers.js';
import type { BufOracle } from './buf-oracle.js';
import { buildPairs } from './build-pairs.js';
import { loadImages, type Engine } from './load-images.js';
import { FILLER_PATH, type Pair } from './random-pair.js';
import { shrink } from './shrink.js';
import { configOf, flagsOf, type Scenario } from './scenario.js';

/** Who judges. */
export interface Judges {
  readonly oracle: BufOracle;
  readonly engine: Engine;
}
/** A batch, judged by both. */
export interface Comparison {
  /** Those that compile. */
  readonly pairs: readonly Pair[];
  readonly refused: readonly string[];
  readonly buf: readonly Answer[];
  readonly ours: readonly Answer[];
  readonly differences: readonly Difference[];
}

/** Judges pairs by buf and by the engine; the configurations must fit both. */
export async function comparePairs(
  judges: Judges,
  pairs: readonly Pair[],
  scenarios: (paths: readonly string[]) => readonly Scenario[],
): Promise<readonly Comparison[]> {
  const { oracle } = judges;
  const built = await buildPairs(oracle, pairs);
  const paths = [...new Set([...built.sources.before.keys(), ...built.sources.after.keys()])].sort();
  const comparisons: Comparison[] = [];
  for (const { options, partial } of scenarios(paths)) {
    const targets = partial ? new Set(paths.filter((path) => path === FILLER_PATH || isTarget(path))) : null;
    const images = targets === null ? built.images : await oracle.build(built.sources, targets);
    if (!('before' in images)) throw new Error(`what compiled does not: ${images[0]?.message}`);
    const buf = await oracle.breaking(images, configOf(options), flagsOf(options));
    const ours = judges.engine(loadImages(oracle, { images, sources: built.sources }, targets), options);
    comparisons.push({ ...built, buf, ours, differences: diffAnswers(buf, ours) });
    if (images !== built.images) oracle.forget(images);
  }
  oracle.forget(built.images);
  return comparisons;
}

/** Half of the files, the same on both sides. */
function isTarget(path: string): boolean {
  return [...path].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 2 === 0;
}

/** The smallest pair that shows a difference in a rule's answers; null when the pair does not show it alone. */
export async function shrinkDifference(
  judges: Judges,
  pairs: readonly Pair[],
  difference: Difference,
  scenario: Scenario,
): Promise<Pair | null> {
  const rule = ruleOf(difference);
  const tooMany = difference.ours > difference.buf;
  const shows = async (candidates: readonly Pair[]): Promise<ReadonlySet<string>> => {
    const [comparison] = await comparePairs(judges, candidates, () => [scenario]);
    const shown = (comparison?.differences ?? []).filter(
      (one) => ruleOf(one) === rule && one.ours > one.buf === tooMany,
    );
    return new Set(shown.flatMap((one) => pairOf(one) ?? []));
  };
  const pair = pairs.find((one) => one.name === pairOf(difference));
  return pair !== undefined && (await shows([pair])).size > 0 ? shrink(pair, shows) : null;
}
