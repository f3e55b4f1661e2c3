import type { JsonValue } from '@bufbuild/protobuf';
import type { FieldShape } from '../shape/field-shape.js';
import type { MessageShape } from '../shape/message-shape.js';
import type { Tree } from './tree.js';

/** A difference between what was sent and what arrived. presence: an explicit zero arrived as unset. */
export interface Difference {
  readonly kind: 'value' | 'presence';
  /** Where, by the writer's names, such as `items[0].price`. */
  readonly path: string;
  readonly writer: FieldShape;
  readonly reader: FieldShape;
}

/** What the codecs can tell of a part of a message. */
export interface Codec {
  /** Reads bytes of the wire as a message of a shape; null when they are none. */
  readBytes(shape: MessageShape, bytes: Uint8Array): Tree | null;
  /** ProtoJSON of a message; undefined when it has none. */
  jsonOf(shape: MessageShape, tree: Tree): JsonValue | undefined;
}

/** Compares what a writer sent with what a reader made of it. */
export type CompareArrival = (
  writer: MessageShape,
  sent: Tree,
  reader: MessageShape,
  read: Tree,
  codec: Codec,
) => readonly Difference[];
