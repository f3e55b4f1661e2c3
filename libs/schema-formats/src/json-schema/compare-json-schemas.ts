import { UnsupportedChange, type CompareLimits } from '../compare-limits.js';
import type { FormatDifference, SchemaNames } from '../format-difference.js';
import { sortedJson, writeJson } from '../text/write-json.js';
import type { JsonSchema } from './json-schema.js';

/** Every reason why `reader` refuses what `writer` took. **Throws** UnsupportedChange where that cannot be told. */
export function compareJsonSchemas(
  reader: JsonSchema,
  writer: JsonSchema,
  _names: SchemaNames,
  _limits: Required<CompareLimits>,
): readonly FormatDifference[] {
  const same = [reader, writer].map((schema) =>
    writeJson(sortedJson([schema.document, new Map(schema.references)])),
  );
  if (same[0] === same[1]) return [];
  throw new UnsupportedChange('$schema', 'Schemas of JSON that differ are not compared');
}
