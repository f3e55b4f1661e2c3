import type { Scalar } from '../wire/read-scalar.js';
import type { MessagePlan } from './message-plan.js';

/** One value: a scalar, an enum's number or a message. */
export type SingleValue = Scalar | MessageNode;

/** Entries of a map field in the order in which their keys first came. */
export type MapValue = ReadonlyMap<Scalar, SingleValue>;

/** What a field holds; undefined when it is not set. */
export type FieldValue = SingleValue | readonly SingleValue[] | MapValue;

/** A field that the message type lacks, in the form in which protobuf-es keeps it: the bytes after the tag. */
export interface UnknownField {
  readonly no: number;
  readonly wireType: number;
  readonly data: Uint8Array;
}

/** A message as it was read, before anyone has asked for a form of it. */
export class MessageNode {
  /** Values by {@link FieldPlan.slot}. */
  readonly values: (FieldValue | undefined)[];
  /** Fields that the type lacks, and extensions, in the order of the bytes. */
  unknown: UnknownField[] | null = null;

  constructor(readonly plan: MessagePlan) {
    this.values = plan.blank.slice();
  }
}
