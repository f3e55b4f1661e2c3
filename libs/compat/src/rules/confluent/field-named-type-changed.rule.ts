import { defineConfluentRule } from '../../confluent/define-confluent-rule.js';

/** A field has a message of another name, or one whose imported declaration changed incompatibly. */
export const fieldNamedTypeChanged = defineConfluentRule({
  id: 'FIELD_NAMED_TYPE_CHANGED',
  compatible: false,
  summary: 'A field has a message of another name, or one whose imported declaration changed incompatibly.',
  hint: 'Keep the name of the message. Another name is refused also when the fields are the same.',
  describe: ({ path, reader, writer }) =>
    `The type of a MESSAGE field at path '${path}' in the ${reader} schema does not match its type in the ${writer} schema`,
});
