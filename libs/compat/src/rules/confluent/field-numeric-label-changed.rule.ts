import { defineConfluentRule } from '../../confluent/define-confluent-rule.js';

/** The written label of a number, bool or enum field changes. */
export const fieldNumericLabelChanged = defineConfluentRule({
  id: 'FIELD_NUMERIC_LABEL_CHANGED',
  compatible: false,
  summary: 'The written label of a number, bool or enum field changes.',
  hint: 'Add a field with a new number. A label that is not written, as in proto3, is not compared.',
  describe: ({ path, reader, writer }) =>
    `The label for a NUMERIC field at path '${path}' in the ${reader} schema does not match its label in the ${writer} schema`,
});
