import { defineConfluentRule } from '../../confluent/define-confluent-rule.js';

/** A field is new. */
export const fieldAdded = defineConfluentRule({
  id: 'FIELD_ADDED',
  compatible: true,
  summary: 'A field is new.',
  hint: 'Take a number that no earlier version used: Confluent does not look for one that was used before.',
  describe: null,
});
