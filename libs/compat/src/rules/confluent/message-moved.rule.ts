import { defineConfluentRule } from '../../confluent/define-confluent-rule.js';

/** A message stands at another index among its siblings. */
export const messageMoved = defineConfluentRule({
  id: 'MESSAGE_MOVED',
  compatible: true,
  summary: 'A message stands at another index among its siblings.',
  hint: 'Nothing to do: the index in a record belongs to the schema that wrote it.',
  describe: null,
});
