import type { DescField, DescMessage } from '@bufbuild/protobuf';
import { allMessages, findMessage, type Schema } from '#libs/descriptors';
import { isAnnotatedEvent } from './annotations.js';

/**
 * The messages of a schema that become tables, each once: those named explicitly, in that order (unknown names are left out);
 * else those annotated with `(protokoll.options.v1.message).table`; else the top-level messages of the root files that no other
 * message of the schema refers to. A message that refers to itself still counts. By file path, then declaration.
 */
export function eventMessages(schema: Schema, explicit?: readonly string[]): readonly DescMessage[] {
  if (explicit !== undefined && explicit.length > 0) return namedMessages(schema, explicit);
  const own = rootMessages(schema);
  const annotated = own.filter(isAnnotatedEvent);
  if (annotated.length > 0) return annotated;
  const referred = referredMessages(schema);
  return own.filter((desc) => desc.parent === undefined && !referred.has(desc));
}

function namedMessages(schema: Schema, names: readonly string[]): readonly DescMessage[] {
  const found = names.map((name) => findMessage(schema, name)).filter((desc) => desc !== null);
  return [...new Set(found)];
}

function rootMessages(schema: Schema): readonly DescMessage[] {
  const roots = new Set(schema.rootFiles);
  return [...schema.registry.files]
    .filter((file) => roots.has(file.proto.name))
    .sort((one, other) => (one.proto.name < other.proto.name ? -1 : 1))
    .flatMap((file) => [...allMessages(file)]);
}

function referredMessages(schema: Schema): ReadonlySet<DescMessage> {
  const referred = new Set<DescMessage>();
  for (const desc of allMessages(schema)) {
    for (const field of desc.fields) {
      const target = messageOf(field);
      if (target !== undefined && !isWithin(desc, target)) referred.add(target);
    }
  }
  return referred;
}

function messageOf(field: DescField): DescMessage | undefined {
  return field.message;
}

function isWithin(desc: DescMessage, outer: DescMessage): boolean {
  for (let at: DescMessage | undefined = desc; at !== undefined; at = at.parent)
    if (at === outer) return true;
  return false;
}
