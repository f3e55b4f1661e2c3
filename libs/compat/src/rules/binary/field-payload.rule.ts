import { defineRule } from '../../define-rule.js';
import type { FieldShape } from '../../shape/field-shape.js';
import { emittedBy, landingOf, meetsAsContent } from '../../wire/landing.js';

/** Both are length-prefixed, but hold different things. **Source** compatibility, binary: "both LEN but read as something else". */
export const fieldPayload = defineRule({
  id: 'field-payload',
  encoding: 'binary',
  on: 'field',
  summary:
    'The bytes of a length-prefixed field are taken for something else: parse errors or invented values.',
  classes: ['break'],
  hint: 'Keep the field as it is and add a new field, with a new number, for the new type.',
  check({ writer, reader }) {
    if (emittedBy(writer) !== 'len' || !isMisread(writer, reader)) return null;
    const effect = 'the same length-prefixed form holds different things, so reading fails or invents values';
    return { class: 'break', effect };
  },
});

function isMisread(writer: FieldShape, reader: FieldShape): boolean {
  const landing = landingOf(writer, reader);
  if (landing === 'lost') return false;
  if (landing === 'packed') return !writer.packed || writer.wire !== reader.wire;
  return writer.packed || !meetsAsContent(writer, reader);
}
