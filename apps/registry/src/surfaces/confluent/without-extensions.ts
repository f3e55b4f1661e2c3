import { clone, isMessage, type Message } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, type FileDescriptorProto } from '@bufbuild/protobuf/wkt';

/** The file without custom options, `extend` blocks and extension ranges. Its imports stay, also those that only they used. */
export function withoutExtensions(file: FileDescriptorProto): FileDescriptorProto {
  const bare = clone(FileDescriptorProtoSchema, file);
  strip(bare);
  return bare;
}

/** Custom options are what the options of descriptor.proto do not know. */
function strip(message: Message): void {
  delete message.$unknown;
  const members = message as unknown as Record<string, unknown>;
  for (const name of ['extension', 'extensionRange']) if (Array.isArray(members[name])) members[name] = [];
  for (const value of Object.values(members)) {
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) if (isMessage(one)) strip(one);
  }
}
