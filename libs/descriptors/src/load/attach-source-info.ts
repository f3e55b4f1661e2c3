import { fromBinary } from '@bufbuild/protobuf';
import { SourceCodeInfoSchema, type FileDescriptorProto, type SourceCodeInfo } from '@bufbuild/protobuf/wkt';
import type { ResolvedLimits } from './limits.js';
import { scanSourceInfo } from './scan.js';

/**
 * Gives a file its source info as a property that decodes itself on first use: it is most of what a compiler writes (70 % of the
 * bytes, 80 % of the decoding time), and most schemas are never asked for a line. Bytes that can not be read count as none: nothing
 * but messages to people depends on positions.
 */
export function attachSourceInfo(file: FileDescriptorProto, bytes: Uint8Array, limits: ResolvedLimits): void {
  const keep = (value: SourceCodeInfo | undefined): void => {
    Object.defineProperty(file, 'sourceCodeInfo', {
      configurable: true,
      enumerable: true,
      writable: true,
      value,
    });
  };
  Object.defineProperty(file, 'sourceCodeInfo', {
    configurable: true,
    enumerable: true,
    get: () => {
      const value = decode(bytes, limits);
      keep(value);
      return value;
    },
    set: keep,
  });
}

function decode(bytes: Uint8Array, limits: ResolvedLimits): SourceCodeInfo | undefined {
  try {
    scanSourceInfo(bytes, limits);
    return fromBinary(SourceCodeInfoSchema, bytes);
  } catch {
    return undefined;
  }
}
