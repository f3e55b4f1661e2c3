import { defineConfluentRule } from '../../confluent/define-confluent-rule.js';

/** An enum is gone. */
export const enumRemoved = defineConfluentRule({
  id: 'ENUM_REMOVED',
  compatible: true,
  summary: 'An enum is gone.',
  hint: 'Nothing to do where no field uses it.',
  describe: null,
});
