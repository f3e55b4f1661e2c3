export { canonicalize } from './canonicalize.js';
export { elementPath, fileOf, type AnyElement } from './element-path.js';
export { allEnums, allMessages, findMessage, messageAtIndexPath, messageIndexPath } from './find.js';
export {
  bytesToHex,
  fingerprintOf,
  fingerprintPrefix,
  hexToBytes,
  parseFingerprint,
  type Fingerprint,
} from './fingerprint.js';
export { DEFAULT_LIMITS, type DescriptorLimits } from './limits.js';
export { loadSchema, openSchema, type LoadOptions } from './load-schema.js';
export { leadingComment, locate, type SourceSpan } from './locate.js';
export type { Schema } from './schema.js';
