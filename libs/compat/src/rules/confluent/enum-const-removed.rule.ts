import { defineConfluentRule } from '../../confluent/define-confluent-rule.js';

/** An enum has no longer a number. */
export const enumConstRemoved = defineConfluentRule({
  id: 'ENUM_CONST_REMOVED',
  compatible: true,
  summary: 'An enum has no longer a number.',
  hint: 'Reserve the number and the name. Readers with a closed enum lose the value.',
  describe: null,
});
