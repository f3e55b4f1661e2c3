import { UnsupportedChange, type CompareLimits } from '../compare-limits.js';
import { Pairs } from '../pairs.js';
import { isArray, isObject, type JsonNode } from '../text/json-node.js';
import { compareKeywords } from './compare-keywords.js';
import type { JsonFault } from './json-fault.js';
import type { Budget } from './disjoint.js';
import { followed, membersOf, type Place } from './place.js';

/** Where a comparison is: the path to tell, how deep in the document's data, and how deep in the schemas. */
export interface Walk {
  readonly path: readonly string[];
  /** Grows with each step into an object or a list. */
  readonly level: number;
  readonly depth: number;
}

/** What was found of a pair, and how much of its paths leads there. */
interface Told {
  readonly faults: readonly JsonFault[];
  readonly pathLength: number;
}

/** Most faults of a pair that are told again where it is met again. */
const MAX_REPEATED = 10;

/** One step further; `into` whether it goes into the data. */
export function step(walk: Walk, into: boolean, ...tokens: readonly string[]): Walk {
  return { path: [...walk.path, ...tokens], level: walk.level + (into ? 1 : 0), depth: walk.depth + 1 };
}

/**
 * Compares places of two schemas: no fault means that every document that `writer` takes is taken by `reader`. Pairs inside
 * themselves are taken for granted until they fail, and everything is looked at again until no further pair fails.
 */
export class JsonComparison {
  private readonly failed = new Pairs<JsonNode, true>();
  private open = new Pairs<JsonNode, number | 'closed'>();
  private done = new Pairs<JsonNode, Told>();
  private visits = 0;
  /** For telling alternatives apart. */
  readonly budget: Budget = { left: 1_000_000 };

  constructor(private readonly limits: Required<CompareLimits>) {}

  /** Every fault of the whole pair. **Throws** UnsupportedChange */
  compare(reader: Place, writer: Place): readonly JsonFault[] {
    for (;;) {
      const known = this.failed.size;
      this.open = new Pairs();
      this.done = new Pairs();
      const faults = this.pair(reader, writer, { path: [], level: 0, depth: 0 });
      if (this.failed.size === known) return faults;
    }
  }

  /** The faults of one pair. **Throws** UnsupportedChange */
  pair(readerRef: Place, writerRef: Place, walk: Walk): readonly JsonFault[] {
    const [reader, writer] = [resolved(readerRef), resolved(writerRef)];
    if (reader.node === true || writer.node === false) return [];
    this.visits += 1 + (sizeOf(reader) + sizeOf(writer)) / 10;
    if (this.visits > this.limits.maxPairs) throw tooLarge(`more than ${this.limits.maxPairs} pairs`);
    if (walk.depth > this.limits.maxDepth) throw tooLarge(`deeper than ${this.limits.maxDepth}`);
    if (reader.node === false) return [{ type: 'TYPE_NARROWED', path: walk.path }];
    return this.remembered(reader, writer, walk);
  }

  /** Whether one pair has no fault, when that is only a try: what cannot be compared is no. */
  fits(reader: Place, writer: Place, walk: Walk): boolean {
    try {
      return this.pair(reader, writer, walk).length === 0;
    } catch (error) {
      if (error instanceof UnsupportedChange && error.keyword !== 'size') return false;
      throw error;
    }
  }

  private remembered(reader: Place, writer: Place, walk: Walk): readonly JsonFault[] {
    const cached = typeof writer.node === 'object' && typeof reader.node === 'object';
    if (!cached) return compareKeywords(this, reader, writer, walk);
    const known = this.done.get(reader.node, writer.node);
    if (known !== undefined) return toldAgain(known, walk);
    const level = this.open.get(reader.node, writer.node);
    if (level === walk.level)
      throw new UnsupportedChange('$ref', 'A $ref leads back to itself without a step into the data');
    if (typeof level === 'number')
      return this.failed.has(reader.node, writer.node) ? [{ type: 'TYPE_CHANGED', path: walk.path }] : [];
    this.open.set(reader.node, writer.node, walk.level);
    try {
      const faults = compareKeywords(this, reader, writer, walk).slice(0, this.limits.maxDifferences);
      this.done.set(reader.node, writer.node, { faults, pathLength: walk.path.length });
      if (faults.length > 0) this.failed.set(reader.node, writer.node, true);
      return faults;
    } finally {
      this.open.set(reader.node, writer.node, 'closed');
    }
  }
}

function toldAgain({ faults, pathLength }: Told, walk: Walk): readonly JsonFault[] {
  return faults.slice(0, MAX_REPEATED).map(({ type, path }) => ({
    type,
    path: [...walk.path, ...path.slice(pathLength)],
  }));
}

function resolved(place: Place): Place {
  const found = followed(place);
  if (found === null)
    throw new UnsupportedChange(
      '$ref',
      'A $ref leads to no schema that is given, or has keywords beside it, which drafts take in two ways',
    );
  return found;
}

/** How many parts the keywords have: what a look at it costs. */
function sizeOf(place: Place): number {
  let size = 0;
  for (const value of membersOf(place).values())
    size += isArray(value) ? value.length : isObject(value) ? value.size : 0;
  return size;
}

function tooLarge(what: string): UnsupportedChange {
  return new UnsupportedChange('size', `The schemas are too large to compare: ${what}`);
}
