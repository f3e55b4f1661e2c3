import { settle } from './settle.js';
import { stepsOf, type Step } from './pair-steps.js';
import type { Pair } from './random-pair.js';

const TOGETHER = 80;
const MAX_PASSES = 8;

/** Says which of the pairs still show what is looked for; their names are all different. */
export type Shows = (pairs: readonly Pair[]) => Promise<ReadonlySet<string>>;

/** Makes a pair as small as it gets while it still shows what is looked for. */
export async function shrink(pair: Pair, shows: Shows): Promise<Pair> {
  let smallest = tidy(pair);
  if (!(await shows([smallest])).has(smallest.name)) return pair;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const smaller = await tryAll(smallest, shows);
    if (JSON.stringify(smaller) === JSON.stringify(smallest)) return smallest;
    smallest = smaller;
  }
  return smallest;
}

/** Goes once through all steps, and takes as many of those that work as work together. */
async function tryAll(pair: Pair, shows: Shows): Promise<Pair> {
  let smallest = pair;
  let steps = stepsOf(smallest);
  while (steps.length > 0) {
    const text = JSON.stringify(smallest);
    const useful = steps.filter((step) => JSON.stringify(tidy(step(smallest))) !== text);
    smallest = await tryTogether(smallest, useful.slice(0, TOGETHER), shows);
    steps = useful.slice(TOGETHER);
  }
  return smallest;
}

async function tryTogether(pair: Pair, steps: readonly Step[], shows: Shows): Promise<Pair> {
  const candidates = steps.map((step) => tidy(step(pair)));
  const working = await which(candidates, shows);
  let combined = pair;
  const combinations = working.map((at) => (combined = tidy(steps[at]?.(combined) ?? combined)));
  // One by one they work, so only of the later combinations there is a question.
  const best = combinations.length < 2 ? 0 : (await which(combinations, shows)).at(-1);
  return combinations[best ?? 0] ?? pair;
}

/** Places in the list of those that show it. */
async function which(pairs: readonly Pair[], shows: Shows): Promise<readonly number[]> {
  const named = pairs.map((pair, index) => ({ ...pair, name: `p${index}` }));
  const found = await shows(named);
  return named.flatMap((pair, index) => (found.has(pair.name) ? [index] : []));
}

/** What does not reach the text is taken out of the tree. */
function tidy(pair: Pair): Pair {
  return { ...pair, before: settle(pair.before), after: settle(pair.after) };
}
