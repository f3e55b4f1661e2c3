export { loadSchema, openSchema, type LoadOptions, type Schema } from './schema.js';
export { DEFAULT_LIMITS, type DescriptorLimits } from './load/limits.js';
export { fingerprintPrefix, parseFingerprint, type Fingerprint } from './fingerprint.js';
export { bytesToHex, hexToBytes } from './hex.js';
export { elementPath, type AnyElement } from './elements/element-path.js';
export { leadingComment, locate, type SourceSpan } from './elements/locate.js';
export { allEnums, allMessages, findMessage } from './elements/walk.js';
export { messageAtIndexPath, messageIndexPath, messagesNearIndexPath } from './elements/message-index.js';
export { parseFileDescriptor, printFile, type PrintOptions } from './print/print-file.js';
