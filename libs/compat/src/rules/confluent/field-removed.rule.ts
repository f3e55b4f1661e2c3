import { defineConfluentRule } from '../../confluent/define-confluent-rule.js';

/** A field is gone. */
export const fieldRemoved = defineConfluentRule({
  id: 'FIELD_REMOVED',
  compatible: true,
  summary: 'A field is gone.',
  hint: 'Reserve the number and the name: Confluent does not ask for it, and a later field may take the number.',
  describe: null,
});
