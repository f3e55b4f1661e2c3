import { defineConfluentRule } from '../../confluent/define-confluent-rule.js';

/** A member of a oneof is gone from the message, and others of it stay. */
export const oneofFieldRemoved = defineConfluentRule({
  id: 'ONEOF_FIELD_REMOVED',
  compatible: false,
  summary: 'A member of a oneof is gone from the message, and others of it stay.',
  hint: 'Keep the member, marked deprecated.',
  describe: ({ path, reader, writer }) =>
    `The ${reader} schema is missing a oneof field at path '${path}' in the ${writer} schema`,
});
