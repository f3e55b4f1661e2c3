import type { DescMessage } from '@bufbuild/protobuf';
import { messageAtIndexPath, messageIndexPath, messagesNearIndexPath, type Schema } from '#libs/descriptors';

/** The messages that an index path may lead to, the likeliest first, or why it leads to none. */
export type FramedMessages =
  | { readonly descs: readonly [DescMessage, ...DescMessage[]] }
  | { readonly descs: null; readonly problem: string };

/** How many messages a payload is tried on. */
const MAX_MESSAGES = 16;

/**
 * The messages that the indexes of a frame may name. They count in the schema's own file; a schema of several files is read when only
 * one of them has a message there, since the frame does not say which file it means. Almost always it is one message. It may be
 * several below a message with map fields: writers that count in descriptors (confluent-kafka for Python, Go and .NET, Java's generated
 * classes) count the entries of maps as well, and nothing in the frame tells.
 */
export function framedMessages(schema: Schema, indexes: readonly number[]): FramedMessages {
  const files = schema.rootFiles.flatMap((path) => schema.registry.getFile(path) ?? []);
  const named = files.flatMap((file) => messageAtIndexPath(file, indexes) ?? []);
  const path = `[${indexes.slice(0, 10).join(', ')}]`;
  if (named.length > 1) {
    const names = named.map(({ typeName }) => typeName).join(' or ');
    return { descs: null, problem: `${path} may be ${names}: the schema has several files` };
  }
  const near = files.flatMap((file) => messagesNearIndexPath(file, indexes));
  const [first, ...others] = [...new Set([...named, ...near])].slice(0, MAX_MESSAGES);
  if (first === undefined) return { descs: null, problem: `the schema has no message at ${path}` };
  return { descs: [first, ...others] };
}

/** The indexes that name a message in a frame; null when a reader would not come to it. */
export function framedIndexes(schema: Schema, desc: DescMessage): readonly number[] | null {
  const indexes = messageIndexPath(desc);
  return framedMessages(schema, indexes).descs?.[0] === desc ? indexes : null;
}
