import { createFileRegistry, fromBinary, type FileRegistry } from '@bufbuild/protobuf';
import {
  FileDescriptorSetSchema,
  type FileDescriptorProto,
  type FileDescriptorSet,
} from '@bufbuild/protobuf/wkt';
import { RegistryError } from '#libs/errors';
import { canonicalize } from './canonicalize.js';
import { fingerprintOf, type Fingerprint } from './fingerprint.js';
import { DEFAULT_LIMITS, checkCounts, checkSize, type DescriptorLimits } from './limits.js';
import type { Schema } from './schema.js';

/** How a descriptor set is read. */
export interface LoadOptions {
  /** The schema's own files. Default: those that no other file of the set imports. */
  readonly rootFiles?: readonly string[];
  /** Default: {@link DEFAULT_LIMITS}. */
  readonly limits?: Partial<DescriptorLimits>;
}

/**
 * A schema from a serialized FileDescriptorSet that holds every import.
 * **Throws** DESCRIPTOR_INVALID.
 */
export function loadSchema(descriptorSet: Uint8Array, options: LoadOptions = {}): Schema {
  const set = parse(descriptorSet, { ...DEFAULT_LIMITS, ...options.limits });
  const registry = link(set);
  const rootFiles = [...(options.rootFiles ?? unimported(set))].sort();
  const missing = rootFiles.find((path) => registry.getFile(path) === undefined);
  if (missing !== undefined) throw invalid(`it has no file '${missing}'.`);
  const canonical = canonicalize(registry, rootFiles);
  return { fingerprint: fingerprintOf(canonical), canonical, registry, rootFiles };
}

/**
 * A schema from canonical bytes, verified against its fingerprint (full, or the first 32 digits of it).
 * **Throws** FINGERPRINT_MISMATCH, DESCRIPTOR_INVALID.
 */
export function openSchema(
  canonical: Uint8Array,
  expected: Fingerprint | string,
  options: LoadOptions = {},
): Schema {
  const fingerprint = fingerprintOf(canonical);
  if (expected.length < 32 || !fingerprint.startsWith(expected)) {
    throw new RegistryError('FINGERPRINT_MISMATCH', { expected, actual: fingerprint });
  }
  const set = parse(canonical, { ...DEFAULT_LIMITS, ...options.limits });
  const rootFiles = [...(options.rootFiles ?? unimported(set))].sort();
  return { fingerprint, canonical, registry: link(set), rootFiles };
}

function parse(bytes: Uint8Array, limits: DescriptorLimits): FileDescriptorSet {
  checkSize(bytes, limits);
  const set = attempt(() => fromBinary(FileDescriptorSetSchema, bytes));
  checkCounts(set, limits);
  checkFiles(set);
  set.file = inImportOrder(set);
  return set;
}

function link(set: FileDescriptorSet): FileRegistry {
  return attempt(() => createFileRegistry(set));
}

/** Said before linking, whose own messages do not name the culprit. */
function checkFiles(set: FileDescriptorSet): void {
  if (set.file.length === 0) throw invalid('it has no files.');
  const paths = new Set<string>();
  for (const { name } of set.file) {
    if (name === '') throw invalid('a file has no name.');
    if (paths.has(name)) throw invalid(`the file '${name}' is there twice.`);
    paths.add(name);
  }
  for (const file of set.file) {
    const missing = file.dependency.find((path) => !paths.has(path));
    if (missing !== undefined)
      throw invalid(`'${file.name}' imports '${missing}', which is not in the set. Include every import.`);
  }
}

/** Linking needs every file after those it imports. **Throws** DESCRIPTOR_INVALID for a cycle. */
function inImportOrder(set: FileDescriptorSet): FileDescriptorProto[] {
  const byPath = new Map(set.file.map((file) => [file.name, file]));
  const waitingFor = new Map(set.file.map((file) => [file.name, new Set(file.dependency)]));
  const importers = new Map<string, string[]>();
  for (const file of set.file)
    for (const path of new Set(file.dependency))
      importers.set(path, [...(importers.get(path) ?? []), file.name]);
  const free = set.file.filter((file) => file.dependency.length === 0).map((file) => file.name);
  for (const path of free) {
    for (const importer of importers.get(path) ?? []) {
      const rest = waitingFor.get(importer)!;
      rest.delete(path);
      if (rest.size === 0) free.push(importer);
    }
  }
  if (free.length < set.file.length) {
    const stuck = set.file.find((file) => waitingFor.get(file.name)!.size > 0);
    throw invalid(`'${stuck?.name ?? ''}' imports itself, by way of other files.`);
  }
  return free.map((path) => byPath.get(path)!);
}

function unimported(set: FileDescriptorSet): string[] {
  const imported = new Set(set.file.flatMap((file) => file.dependency));
  return set.file.map((file) => file.name).filter((path) => !imported.has(path));
}

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw invalid(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function invalid(problem: string, cause?: unknown): RegistryError {
  return new RegistryError('DESCRIPTOR_INVALID', { problem }, cause === undefined ? {} : { cause });
}
