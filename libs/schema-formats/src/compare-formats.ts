import { describeAvroFault } from './avro/avro-difference.js';
import { compareAvro } from './avro/compare-avro.js';
import { DEFAULT_COMPARE_LIMITS, UnsupportedChange, type CompareLimits } from './compare-limits.js';
import {
  BACKWARD_NAMES,
  type FormatComparison,
  type FormatDifference,
  type SchemaNames,
} from './format-difference.js';
import type { FormatSchema } from './format-schema.js';
import { compareJsonSchemas } from './json-schema/compare-json-schemas.js';
import { describeJsonFault } from './json-schema/json-fault.js';

/**
 * Whether `reader` can read everything that `writer` wrote. For FORWARD give the schemas the other way round, with
 * `FORWARD_NAMES`, so that the words are Confluent's.
 */
export function compareFormats(
  reader: FormatSchema,
  writer: FormatSchema,
  names: SchemaNames = BACKWARD_NAMES,
  limits: CompareLimits = {},
): FormatComparison {
  try {
    const all = differences(reader, writer, names, { ...DEFAULT_COMPARE_LIMITS, ...limits });
    return { kind: 'compared', differences: withinWords(all) };
  } catch (error) {
    if (!(error instanceof UnsupportedChange)) throw error;
    return { kind: 'unsupported', keyword: error.keyword, message: error.message };
  }
}

/** The first differences, as many as a reader can make use of: names are as long as the schema's author likes. */
function withinWords(all: Iterable<FormatDifference>): readonly FormatDifference[] {
  const told: FormatDifference[] = [];
  let length = 0;
  for (const difference of all) {
    length += difference.description.length + (difference.info?.length ?? 0);
    if (told.length > 0 && length > MAX_WORDS_LENGTH) break;
    told.push(difference);
  }
  return told;
}

/** Most characters of descriptions; one difference is told whatever its length. */
const MAX_WORDS_LENGTH = 256 * 1024;

function* differences(
  reader: FormatSchema,
  writer: FormatSchema,
  names: SchemaNames,
  limits: Required<CompareLimits>,
): Generator<FormatDifference> {
  if (reader.format === 'AVRO' && writer.format === 'AVRO') {
    for (const fault of compareAvro(reader.root, writer.root, limits)) yield describeAvroFault(fault, names);
  } else if (reader.format === 'JSON' && writer.format === 'JSON') {
    for (const fault of compareJsonSchemas(reader, writer, limits)) yield describeJsonFault(fault, names);
  } else {
    const description = 'Incompatible because of different schema type';
    yield { errorType: 'SCHEMA_TYPE_CHANGED', description, path: '/', info: null };
  }
}
