import type { DescMessage } from '@bufbuild/protobuf';
import { messageAtIndexPath, messageIndexPath, type Schema } from '#libs/descriptors';

/** The message that an index path leads to, or why it leads to none. */
export type FramedMessage =
  { readonly desc: DescMessage; readonly problem: null } | { readonly desc: null; readonly problem: string };

/**
 * The message that the indexes of a frame name. They count in the schema's own file; a schema of several files is read when only one of
 * them has a message there, since the frame does not say which file it means.
 */
export function framedMessage(schema: Schema, indexes: readonly number[]): FramedMessage {
  const found = schema.rootFiles.flatMap((path) => {
    const file = schema.registry.getFile(path);
    const desc = file === undefined ? null : messageAtIndexPath(file, indexes);
    return desc === null ? [] : [desc];
  });
  const [desc] = found;
  const path = `[${indexes.slice(0, 10).join(', ')}]`;
  if (desc === undefined) return { desc: null, problem: `the schema has no message at ${path}` };
  if (found.length === 1) return { desc, problem: null };
  const names = found.slice(0, 10).map(({ typeName }) => typeName);
  return { desc: null, problem: `${path} may be ${names.join(' or ')}: the schema has several files` };
}

/** The indexes that lead to a message; null when a reader would not come to it, as in an imported file. */
export function framedIndexes(schema: Schema, desc: DescMessage): readonly number[] | null {
  const indexes = messageIndexPath(desc);
  return framedMessage(schema, indexes).desc === desc ? indexes : null;
}
