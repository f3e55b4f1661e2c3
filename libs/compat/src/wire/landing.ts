import type { FieldShape } from '../shape/field-shape.js';
import type { WireKind } from '../shape/value-type.js';

/**
 * What a reader's field does with what a writer's field emits. lost: it goes to the unknown fields; element: it is taken for
 * one value; packed: it is taken for a packed list.
 * **Source** https://protobuf.dev/programming-guides/encoding/#packed
 */
export type Landing = 'lost' | 'element' | 'packed';

/** Whether a field's type can be packed. */
export function isPackable(field: FieldShape): boolean {
  return field.wire === 'varint' || field.wire === 'i32' || field.wire === 'i64';
}

/** Wire type of what a writer's field emits. */
export function emittedBy(writer: FieldShape): WireKind {
  return writer.packed ? 'len' : writer.wire;
}

/** Where what a writer's field emits lands in a reader's field. */
export function landingOf(writer: FieldShape, reader: FieldShape): Landing {
  const emitted = emittedBy(writer);
  if (emitted === reader.wire) return 'element';
  return emitted === 'len' && reader.repeated && isPackable(reader) ? 'packed' : 'lost';
}

/** Whether values arrive as values of the same wire type, so that only their meaning can differ. */
export function meetsAsNumbers(writer: FieldShape, reader: FieldShape): boolean {
  return isPackable(writer) && writer.wire === reader.wire && landingOf(writer, reader) !== 'lost';
}

/**
 * Whether something arrives that sets the reader's field at all: not lost to the unknown fields, and not bytes that are taken
 * for something else.
 */
export function arrives(writer: FieldShape, reader: FieldShape): boolean {
  return meetsAsNumbers(writer, reader) || meetsAsContent(writer, reader);
}

/** Whether text, bytes or a message arrives in a field that can hold it as such. */
export function meetsAsContent(writer: FieldShape, reader: FieldShape): boolean {
  if (isPackable(writer) || isPackable(reader) || writer.wire !== reader.wire) return false;
  if (isText(writer)) return isText(reader);
  return reader.type === writer.type || (writer.type === 'message' && reader.type === 'bytes');
}

function isText(field: FieldShape): boolean {
  return field.type === 'string' || field.type === 'bytes';
}
