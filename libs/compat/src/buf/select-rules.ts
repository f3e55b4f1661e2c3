import type { BufOptions } from '../policy.js';
import { BUF_RULES } from '../rules/buf.gen.js';
import type { BufRule } from './define-buf-rule.js';
import { expandRule } from './rule-names.js';

const ALL: readonly BufRule[] = BUF_RULES;

/** The rules that a configuration uses: `use` (FILE when empty) without `except`. **Throws** BAD_CONFIG for an unknown name. */
export function selectBufRules({ use, except }: BufOptions): readonly BufRule[] {
  const used = new Set((use.length === 0 ? ['FILE'] : use).flatMap(expandRule));
  for (const id of except.flatMap(expandRule)) used.delete(id);
  return ALL.filter((rule) => used.has(rule.id));
}
