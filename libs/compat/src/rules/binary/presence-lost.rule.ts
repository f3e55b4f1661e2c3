import { defineRule } from '../../define-rule.js';
import type { FieldShape } from '../../shape/field-shape.js';
import { arrives } from '../../wire/landing.js';
import { isClosedEnum } from '../../wire/numbers.js';
import { readTheSame } from '../../wire/unset.js';

/** An explicit zero becomes one with unset. **Source** compatibility, binary: "explicit → implicit presence". */
export const presenceLost = defineRule({
  id: 'presence-lost',
  encoding: 'binary',
  on: 'field',
  summary: "A field loses its presence: an explicit zero can't be told from unset any more.",
  classes: ['presence'],
  hint: 'Keep the field optional, or in its oneof.',
  check({ writer, reader }) {
    if (writer.repeated || reader.repeated || reader.presence !== 'implicit') return null;
    if (writer.presence !== 'explicit' || !arrives(writer, reader)) return null;
    if (!sendsZero(writer) || !readTheSame(writer, reader)) return null;
    return {
      class: 'presence',
      effect: "an explicit zero can't be told from an unset field any more",
      probe: { kind: 'zero' },
    };
  },
});

function sendsZero(writer: FieldShape): boolean {
  if (isClosedEnum(writer)) return writer.enumShape?.numbers.has(0) === true;
  // A message that has required fields is never empty.
  return [...(writer.message?.fields.values() ?? [])].every((inner) => inner.presence !== 'required');
}
