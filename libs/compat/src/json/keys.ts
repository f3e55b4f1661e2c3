import type { MatchField, MessagePair } from '../pair.js';
import type { FieldShape } from '../shape/field-shape.js';
import type { MessageShape } from '../shape/message-shape.js';

/** The key under which a writer puts a field: its JSON name, or `[full.name]` of an extension. */
export function keyOf(field: FieldShape): string {
  return field.desc.kind === 'extension' ? `[${field.desc.typeName}]` : field.desc.jsonName;
}

/** Whether a reader takes a key for a field. */
export function acceptsKey(field: FieldShape, key: string): boolean {
  return key === keyOf(field) || (field.desc.kind === 'field' && key === field.desc.name);
}

/** Matches by key, as a ProtoJSON reader does: it takes JSON names and declared names. Parts of map entries meet as such. */
export const matchByKey: MatchField = (field, reader) => {
  if (reader.map !== null || field.part !== 'field') return reader.field(field.number);
  return reader.fieldByKey(keyOf(field));
};

/**
 * The reader's field that a writer's field becomes: by key, else, when it was renamed, by number; null when the reader has no
 * such field. A number that the reader's field of another key has taken does not count.
 */
export function counterpartOf(
  field: FieldShape,
  writer: MessageShape,
  reader: MessageShape,
): FieldShape | null {
  return matchByKey(field, reader) ?? renamedFrom(field, { writer, reader, via: null });
}

/** The reader's field of a writer's number when its key is another one that no writer's field has; null otherwise. */
export function renamedFrom(
  field: FieldShape,
  { writer, reader }: Pick<MessagePair, 'writer' | 'reader' | 'via'>,
): FieldShape | null {
  if (writer.map !== null || matchByKey(field, reader) !== null) return null;
  const other = reader.field(field.number);
  return other !== null && senderOf(other, writer, reader) === null ? other : null;
}

/** The writer's field whose key a reader's field takes; null when there is none. */
export function senderOf(field: FieldShape, writer: MessageShape, reader: MessageShape): FieldShape | null {
  for (const one of writer.fields.values()) if (matchByKey(one, reader) === field) return one;
  return null;
}
