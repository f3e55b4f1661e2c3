import { Random } from '../test/random.js';
import { Ids, type ModuleSpec } from './model.js';
import { mutate } from './mutate.js';
import { Naming } from './naming.js';
import { printModule } from './print-module.js';
import { Maker } from './random-module.js';
import { settle } from './settle.js';

/** Two versions of a module and how they are written. */
export interface Pair {
  readonly name: string;
  readonly before: ModuleSpec;
  readonly after: ModuleSpec;
  /** See `Naming`. */
  readonly bare: boolean;
  /** Seeds of the layout of each side; null for plain layout. */
  readonly layout: { readonly before: number; readonly after: number } | null;
}
/** Import path -> text. */
export type Sources = ReadonlyMap<string, string>;
/** Both sides of one pair, or of a batch of pairs. */
export interface SourcePair {
  readonly before: Sources;
  readonly after: Sources;
}

/** The pair of a seed: the same seed, the same pair. */
export function randomPair(seed: number, name: string): Pair {
  const random = new Random(Math.imul(seed, 0x9e3779b1));
  const maker = new Maker(random, new Ids());
  // Settled first, so that the mutations work on what is really there.
  const first = settle(maker.module());
  const second = mutate(first, maker);
  const sides = random.oneIn(8) ? { before: second, after: first } : { before: first, after: second };
  return {
    name,
    ...sides,
    bare: random.oneIn(6),
    layout: random.oneIn(4) ? null : { before: random.below(2 ** 31), after: random.below(2 ** 31) },
  };
}

/** Both sides as text. */
export function printPair(pair: Pair): SourcePair {
  const naming = new Naming(pair.name, pair.bare);
  return {
    before: printModule(settle(pair.before), naming, pair.layout?.before ?? null),
    after: printModule(settle(pair.after), naming, pair.layout?.after ?? null),
  };
}

/** A file that both sides of a batch always have: buf refuses modules without any. */
export const FILLER_PATH = 'filler.proto';
const FILLER: readonly [string, string] = [FILLER_PATH, 'syntax = "proto3";\npackage filler;\n'];

/** All pairs as two modules. */
export function joinPairs(pairs: readonly SourcePair[]): SourcePair {
  return {
    before: new Map([FILLER, ...pairs.flatMap((pair) => [...pair.before])]),
    after: new Map([FILLER, ...pairs.flatMap((pair) => [...pair.after])]),
  };
}
