import { defineConfluentRule } from '../../confluent/define-confluent-rule.js';

/** A oneof holds several fields that stood outside of it, or such ones and members of an earlier oneof. */
export const multipleFieldsMovedToOneof = defineConfluentRule({
  id: 'MULTIPLE_FIELDS_MOVED_TO_ONEOF',
  compatible: false,
  summary:
    'A oneof holds several fields that stood outside of it, or such ones and members of an earlier oneof.',
  hint: 'Move at most one field into a new oneof.',
  describe: ({ path, reader, writer }) =>
    `Multiple fields in the oneof at path '${path}' in the ${reader} schema are outside a oneof in the ${writer} schema`,
});
