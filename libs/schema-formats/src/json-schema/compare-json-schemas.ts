import { UnsupportedChange, type CompareLimits } from '../compare-limits.js';
import { valueKey } from './json-types.js';
import { JsonComparison } from './json-comparison.js';
import type { JsonFault } from './json-fault.js';
import type { JsonSchema } from './json-schema.js';

/** Every reason why `reader` refuses what `writer` took. **Throws** UnsupportedChange where that cannot be told. */
export function compareJsonSchemas(
  reader: JsonSchema,
  writer: JsonSchema,
  limits: Required<CompareLimits>,
): readonly JsonFault[] {
  if (wholeKey(reader) === wholeKey(writer)) return [];
  if (reader.dialect !== writer.dialect)
    throw new UnsupportedChange(
      '$schema',
      `The draft changed: ${writer.dialect} and ${reader.dialect} are not compared`,
    );
  const obstacle = reader.obstacle ?? writer.obstacle;
  if (obstacle !== null) throw new UnsupportedChange(obstacle.keyword, obstacle.message);
  const [to, from] = [reader, writer].map(({ document, references }) => ({
    node: document,
    scope: { document, references },
  }));
  if (to === undefined || from === undefined) return [];
  return new JsonComparison(limits).compare(to, from);
}

function wholeKey({ document, references }: JsonSchema): string {
  return valueKey([document, new Map(references)]);
}
