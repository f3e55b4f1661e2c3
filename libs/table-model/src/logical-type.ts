import type { CellForm } from '#libs/codec';
import { fitsShape, type NestedShape } from './nested-shape.js';

/** What a column holds, free of any database's names. `uuid` and `int32` are for envelope columns only. */
export type LogicalType =
  | { readonly kind: 'int64' }
  | { readonly kind: 'uint64' }
  | { readonly kind: 'float32' }
  | { readonly kind: 'float64' }
  | { readonly kind: 'bool' }
  | { readonly kind: 'text' }
  | { readonly kind: 'bytes' }
  | { readonly kind: 'timestamp' }
  | { readonly kind: 'duration' }
  | {
      readonly kind: 'json';
      /** What lies inside, for engines that have lists, maps and structs; absent: JSON text in every engine. */
      readonly shape?: NestedShape;
    }
  | { readonly kind: 'uuid' }
  | { readonly kind: 'int32' };

/** The name of a {@link LogicalType}. */
export type LogicalKind = LogicalType['kind'];

/** What lies inside of a type; undefined for one that is whole, and for JSON text. */
export function shapeOf(type: LogicalType): NestedShape | undefined {
  return type.kind === 'json' ? type.shape : undefined;
}

/** A column's type and the form in which the codec delivers its cells. */
export interface ValueShape {
  readonly type: LogicalType;
  readonly form: CellForm;
}

/**
 * True when cells of `writer` may go into a column made for `reader` without a change of meaning.
 * All integers but the unsigned 64-bit ones are one class, because the column is wide from the start.
 * The form counts too: an enum's labels and a free string are both text, yet not the same thing.
 */
export function sameClass(writer: ValueShape, reader: ValueShape): boolean {
  if (writer.type.kind !== reader.type.kind || writer.form !== reader.form) return false;
  return fitsShape(shapeOf(writer.type), shapeOf(reader.type));
}
