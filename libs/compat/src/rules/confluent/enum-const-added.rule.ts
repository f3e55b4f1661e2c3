import { defineConfluentRule } from '../../confluent/define-confluent-rule.js';

/** An enum has a number that it had not. */
export const enumConstAdded = defineConfluentRule({
  id: 'ENUM_CONST_ADDED',
  compatible: true,
  summary: 'An enum has a number that it had not.',
  hint: 'Readers with a closed enum take the number for an unknown field.',
  describe: null,
});
