import type { DescEnum, DescFile, DescMessage } from '@bufbuild/protobuf';
import type { Schema } from '../schema.js';

/**
 * Every message of a file, or of all files of a schema, imports first; nested ones right after the one they are in, in the order of
 * declaration. Map entries are left out.
 */
export function* allMessages(within: Schema | DescFile): Generator<DescMessage> {
  for (const file of filesOf(within)) for (const message of file.messages) yield* withNested(message);
}

/** Every enum of a file, or of all files of a schema, imports first; those of a file before those in its messages. */
export function* allEnums(within: Schema | DescFile): Generator<DescEnum> {
  for (const file of filesOf(within)) {
    yield* file.enums;
    for (const message of allMessages(file)) yield* message.nestedEnums;
  }
}

/** The message with this full name, with or without a leading dot; null when the schema and its imports have none. */
export function findMessage(schema: Schema, typeName: string): DescMessage | null {
  const name = typeName.startsWith('.') ? typeName.slice(1) : typeName;
  return schema.registry.getMessage(name) ?? null;
}

function filesOf(within: Schema | DescFile): Iterable<DescFile> {
  return 'registry' in within ? within.registry.files : [within];
}

function* withNested(message: DescMessage): Generator<DescMessage> {
  yield message;
  for (const nested of message.nestedMessages) yield* withNested(nested);
}
