import { FAILURES } from './confluent-error.js';
import type { RuleSet } from './request-body.js';

type Rule = NonNullable<RuleSet['domainRules']>[number];

/** Modes of rules between versions, and those that may name an action for each of two directions. */
const MIGRATION_MODES: readonly (string | undefined)[] = ['UPGRADE', 'DOWNGRADE', 'UPDOWN'];
const TWO_WAY_MODES: readonly (string | undefined)[] = ['UPDOWN', 'WRITEREAD', undefined];

/** **Throws** 42210 for rules that no client could run: names that are none or come twice, no type, modes of the other kind. */
export function refuseRules({ migrationRules = [], domainRules = [], encodingRules = [] }: RuleSet): void {
  for (const rules of [migrationRules, domainRules, encodingRules]) {
    refuseDoubles(rules);
    for (const rule of rules) refuseRule(rule);
  }
  const isMigration = ({ mode }: Rule): boolean => MIGRATION_MODES.includes(mode);
  if (migrationRules.some((rule) => rule.mode !== undefined && !isMigration(rule)))
    throw FAILURES.invalidRuleSet('Migration rules can only be UPGRADE, DOWNGRADE, UPDOWN');
  if ([...domainRules, ...encodingRules].some(isMigration))
    throw FAILURES.invalidRuleSet('Domain rules cannot be UPGRADE, DOWNGRADE, UPDOWN');
}

function refuseDoubles(rules: readonly Rule[]): void {
  const names = rules.map(({ name }) => name);
  const double = names.find((name, place) => names.indexOf(name) !== place);
  if (double !== undefined) throw FAILURES.invalidRuleSet(`Found rule with duplicate name '${double}'`);
}

function refuseRule({ name, type, mode, onSuccess, onFailure }: Rule): void {
  if (type === undefined || type === '') throw FAILURES.invalidRuleSet('Missing rule type');
  if (!/^[\p{L}_]/u.test(name))
    throw FAILURES.invalidRuleSet(`Illegal initial character in rule name: ${name}`);
  if (!/^[\p{L}\p{Nd}_-]*$/u.test(name))
    throw FAILURES.invalidRuleSet(`Illegal character in rule name: ${name}`);
  const severalActions = [onSuccess, onFailure].some((action) => action?.includes(','));
  if (severalActions && !TWO_WAY_MODES.includes(mode))
    throw FAILURES.invalidRuleSet('Multiple actions only valid with WRITEREAD and UPDOWN');
}
