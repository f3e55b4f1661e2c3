import type { MatchField, MessagePair } from '../pair.js';
import type { FieldShape } from '../shape/field-shape.js';

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

/** The fields of a writer's and a reader's message, met by key. Made once for a pair, in time linear in their fields. */
export class KeyMeeting {
  readonly #pair: Pick<MessagePair, 'writer' | 'reader'>;
  readonly #senders = new Map<FieldShape, FieldShape>();

  constructor(pair: Pick<MessagePair, 'writer' | 'reader'>) {
    this.#pair = pair;
    for (const field of pair.writer.fields.values()) {
      const reader = matchByKey(field, pair.reader);
      if (reader !== null && !this.#senders.has(reader)) this.#senders.set(reader, field);
    }
  }

  /** The writer's field whose key a reader's field takes; null when there is none. */
  senderOf(reader: FieldShape): FieldShape | null {
    return this.#senders.get(reader) ?? null;
  }

  /** The reader's field of a writer's number when its key is another one that no writer's field has; null otherwise. */
  renamedFrom(writer: FieldShape): FieldShape | null {
    const { reader } = this.#pair;
    if (this.#pair.writer.map !== null || matchByKey(writer, reader) !== null) return null;
    const other = reader.field(writer.number);
    return other !== null && this.senderOf(other) === null ? other : null;
  }

  /**
   * The reader's field that a writer's field becomes: by key, else, when it was renamed, by number; null when the reader has
   * no such field. A number that the reader's field of another key has taken does not count.
   */
  counterpartOf(writer: FieldShape): FieldShape | null {
    return matchByKey(writer, this.#pair.reader) ?? this.renamedFrom(writer);
  }
}
