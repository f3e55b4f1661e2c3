import { defineRule } from '../../define-rule.js';
import { landingOf } from '../../wire/landing.js';

/** The reader verifies text that the writer does not. **Source** compatibility, binary: "string→string, writer does not verify". */
export const stringUtf8Enforced = defineRule({
  id: 'string-utf8-enforced',
  encoding: 'binary',
  on: 'field',
  summary:
    'The reader verifies that a string is UTF-8 and the writer does not; text that is not UTF-8 is refused.',
  classes: ['break'],
  hint: 'Keep features.utf8_validation = NONE on the field (proto2 has it by default).',
  check({ writer, reader }) {
    if (writer.type !== 'string' || reader.type !== 'string' || landingOf(writer, reader) !== 'element')
      return null;
    if (writer.strictUtf8 || !reader.strictUtf8) return null;
    return {
      class: 'break',
      effect: 'text that is not UTF-8, which the writer may send, makes the whole message unreadable',
    };
  },
});
