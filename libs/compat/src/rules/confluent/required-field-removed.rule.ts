import { defineConfluentRule } from '../../confluent/define-confluent-rule.js';

/** A required field is gone. */
export const requiredFieldRemoved = defineConfluentRule({
  id: 'REQUIRED_FIELD_REMOVED',
  compatible: false,
  summary: 'A required field is gone.',
  hint: 'Make it optional, and remove it when no reader requires it.',
  describe: ({ path, reader, writer }) =>
    `The ${reader} schema is missing a required field at path: '${path}' in the ${writer} schema`,
});
