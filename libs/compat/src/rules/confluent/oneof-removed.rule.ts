import { defineConfluentRule } from '../../confluent/define-confluent-rule.js';

/** A oneof is gone. */
export const oneofRemoved = defineConfluentRule({
  id: 'ONEOF_REMOVED',
  compatible: true,
  summary: 'A oneof is gone.',
  hint: 'Reserve the numbers of its members: when all of them go with it, none is told.',
  describe: null,
});
