import { defineConfluentRule } from '../../confluent/define-confluent-rule.js';

/** The scalar type of a field moves to another group of wire types. */
export const fieldScalarKindChanged = defineConfluentRule({
  id: 'FIELD_SCALAR_KIND_CHANGED',
  compatible: false,
  summary: 'The scalar type of a field moves to another group of wire types.',
  hint: 'Add a field with a new number. Inside a group, such as from int64 to int32, Confluent does not see values that are cut.',
  describe: ({ path, reader, writer }) =>
    `The kind of a SCALAR field at path '${path}' in the ${reader} schema does not match its kind in the ${writer} schema`,
});
