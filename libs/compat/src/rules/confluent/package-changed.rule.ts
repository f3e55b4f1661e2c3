import { defineConfluentRule } from '../../confluent/define-confluent-rule.js';

/** The package of the file changes. */
export const packageChanged = defineConfluentRule({
  id: 'PACKAGE_CHANGED',
  compatible: false,
  summary: 'The package of the file changes.',
  hint: 'Keep the package. Bytes are the same in both: only type URLs, gRPC paths and generated code change.',
  describe: ({ path, reader, writer }) =>
    `The package at '${path}' in the ${reader} schema does not match the package in the ${writer} schema`,
});
