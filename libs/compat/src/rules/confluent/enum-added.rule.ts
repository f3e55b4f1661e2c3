import { defineConfluentRule } from '../../confluent/define-confluent-rule.js';

/** An enum is new. */
export const enumAdded = defineConfluentRule({
  id: 'ENUM_ADDED',
  compatible: true,
  summary: 'An enum is new.',
  hint: 'Nothing to do.',
  describe: null,
});
