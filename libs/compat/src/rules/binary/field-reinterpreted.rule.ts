import { defineRule } from '../../define-rule.js';
import { meetsAsNumbers } from '../../wire/landing.js';
import { isFloating } from '../../wire/numbers.js';

/** Bits of a floating-point number are taken for an integer's, or back. **Source** compatibility, binary: "float↔fixed32/sfixed32 …". */
export const fieldReinterpreted = defineRule({
  id: 'field-reinterpreted',
  encoding: 'binary',
  on: 'field',
  summary:
    'A field changed between floating point and fixed-width integer; the same bits mean another number.',
  classes: ['break'],
  hint: 'Keep the type and add a new field, with a new number, for the new type.',
  check({ writer, reader }) {
    if (writer.wire === 'varint' || !meetsAsNumbers(writer, reader)) return null;
    if (isFloating(writer.type) === isFloating(reader.type)) return null;
    return { class: 'break', effect: 'the same bits mean another number, so every value is misread' };
  },
});
