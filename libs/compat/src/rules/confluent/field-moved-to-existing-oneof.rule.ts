import { defineConfluentRule } from '../../confluent/define-confluent-rule.js';

/** A oneof holds members of an earlier oneof together with a field from outside or from another oneof. */
export const fieldMovedToExistingOneof = defineConfluentRule({
  id: 'FIELD_MOVED_TO_EXISTING_ONEOF',
  compatible: false,
  summary:
    'A oneof holds members of an earlier oneof together with a field from outside or from another oneof.',
  hint: 'Leave the field where it is: messages may have both set, and a reader keeps one.',
  describe: ({ path, reader, writer }) =>
    `A field in the oneof at path '${path}' in the ${reader} schema is outside an existing oneof in the ${writer} schema`,
});
