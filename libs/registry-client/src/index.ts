export type { CodecFacts, CodecHandle } from './codec-handle.js';
export { RegistryClient, type Lookup, type RegistryClientOptions } from './registry-client.js';
export type { SchemaRef } from './schema-ref.js';
