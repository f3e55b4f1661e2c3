export type { CodecFacts, CodecHandle } from './codec-handle.js';
export type { Frame, FrameFailure, FrameLimits, FrameRead, FrameReason } from './framing/frame.js';
export { guidOf } from './framing/guid.js';
export { readFrame, readHeaderFrame } from './framing/read-frame.js';
export { schemaHeaderName, type RecordHeaders, type RecordPart } from './framing/schema-header.js';
export { framePrefix, writeFrame } from './framing/write-frame.js';
export type { Lookup } from './lookup.js';
export { RegistryClient, type RegistryClientOptions } from './registry-client.js';
export type { SchemaRef } from './schema-ref.js';
