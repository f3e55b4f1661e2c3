export type { Cell, DecodeReason, Decoded, MessageCodec, RowColumn } from '#libs/codec';
export type { Fingerprint, Schema } from '#libs/descriptors';
export { RegistryError } from '#libs/errors';
export type { BundledSchema, BundleSource } from './bundle.js';
export type { ClientDecoded, ClientFailure, ClientReason } from './client-decoded.js';
export type { CodecFacts, CodecHandle } from './codec-handle.js';
export type { AvroValue } from './documents/avro-reader.js';
export type { DecodedDocument, DocumentValue, JsonDocument } from './documents/decode-document.js';
export type { DocumentLookup } from './documents/document-finder.js';
export type { DocumentReference, DocumentSchema } from './documents/document-schema.js';
export type { FollowOptions } from './follow-changes.js';
export type {
  DocumentFrame,
  DocumentFrameRead,
  Frame,
  FrameFailure,
  FrameLimits,
  FrameRead,
  FrameReason,
} from './framing/frame.js';
export type { FramedEncoder, FramedJson, Framing } from './framing/framed-encoder.js';
export { dependencyOrder, type Dependent, type DependencyOrder } from './dependency-order.js';
export { guidOf } from './framing/guid.js';
export { readDocumentFrame, readDocumentHeader, readFrame, readHeaderFrame } from './framing/read-frame.js';
export { schemaHeaderName, type RecordHeaders, type RecordPart } from './framing/schema-header.js';
export { documentPrefix, framePrefix, writeFrame } from './framing/write-frame.js';
export type { Lookup, NotFound } from './lookup.js';
export { readProblem } from './problem.js';
export {
  ProtokollClient,
  type DecodedRead,
  type DocumentRead,
  type ProtokollClientOptions,
  type RecordContext,
  type Row,
  type Soon,
} from './protokoll-client.js';
export { RegistryClient, type RegistryClientOptions } from './registry-client.js';
export type { RowTable } from './row-reader.js';
export type { SchemaRef } from './schema-ref.js';
