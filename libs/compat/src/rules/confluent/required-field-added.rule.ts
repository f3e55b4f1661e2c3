import { defineConfluentRule } from '../../confluent/define-confluent-rule.js';

/** A field that is new is required. */
export const requiredFieldAdded = defineConfluentRule({
  id: 'REQUIRED_FIELD_ADDED',
  compatible: false,
  summary: 'A field that is new is required.',
  hint: 'Add it as optional.',
  describe: ({ path, reader, writer }) =>
    `A required field  at path '${path}' in the ${reader} schema is missing in the ${writer} schema`,
});
