import { defineRule } from '../../define-rule.js';
import { isZigzag, sendsOnlyZero } from '../../wire/numbers.js';
import { meetsAsNumbers } from '../../wire/landing.js';

/** Plain and zigzag varints are mistaken for each other. **Source** compatibility, binary: "plain varint ↔ zigzag". */
export const fieldZigzag = defineRule({
  id: 'field-zigzag',
  encoding: 'binary',
  on: 'field',
  summary:
    'A field changed between a plain varint and a zigzag one (sint32, sint64): every value is misread.',
  classes: ['break'],
  hint: 'Keep the type and add a new field, with a new number, for the new type.',
  check({ writer, reader }) {
    if (!meetsAsNumbers(writer, reader) || reader.type === 'bool') return null;
    if (isZigzag(writer.type) === isZigzag(reader.type)) return null;
    // Zero reads the same in both forms.
    if (sendsOnlyZero(writer)) return null;
    return {
      class: 'break',
      effect: 'plain and zigzag varints mean other numbers, so every value is misread',
    };
  },
});
