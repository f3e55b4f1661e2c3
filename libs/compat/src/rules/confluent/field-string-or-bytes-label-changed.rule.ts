import { defineConfluentRule } from '../../confluent/define-confluent-rule.js';

/** The written label of a string or bytes field changes. */
export const fieldStringOrBytesLabelChanged = defineConfluentRule({
  id: 'FIELD_STRING_OR_BYTES_LABEL_CHANGED',
  compatible: true,
  summary: 'The written label of a string or bytes field changes.',
  hint: 'Keep the label: optional may become repeated, but Confluent also lets it become required, and readers then fail.',
  describe: null,
});
