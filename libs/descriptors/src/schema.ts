import type { FileRegistry } from '@bufbuild/protobuf';
import type { Fingerprint } from './fingerprint.js';

/** A set of .proto files that compiles, with its imports. Immutable. */
export interface Schema {
  readonly fingerprint: Fingerprint;
  /** Canonical FileDescriptorSet; its SHA-256 is the fingerprint. */
  readonly canonical: Uint8Array;
  /** Reflection over the set that was loaded: it has source positions when that had them. */
  readonly registry: FileRegistry;
  /** Import paths of the schema's own files, not of its imports; sorted. */
  readonly rootFiles: readonly string[];
}
