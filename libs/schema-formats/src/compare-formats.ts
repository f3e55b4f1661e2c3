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
    return {
      kind: 'compared',
      differences: differences(reader, writer, names, { ...DEFAULT_COMPARE_LIMITS, ...limits }),
    };
  } catch (error) {
    if (!(error instanceof UnsupportedChange)) throw error;
    return { kind: 'unsupported', keyword: error.keyword, message: error.message };
  }
}

function differences(
  reader: FormatSchema,
  writer: FormatSchema,
  names: SchemaNames,
  limits: Required<CompareLimits>,
): readonly FormatDifference[] {
  if (reader.format === 'AVRO' && writer.format === 'AVRO')
    return compareAvro(reader.root, writer.root, limits).map((fault) => describeAvroFault(fault, names));
  if (reader.format === 'JSON' && writer.format === 'JSON')
    return compareJsonSchemas(reader, writer, names, limits);
  const description = 'Incompatible because of different schema type';
  return [{ errorType: 'SCHEMA_TYPE_CHANGED', description, path: '/', info: null }];
}
