import { defineConfluentRule } from '../../confluent/define-confluent-rule.js';

/** A member of a oneof stands outside of it now. */
export const oneofFieldMovedToTopLevel = defineConfluentRule({
  id: 'ONEOF_FIELD_MOVED_TO_TOP_LEVEL',
  compatible: true,
  summary: 'A member of a oneof stands outside of it now.',
  hint: 'Nothing to do; earlier versions of Confluent Schema Registry, such as 8.1, refuse it.',
  describe: null,
});
