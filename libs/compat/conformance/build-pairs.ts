import type { BufOracle, Images } from './buf-oracle.js';
import { joinPairs, printPair, type Pair, type SourcePair } from './random-pair.js';

/** Pairs that were built together. */
export interface BuiltPairs {
  /** Those that compile. */
  readonly pairs: readonly Pair[];
  /** What kept the others from compiling. */
  readonly refused: readonly string[];
  readonly sources: SourcePair;
  /** The caller forgets them. */
  readonly images: Images;
}

/** Builds both sides of the pairs that compile, in as few runs of buf as that takes; their names keep them apart. */
export async function buildPairs(oracle: BufOracle, pairs: readonly Pair[]): Promise<BuiltPairs> {
  const refused: string[] = [];
  let kept = pairs.map((pair) => ({ pair, sources: printPair(pair) }));
  for (;;) {
    const sources = joinPairs(kept.map((one) => one.sources));
    const images = await oracle.build(sources);
    if ('before' in images) return { pairs: kept.map((one) => one.pair), refused, sources, images };
    const bad = new Set(images.map((error) => error.path.split('/')[0]));
    refused.push(...images.map((error) => `${error.path}: ${error.message}`));
    const fewer = kept.filter(({ pair }) => !bad.has(pair.name));
    if (fewer.length === kept.length) throw new Error(`buf build: ${refused.at(-1)}`);
    kept = fewer;
  }
}
