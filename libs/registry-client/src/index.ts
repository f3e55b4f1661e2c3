export type { CodecFacts, CodecHandle } from './codec-handle.js';
export type { Lookup } from './lookup.js';
export { RegistryClient, type RegistryClientOptions } from './registry-client.js';
export type { SchemaRef } from './schema-ref.js';
