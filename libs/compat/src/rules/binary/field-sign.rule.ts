import { defineRule } from '../../define-rule.js';
import type { FieldShape } from '../../shape/field-shape.js';
import { meetsAsNumbers } from '../../wire/landing.js';
import { isClosedEnum, isFloating, isUnsigned, isWide, isZigzag, sendsNegative } from '../../wire/numbers.js';

/** Negative or large values change sign. **Source** compatibility, binary: "int32→uint32/uint64, …, fixed↔sfixed". */
export const fieldSign = defineRule({
  id: 'field-sign',
  encoding: 'binary',
  on: 'field',
  summary: 'An integer changed between signed and unsigned; negative or large values change sign.',
  classes: ['lossy'],
  hint: 'Keep the type, or add a new field, with a new number, for the other sign.',
  check({ writer, reader }) {
    if (!meetsAsNumbers(writer, reader) || !changesSign(writer, reader)) return null;
    return {
      class: 'lossy',
      effect: 'a negative or large value is another number with the other sign',
    };
  },
});

function changesSign(writer: FieldShape, reader: FieldShape): boolean {
  if (writer.wire !== 'varint') {
    return writer.type !== reader.type && !isFloating(writer.type) && !isFloating(reader.type);
  }
  if (isZigzag(writer.type) || isZigzag(reader.type) || reader.type === 'bool' || isClosedEnum(reader))
    return false;
  const narrowed = isWide(writer.type) && !isWide(reader.type);
  if (narrowed) return false;
  if (isUnsigned(reader.type)) return !isUnsigned(writer.type) && sendsNegative(writer);
  // An unsigned 32-bit value fits 64 bits whatever the sign; read as an enum it is a matter of width.
  return isUnsigned(writer.type) && reader.type !== 'enum' && isWide(writer.type) === isWide(reader.type);
}
