import { fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, type FileDescriptorProto } from '@bufbuild/protobuf/wkt';
import { isRegistryError } from '#libs/errors';
import { attachSourceInfo } from './attach-source-info.js';
import type { ResolvedLimits } from './limits.js';
import { descriptorInvalid } from './problem.js';
import { decoderDepth, scanSet } from './scan.js';

/**
 * The files of a serialized FileDescriptorSet as they stand in it, at least one. Their source info is decoded on first use.
 * **Throws** DESCRIPTOR_INVALID when the bytes are none, or more than the limits allow.
 */
export function parseSet(bytes: Uint8Array, limits: ResolvedLimits): FileDescriptorProto[] {
  if (bytes.byteLength > limits.maxSizeBytes)
    throw descriptorInvalid(`it has ${bytes.byteLength} bytes; the limit is ${limits.maxSizeBytes}`);
  const files = decode(bytes, limits);
  if (files.length === 0) throw descriptorInvalid('it has no files');
  return files;
}

function decode(bytes: Uint8Array, limits: ResolvedLimits): FileDescriptorProto[] {
  try {
    const options = { recursionLimit: decoderDepth(limits) };
    return scanSet(bytes, limits).map(({ content, sourceInfo }) => {
      const file = fromBinary(FileDescriptorProtoSchema, content, options);
      if (sourceInfo !== null) attachSourceInfo(file, sourceInfo, limits);
      return file;
    });
  } catch (cause) {
    if (isRegistryError(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw descriptorInvalid(`the bytes are not a serialized FileDescriptorSet (${reason})`, cause);
  }
}
