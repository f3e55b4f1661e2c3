import { UnsupportedChange, type CompareLimits } from '../compare-limits.js';
import type { FormatDifference, SchemaNames } from '../format-difference.js';
import { valueKey } from './json-types.js';
import { JsonComparison } from './json-comparison.js';
import { describeJsonFault } from './json-fault.js';
import type { JsonSchema } from './json-schema.js';

/** Every reason why `reader` refuses what `writer` took. **Throws** UnsupportedChange where that cannot be told. */
export function compareJsonSchemas(
  reader: JsonSchema,
  writer: JsonSchema,
  names: SchemaNames,
  limits: Required<CompareLimits>,
): readonly FormatDifference[] {
  if (wholeKey(reader) === wholeKey(writer)) return [];
  if (reader.dialect !== writer.dialect)
    throw new UnsupportedChange(
      '$schema',
      `The draft changed: ${writer.dialect} and ${reader.dialect} are not compared`,
    );
  if (reader.hasInnerIds || writer.hasInnerIds)
    throw new UnsupportedChange(
      '$id',
      'Schemas with an $id inside, which moves what a $ref means, are not compared',
    );
  const [to, from] = [reader, writer].map(({ document, references }) => ({
    node: document,
    scope: { document, references },
  }));
  if (to === undefined || from === undefined) return [];
  return new JsonComparison(limits).compare(to, from).map((fault) => describeJsonFault(fault, names));
}

function wholeKey({ document, references }: JsonSchema): string {
  return valueKey([document, new Map(references)]);
}
