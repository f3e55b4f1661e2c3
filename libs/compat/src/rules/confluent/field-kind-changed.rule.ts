import { defineConfluentRule } from '../../confluent/define-confluent-rule.js';

/** A field changes between scalar, message and map. */
export const fieldKindChanged = defineConfluentRule({
  id: 'FIELD_KIND_CHANGED',
  compatible: false,
  summary: 'A field changes between scalar, message and map.',
  hint: 'Add a field with a new number. What bytes allow is refused too: a message for bytes, a list of entries for a map.',
  describe: ({ path, reader, writer }) =>
    `The type of a field at path '${path}' in the ${reader} schema does not match the ${writer} schema`,
});
