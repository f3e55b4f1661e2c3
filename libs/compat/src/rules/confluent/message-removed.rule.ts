import { defineConfluentRule } from '../../confluent/define-confluent-rule.js';

/** A message is gone, also one that nothing uses. */
export const messageRemoved = defineConfluentRule({
  id: 'MESSAGE_REMOVED',
  compatible: false,
  summary: 'A message is gone, also one that nothing uses.',
  hint: 'Keep the message, marked deprecated.',
  describe: ({ path, reader, writer }) =>
    `The ${reader} schema is missing a MESSAGE type at path '${path}' in the ${writer} schema`,
});
