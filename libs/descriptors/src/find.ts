import type { DescEnum, DescFile, DescMessage } from '@bufbuild/protobuf';
import type { Schema } from './schema.js';

/** Every message of a file or of all a schema's files (imports too), nested ones after their parents; no map entries. */
export function* allMessages(scope: Schema | DescFile): Generator<DescMessage> {
  for (const file of filesOf(scope)) yield* nested(file.messages);
}

/** Every enum of a file or of all a schema's files, imports too. */
export function* allEnums(scope: Schema | DescFile): Generator<DescEnum> {
  for (const file of filesOf(scope)) {
    yield* file.enums;
    for (const message of nested(file.messages)) yield* message.nestedEnums;
  }
}

/** The message of a full name, with or without a leading dot; null when the schema has none. */
export function findMessage(schema: Schema, typeName: string): DescMessage | null {
  return schema.registry.getMessage(typeName.replace(/^\./, '')) ?? null;
}

/**
 * Where a message stands in its file: its index among the file's messages, then in each parent's nested ones. Map entries,
 * which no text declares, do not count. **Source**: Confluent's wire format for Protobuf.
 */
export function messageIndexPath(desc: DescMessage): readonly number[] {
  if (desc.parent === undefined) return [desc.file.messages.indexOf(desc)];
  return [...messageIndexPath(desc.parent), desc.parent.nestedMessages.indexOf(desc)];
}

/** The message at an index path; null when there is none. */
export function messageAtIndexPath(file: DescFile, indexes: readonly number[]): DescMessage | null {
  let candidates = file.messages;
  let found: DescMessage | null = null;
  for (const index of indexes) {
    found = candidates[index] ?? null;
    if (found === null) return null;
    candidates = found.nestedMessages;
  }
  return found;
}

function filesOf(scope: Schema | DescFile): Iterable<DescFile> {
  return 'registry' in scope ? scope.registry.files : [scope];
}

function* nested(messages: readonly DescMessage[]): Generator<DescMessage> {
  for (const message of messages) {
    yield message;
    yield* nested(message.nestedMessages);
  }
}
