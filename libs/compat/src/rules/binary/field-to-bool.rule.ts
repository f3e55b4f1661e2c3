import { defineRule } from '../../define-rule.js';
import { meetsAsNumbers } from '../../wire/landing.js';
import { sentNumbers } from '../../wire/numbers.js';

/** Numbers are read as a bool. **Source** compatibility, binary: "varint integer→bool". */
export const fieldToBool = defineRule({
  id: 'field-to-bool',
  encoding: 'binary',
  on: 'field',
  summary: 'An integer or enum is read as a bool; every number but 0 becomes true.',
  classes: ['lossy'],
  hint: 'Keep the type and add a new bool field with a new number.',
  check({ writer, reader }) {
    if (reader.type !== 'bool' || writer.type === 'bool' || !meetsAsNumbers(writer, reader)) return null;
    const few = sentNumbers(writer);
    if (few !== null && [...few].every((number) => number === 0 || number === 1)) return null;
    return { class: 'lossy', effect: `every value but 0 is true when ${writer.type} is read as bool` };
  },
});
