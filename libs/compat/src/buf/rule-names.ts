import { RegistryError } from '#libs/errors';
import { BUF_RULES } from '../rules/buf.gen.js';
import type { BufRule } from './define-buf-rule.js';

/** Ids of earlier configurations and the rules that took their place; none for a rule that buf does not apply any more. */
const REPLACED: ReadonlyMap<string, readonly string[]> = new Map([
  ['FIELD_SAME_CTYPE', ['FIELD_SAME_CPP_STRING_TYPE']],
  [
    'FIELD_SAME_LABEL',
    ['FIELD_SAME_CARDINALITY', 'FIELD_WIRE_COMPATIBLE_CARDINALITY', 'FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY'],
  ],
  ['FILE_SAME_JAVA_STRING_CHECK_UTF8', ['FIELD_SAME_JAVA_UTF8_VALIDATION']],
  ['FILE_SAME_PHP_GENERIC_SERVICES', []],
]);

const rules: readonly BufRule[] = BUF_RULES;
const byName = new Map<string, readonly string[]>(REPLACED);
for (const rule of rules) {
  byName.set(rule.id, [rule.id]);
  for (const category of rule.categories) byName.set(category, [...(byName.get(category) ?? []), rule.id]);
}

/** Ids that a name in a configuration stands for: a rule, a category, or a rule's earlier id. **Throws** BAD_CONFIG for another. */
export function expandRule(name: string): readonly string[] {
  const ids = byName.get(name);
  if (ids !== undefined) return ids;
  const problem = 'it is not a breaking rule or category of buf; docs/reference/rules.md lists them';
  throw new RegistryError('BAD_CONFIG', { name: 'breaking', value: name.slice(0, 100), problem });
}
