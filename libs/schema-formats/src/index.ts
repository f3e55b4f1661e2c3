export { compareFormats } from './compare-formats.js';
export { DEFAULT_COMPARE_LIMITS, type CompareLimits } from './compare-limits.js';
export {
  BACKWARD_NAMES,
  differenceText,
  FORWARD_NAMES,
  type FormatComparison,
  type FormatDifference,
  type SchemaNames,
} from './format-difference.js';
export { DEFAULT_FORMAT_LIMITS, type FormatLimits } from './format-limits.js';
export {
  SCHEMA_FORMATS,
  type FormatReference,
  type FormatSchema,
  type FormatTexts,
  type ParsedFormat,
  type SchemaFormatName,
} from './format-schema.js';
export { formatText } from './format-text.js';
export { parseFormat } from './parse-format.js';
