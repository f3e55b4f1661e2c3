import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { openCodec } from '../create-codec.js';
import type { MessageCodec } from '../message-codec.js';
import type { Prebuilt } from '../prebuilt.js';

/** What a standalone module begins with, bundled with all that it needs: opens the codec of one message from its own text. */
export function openStandalone(descriptorSet: string, typeName: string, prebuilt: Prebuilt): MessageCodec {
  const bytes = Uint8Array.from(atob(descriptorSet), (character) => character.charCodeAt(0));
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, bytes));
  const desc = registry.getMessage(typeName);
  if (desc === undefined) throw new Error(`the descriptors of this module have no ${typeName}`);
  return openCodec(registry, desc, { compileAfter: 0 }, prebuilt);
}
