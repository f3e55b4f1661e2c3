import { defineConfluentRule } from '../../confluent/define-confluent-rule.js';

/** A message is new. */
export const messageAdded = defineConfluentRule({
  id: 'MESSAGE_ADDED',
  compatible: true,
  summary: 'A message is new.',
  hint: 'Nothing to do; under FORWARD and FULL it is a MESSAGE_REMOVED and refused, so that levels of BACKWARD fit Protobuf better.',
  describe: null,
});
