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

/**
 * Each message that an index path may lead to when whoever wrote it counted the entries of map fields: one entry stood before a
 * message or did not, which a canonical set no longer tells. That of {@link messageAtIndexPath} comes first when there is one, the
 * others from the last declared on. Empty when the path is empty or leads nowhere. Takes no longer than the file has messages.
 */
export function messagesNearIndexPath(file: DescFile, indexes: readonly number[]): readonly DescMessage[] {
  let found: readonly DescMessage[] = [];
  for (const [depth, index] of indexes.entries())
    found =
      depth === 0
        ? file.messages.filter((_desc, at) => at === index)
        : found.flatMap((parent) => nestedNear(parent, index));
  return found;
}

function nestedNear({ nestedMessages, proto }: DescMessage, index: number): DescMessage[] {
  const entries = proto.nestedType.filter((nested) => nested.options?.mapEntry === true).length;
  return nestedMessages.filter((_desc, at) => at <= index && at >= index - entries).reverse();
}
