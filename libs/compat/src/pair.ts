import { RegistryError } from '#libs/errors';
import type { FieldShape } from './shape/field-shape.js';
import type { MessageShape } from './shape/message-shape.js';
import { sameField } from './shape/same.js';

/** A message that a writer sends and the message that a reader takes it for. */
export interface MessagePair {
  readonly writer: MessageShape;
  readonly reader: MessageShape;
  /** The fields through which the pair was reached; null for a root: a message that both schemas have. */
  readonly via: FieldPair | null;
}

/** A writer's field and the reader's field that takes its values. */
export interface FieldPair {
  readonly writer: FieldShape;
  readonly reader: FieldShape;
  readonly within: MessagePair;
}

/** Where damage is done: a pair of messages and the fields in it, null where a side lacks one or it is not one field's. */
export interface Site {
  readonly pair: MessagePair;
  readonly writer: FieldShape | null;
  readonly reader: FieldShape | null;
}

/** How an encoding finds the reader's field for a writer's; null when the reader has none. */
export type MatchField = (field: FieldShape, reader: MessageShape) => FieldShape | null;

/** Matches by number, as the wire does. */
export const matchByNumber: MatchField = (field, reader) => reader.field(field.number);

/** What can meet inside a pair of fields: their messages, or fields of the writer's message that become values by themselves. */
export interface Inside {
  readonly messages: MessagePair | null;
  readonly fields: readonly FieldPair[];
}

/** How an encoding pairs what a writer sends with what a reader takes it for. */
export interface Meeting {
  readonly match: MatchField;
  inside(pair: FieldPair): Inside;
}

/** Pairs that have no messages to look into. */
export const NOTHING_INSIDE: Inside = { messages: null, fields: [] };

/** Messages meet when they are written in one way: length-prefixed or as groups. */
export function insideOnWire(pair: FieldPair): Inside {
  const writer = pair.writer.message;
  const reader = pair.reader.message;
  if (writer === null || reader === null || pair.writer.wire !== pair.reader.wire) return NOTHING_INSIDE;
  return { messages: { writer, reader, via: pair }, fields: [] };
}

/** Takes the pairs of a walk. */
export interface PairVisitor {
  message(pair: MessagePair): void;
  field(pair: FieldPair): void;
}

/** Default of `maxMessagePairs`. */
export const DEFAULT_MAX_MESSAGE_PAIRS = 200_000;

/**
 * Visits each pair of messages that can meet, by structure and not by name, starting from the messages that both schemas have
 * and that are not equal. Nearest to a root first; each pair once, so that cycles end. Linear in the pairs that differ.
 * **Throws** SCHEMA_TOO_LARGE past `maxMessagePairs`.
 */
export function walkRoots(
  roots: readonly MessagePair[],
  meeting: Meeting,
  visitor: PairVisitor,
  maxMessagePairs = DEFAULT_MAX_MESSAGE_PAIRS,
): void {
  if (roots.length > 0) new Walk(meeting, visitor, maxMessagePairs, sameName).run(roots);
}

/** Visits a pair of fields and each pair of messages that can meet below it. **Throws** as {@link walkRoots}. */
export function walkField(
  pair: FieldPair,
  meeting: Meeting,
  visitor: PairVisitor,
  maxMessagePairs = DEFAULT_MAX_MESSAGE_PAIRS,
): void {
  const walk = new Walk(meeting, visitor, maxMessagePairs, () => false);
  walk.field(pair);
  walk.run([]);
}

// In a walk of whole schemas such a pair is a root.
const sameName = (writer: MessageShape, reader: MessageShape): boolean =>
  writer.map === null && reader.map === null && writer.typeName === reader.typeName;

class Walk {
  readonly #meeting: Meeting;
  readonly #visitor: PairVisitor;
  readonly #maxMessagePairs: number;
  readonly #isCovered: (writer: MessageShape, reader: MessageShape) => boolean;
  readonly #seen = new Map<MessageShape, Set<MessageShape>>();
  readonly #queue: MessagePair[] = [];

  constructor(
    meeting: Meeting,
    visitor: PairVisitor,
    maxMessagePairs: number,
    isCovered: (writer: MessageShape, reader: MessageShape) => boolean,
  ) {
    this.#meeting = meeting;
    this.#visitor = visitor;
    this.#maxMessagePairs = maxMessagePairs;
    this.#isCovered = isCovered;
  }

  run(roots: readonly MessagePair[]): void {
    for (const root of roots) this.#enqueue(root);
    // The queue grows while it is read.
    for (const pair of this.#queue) this.#visit(pair);
  }

  field(pair: FieldPair): void {
    if (!sameField(pair.writer, pair.reader)) this.#visitor.field(pair);
    const { messages, fields } = this.#meeting.inside(pair);
    for (const inner of fields) this.field(inner);
    if (messages && !this.#isCovered(messages.writer, messages.reader)) this.#enqueue(messages);
  }

  #visit(pair: MessagePair): void {
    this.#visitor.message(pair);
    for (const field of pair.writer.fields.values()) {
      const other = this.#meeting.match(field, pair.reader);
      if (other) this.field({ writer: field, reader: other, within: pair });
    }
  }

  #enqueue(pair: MessagePair): void {
    let readers = this.#seen.get(pair.writer);
    if (readers === undefined) this.#seen.set(pair.writer, (readers = new Set()));
    if (readers.has(pair.reader)) return;
    readers.add(pair.reader);
    if (this.#queue.length >= this.#maxMessagePairs) {
      throw new RegistryError('SCHEMA_TOO_LARGE', {
        what: 'The number of message pairs to compare',
        size: `more than ${this.#maxMessagePairs}`,
        limit: this.#maxMessagePairs,
        setting: 'MAX_MESSAGE_PAIRS',
      });
    }
    this.#queue.push(pair);
  }
}
