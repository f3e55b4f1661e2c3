import { RegistryError } from '#libs/errors';
import type { DescriptorProto, FileDescriptorSet } from '@bufbuild/protobuf/wkt';

/** What a descriptor set may have at most. */
export interface DescriptorLimits {
  /** Serialized size. Default 16 MiB. */
  readonly sizeBytes: number;
  /** Files. Default 2000. */
  readonly files: number;
  /** Messages, enums, fields and enum values together. Default 200 000. */
  readonly elements: number;
}

/** The limits that hold when none are given. Nesting is bounded by the parser, at 100 levels of descriptors. */
export const DEFAULT_LIMITS: DescriptorLimits = {
  sizeBytes: 16 * 1024 * 1024,
  files: 2_000,
  elements: 200_000,
};

/** **Throws** DESCRIPTOR_INVALID when the bytes are over the limit. */
export function checkSize(bytes: Uint8Array, limits: DescriptorLimits): void {
  if (bytes.byteLength > limits.sizeBytes) refuse('bytes', bytes.byteLength, limits.sizeBytes);
}

/** **Throws** DESCRIPTOR_INVALID when the set has too many files or elements. */
export function checkCounts(set: FileDescriptorSet, limits: DescriptorLimits): void {
  if (set.file.length > limits.files) refuse('files', set.file.length, limits.files);
  let elements = 0;
  for (const file of set.file) {
    elements += file.enumType.reduce((sum, type) => sum + 1 + type.value.length, file.extension.length);
    for (const message of file.messageType) elements += countMessage(message);
  }
  if (elements > limits.elements) refuse('elements', elements, limits.elements);
}

function countMessage(message: DescriptorProto): number {
  let count = 1 + message.field.length + message.extension.length;
  for (const type of message.enumType) count += 1 + type.value.length;
  for (const nested of message.nestedType) count += countMessage(nested);
  return count;
}

function refuse(what: string, size: number, limit: number): never {
  throw new RegistryError('DESCRIPTOR_INVALID', {
    problem: `it has ${size} ${what}; the limit is ${limit}.`,
  });
}
