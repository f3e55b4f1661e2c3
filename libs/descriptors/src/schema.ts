import type { FileRegistry } from '@bufbuild/protobuf';
import { RegistryError } from '#libs/errors';
import { canonicalize } from './canonical/canonicalize.js';
import { compareText } from './compare-text.js';
import { fingerprintOf, namesFingerprint, type Fingerprint } from './fingerprint.js';
import { buildRegistry } from './load/build-registry.js';
import { checkEnums } from './load/check-enums.js';
import { checkExtensions } from './load/check-extensions.js';
import { checkMessages } from './load/check-messages.js';
import { fillJsonNames } from './load/fill-json-names.js';
import { buildImportGraph, type ImportGraph } from './load/import-graph.js';
import { resolveLimits, type DescriptorLimits, type ResolvedLimits } from './load/limits.js';
import { parseSet } from './load/parse-set.js';
import { descriptorInvalid, quote } from './load/problem.js';
import { resolveTypes } from './load/resolve-types.js';
import { buildSymbols, type SymbolTable } from './load/symbols.js';

/** A schema: a set of .proto files that belong together, with what they import. Immutable. */
export interface Schema {
  readonly fingerprint: Fingerprint;
  /** Canonical FileDescriptorSet: its SHA-256 is the fingerprint. Not to be written to. */
  readonly canonical: Uint8Array;
  /** Reflection over the set as it was given, with its source info when it had some. Files come after their imports. */
  readonly registry: FileRegistry;
  /** Import paths of the schema's own files, sorted; the others are its imports. */
  readonly rootFiles: readonly string[];
}

/** How to read a set. */
export interface LoadOptions {
  /** Import paths of the schema's own files. Default: the files that no other file of the set imports. */
  readonly rootFiles?: readonly string[];
  readonly limits?: DescriptorLimits;
}

/**
 * Reads a serialized FileDescriptorSet, checks it and finds its fingerprint. The set must hold its imports; nothing is supplied.
 * Type names may be relative and JSON names absent, as in sets made by hand. **Throws** DESCRIPTOR_INVALID.
 */
export function loadSchema(descriptorSet: Uint8Array, options: LoadOptions = {}): Schema {
  const { graph, symbols } = readSet(descriptorSet, resolveLimits(options.limits));
  const rootFiles = rootsOf(graph, options.rootFiles);
  const registry = buildRegistry(graph.files);
  const canonical = canonicalize(graph, symbols, rootFiles);
  return { fingerprint: fingerprintOf(canonical), canonical, registry, rootFiles };
}

/**
 * Opens canonical bytes after checking that they are what was asked for: `expected` is the fingerprint or its first 32 hex digits.
 * **Throws** FINGERPRINT_MISMATCH, DESCRIPTOR_INVALID.
 */
export function openSchema(
  canonical: Uint8Array,
  expected: Fingerprint | string,
  options: LoadOptions = {},
): Schema {
  const limits = resolveLimits(options.limits);
  const fingerprint = fingerprintOf(canonical);
  if (!namesFingerprint(expected, fingerprint))
    throw new RegistryError('FINGERPRINT_MISMATCH', { expected: expected.slice(0, 80), actual: fingerprint });
  const { graph } = readSet(canonical, limits);
  const rootFiles = rootsOf(graph, options.rootFiles);
  return { fingerprint, canonical, registry: buildRegistry(graph.files), rootFiles };
}

function readSet(
  bytes: Uint8Array,
  limits: ResolvedLimits,
): { readonly graph: ImportGraph; readonly symbols: SymbolTable } {
  const graph = buildImportGraph(parseSet(bytes, limits), limits);
  const symbols = buildSymbols(graph.files, limits);
  resolveTypes(graph, symbols, limits);
  checkMessages(symbols);
  checkEnums(symbols);
  checkExtensions(graph.files, symbols);
  fillJsonNames(symbols);
  return { graph, symbols };
}

function rootsOf(graph: ImportGraph, wanted: readonly string[] | undefined): readonly string[] {
  const paths = new Set(graph.files.map((file) => file.name));
  if (wanted === undefined) {
    const imported = new Set(graph.files.flatMap((file) => file.dependency));
    return [...paths].filter((path) => !imported.has(path)).sort(compareText);
  }
  if (wanted.length === 0) throw descriptorInvalid('it is asked for without any root file');
  const absent = wanted.find((path) => !paths.has(path));
  if (absent !== undefined) throw descriptorInvalid(`the root file ${quote(absent)} is not in it`);
  return [...new Set(wanted)].sort(compareText);
}
