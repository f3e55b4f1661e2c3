import type { DescMessage } from '@bufbuild/protobuf';
import { mutate, randomBytes } from '../test/random-bytes.js';
import { randomColumns } from '../test/random-columns.js';
import { randomRegistry } from '../test/random-schema.js';
import { Random } from '../test/random.js';
import { Comparison, type Difference } from './compare.js';

const INPUTS_OF_A_SCHEMA = 400;

/** One input that the implementations do not agree on. */
export interface Found extends Difference {
  /** The schema is that of `randomRegistry(new Random(schemaSeed))`. */
  readonly schemaSeed: number;
  readonly typeName: string;
  readonly bytesHex: string;
}

/** What a run did. */
export interface Totals {
  inputs: number;
  /** Inputs that are messages of their type. */
  accepted: number;
  /** Those of which protobuf-es made the same object. */
  confirmed: number;
}

/** Compares the implementations on seeded random schemas and bytes, most of which are broken, and yields where they differ. */
export function* fuzz(seed: number, inputs: number, totals: Totals): Generator<Found> {
  for (let schemaSeed = seed * 1_000_003; totals.inputs < inputs; schemaSeed += 1) {
    const random = new Random(schemaSeed);
    const registry = randomRegistry(random);
    const desc = registry.getMessage(`r.M${random.below(4)}`)!;
    const comparison = new Comparison(registry, desc, randomColumns(random, desc));
    const count = Math.min(INPUTS_OF_A_SCHEMA, inputs - totals.inputs);
    for (let index = 0; index < count; index += 1) {
      const bytes = randomInput(random, desc);
      const difference = comparison.of(bytes);
      if (difference !== null)
        yield {
          ...difference,
          schemaSeed,
          typeName: desc.typeName,
          bytesHex: Buffer.from(bytes).toString('hex'),
        };
    }
    totals.inputs += count;
    totals.accepted += comparison.accepted;
    totals.confirmed += comparison.confirmed;
  }
}

/** Bytes of the type, sometimes as other writers send them, mostly changed in a few places, sometimes nothing but noise. */
function randomInput(random: Random, desc: DescMessage): Uint8Array {
  if (random.once(20)) return Uint8Array.from({ length: random.below(40) }, () => random.below(256));
  const bytes = randomBytes(random, desc, { unusual: random.once(2), foreign: random.once(3) });
  return random.once(4) ? bytes : mutate(random, bytes);
}
