import type { DifferenceType } from './define-confluent-rule.js';
import { oneofOf, type MessageView, type OneofView } from './message-view.js';

/**
 * What Confluent says of fields that exclude one another since they share a oneof of the new message: null when at most
 * one of them, or the members of one earlier oneof, were there before.
 */
export function exclusionOf(oneof: OneofView, original: MessageView): DifferenceType | null {
  const origins = new Set<string>();
  let fromTop = 0;
  for (const { number } of oneof.fields) {
    const field = original.fields.get(number);
    if (field === undefined) continue;
    const earlier = oneofOf(field);
    origins.add(earlier === null ? `field ${number}` : `oneof ${earlier}`);
    if (earlier === null) fromTop++;
  }
  if (origins.size <= 1) return null;
  return fromTop > 1 ? 'MULTIPLE_FIELDS_MOVED_TO_ONEOF' : 'FIELD_MOVED_TO_EXISTING_ONEOF';
}

/** Names of the oneofs that went together with all of their members: those members are not told. */
export function goneWhole(original: MessageView, update: MessageView): ReadonlySet<string> {
  const gone = [...original.oneofs].filter(
    ([name, { fields }]) =>
      !update.oneofs.has(name) && !fields.some(({ number }) => update.fields.has(number)),
  );
  return new Set(gone.map(([name]) => name));
}
