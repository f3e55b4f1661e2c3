import { defineRule } from '../../define-rule.js';
import type { FieldShape } from '../../shape/field-shape.js';
import { meetsAsNumbers } from '../../wire/landing.js';
import { isClosedEnum, isWide, isZigzag } from '../../wire/numbers.js';

/** Values of 64 bits are cut to 32. **Source** compatibility, binary: "int64→int32, …, uint32→open enum". */
export const fieldNarrowed = defineRule({
  id: 'field-narrowed',
  encoding: 'binary',
  on: 'field',
  summary: 'An integer is read with fewer bits than it may be written with; large values are truncated.',
  classes: ['lossy'],
  hint: 'Keep the wider type, or add a new field, with a new number, for the narrower one.',
  check({ writer, reader }) {
    if (writer.wire !== 'varint' || !meetsAsNumbers(writer, reader)) return null;
    if (isZigzag(writer.type) !== isZigzag(reader.type) || !isCut(writer, reader)) return null;
    return {
      class: 'lossy',
      effect: `a value that does not fit is cut to its low 32 bits when ${writer.type} is read as ${reader.type}`,
    };
  },
});

function isCut(writer: FieldShape, reader: FieldShape): boolean {
  if (reader.type === 'bool' || isClosedEnum(reader)) return false;
  if (isWide(writer.type)) return !isWide(reader.type);
  return writer.type === 'uint32' && reader.type === 'enum';
}
