import { WireType } from '@bufbuild/protobuf/wire';
import type { FieldShape } from '../shape/field-shape.js';
import type { WireKind } from '../shape/value-type.js';

const WIRE_TYPES: Readonly<Record<WireKind, WireType>> = {
  varint: WireType.Varint,
  i64: WireType.Bit64,
  i32: WireType.Bit32,
  len: WireType.LengthDelimited,
  group: WireType.StartGroup,
};

/** The runtime's wire type of one value of a field, unpacked. */
export function wireTypeOf(field: FieldShape): WireType {
  return WIRE_TYPES[field.wire];
}
