import { defineConfluentRule } from '../../confluent/define-confluent-rule.js';

/** A oneof has a member that is new in the message. */
export const oneofFieldAdded = defineConfluentRule({
  id: 'ONEOF_FIELD_ADDED',
  compatible: true,
  summary: 'A oneof has a member that is new in the message.',
  hint: 'Nothing to do; under FORWARD and FULL it is a ONEOF_FIELD_REMOVED and refused.',
  describe: null,
});
