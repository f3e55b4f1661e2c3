import { defineConfluentRule } from '../../confluent/define-confluent-rule.js';

/** A oneof is new. */
export const oneofAdded = defineConfluentRule({
  id: 'ONEOF_ADDED',
  compatible: true,
  summary: 'A oneof is new.',
  hint: 'Nothing to do: the members are compared for themselves.',
  describe: null,
});
