import { toBinary, type DescFile } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, type FileDescriptorProto } from '@bufbuild/protobuf/wkt';

// A file is asked for once for each field that has a type of it.
const bytesByFile = new WeakMap<FileDescriptorProto, Uint8Array>();
const verdicts = new WeakMap<DescFile, WeakMap<DescFile, boolean>>();

/** True when two files and all that they import declare the same, comments aside: no type of theirs can differ. */
export function sameFile(left: DescFile, right: DescFile): boolean {
  const others = verdicts.get(left) ?? new WeakMap<DescFile, boolean>();
  const known = others.get(right);
  if (known !== undefined) return known;
  const same = haveSameClosure(left, right);
  verdicts.set(left, others.set(right, same));
  return same;
}

function haveSameClosure(left: DescFile, right: DescFile): boolean {
  const seen = new Set<string>();
  const waiting: (readonly [DescFile, DescFile])[] = [[left, right]];
  for (const [one, other] of waiting) {
    if (one === other || seen.has(one.proto.name)) continue;
    seen.add(one.proto.name);
    if (!sameBytes(bytesOf(one.proto), bytesOf(other.proto))) return false;
    // Equal files import the same names.
    for (const [index, dependency] of one.dependencies.entries()) {
      const twin = other.dependencies[index];
      if (twin === undefined) return false;
      waiting.push([dependency, twin]);
    }
  }
  return true;
}

function bytesOf(file: FileDescriptorProto): Uint8Array {
  const known = bytesByFile.get(file);
  if (known !== undefined) return known;
  const { sourceCodeInfo: _, ...declared } = file;
  const bytes = toBinary(FileDescriptorProtoSchema, declared);
  bytesByFile.set(file, bytes);
  return bytes;
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}
