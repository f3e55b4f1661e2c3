import { CONFLUENT_RULES } from '../rules/confluent.gen.js';
import type { ConfluentRule, DifferenceType } from './define-confluent-rule.js';

const byId = new Map<DifferenceType, ConfluentRule>(CONFLUENT_RULES.map((rule) => [rule.id, rule]));

/** The rule of a kind of difference. */
export function ruleOf(type: DifferenceType): ConfluentRule {
  const rule = byId.get(type);
  if (rule === undefined) throw new Error(`no rule for ${type}`);
  return rule;
}

/** Confluent's verdict on a kind of difference. */
export function isCompatible(type: DifferenceType): boolean {
  return ruleOf(type).compatible;
}
