import { defineConfluentRule } from '../../confluent/define-confluent-rule.js';

/** A number of an enum has another name. */
export const enumConstChanged = defineConfluentRule({
  id: 'ENUM_CONST_CHANGED',
  compatible: true,
  summary: 'A number of an enum has another name.',
  hint: 'Keep the name where data is JSON: readers of JSON go by it. A number that means something else now is not seen.',
  describe: null,
});
