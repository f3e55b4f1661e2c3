import type { DescFile, DescMessage } from '@bufbuild/protobuf';

/**
 * The indexes that name a message in Confluent's framing: from the top of its file down, each counting the messages declared at
 * that level. The entries that protobuf makes up for map fields do not count, as in Confluent's own serializer, which counts in the
 * text. The same for a set and its canonical form, as far as the root files are concerned.
 * **Source**: https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format
 */
export function messageIndexPath(desc: DescMessage): readonly number[] {
  const path: number[] = [];
  for (let at: DescMessage | undefined = desc; at !== undefined; at = at.parent)
    path.unshift((at.parent?.nestedMessages ?? at.file.messages).indexOf(at));
  return path;
}

/** The message at an index path of {@link messageIndexPath}; null when the path is empty or leads nowhere. */
export function messageAtIndexPath(file: DescFile, indexes: readonly number[]): DescMessage | null {
  let level: readonly DescMessage[] = file.messages;
  let found: DescMessage | undefined;
  for (const index of indexes) {
    found = level[index];
    if (found === undefined) return null;
    level = found.nestedMessages;
  }
  return found ?? null;
}
