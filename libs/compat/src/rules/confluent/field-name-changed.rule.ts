import { defineConfluentRule } from '../../confluent/define-confluent-rule.js';

/** A field has another name. */
export const fieldNameChanged = defineConfluentRule({
  id: 'FIELD_NAME_CHANGED',
  compatible: true,
  summary: 'A field has another name.',
  hint: 'Keep the name where data is JSON, or set json_name to the earlier one.',
  describe: null,
});
