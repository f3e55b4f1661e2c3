export { addTableFindings, type TableCase } from './add-table-findings.js';
export { compareAsBuf, type BufFinding } from './buf/compare-as-buf.js';
export { BUF_CATEGORIES, type BufCategory, type BufRule } from './buf/define-buf-rule.js';
export { selectBufRules } from './buf/select-rules.js';
export {
  compareAsConfluent,
  type ConfluentFinding,
  type ConfluentOptions,
} from './confluent/compare-as-confluent.js';
export { confluentMessages, type ConfluentReport } from './confluent/confluent-messages.js';
export type { ConfluentRule, DifferenceType } from './confluent/define-confluent-rule.js';
export { defineRule, type Rule } from './define-rule.js';
export {
  FINDING_CLASSES,
  type Encoding,
  type Finding,
  type FindingClass,
  type SourcePoint,
  type Verdict,
  type Witness,
} from './finding.js';
export type { HistoryEntry, JudgeInput, JudgeLimits } from './judge-input.js';
export { judge } from './judge.js';
export { directionsOf, versionsToCompare, type CompatibilityLevel, type Direction } from './level.js';
export { recordLives, type Life } from './lives.js';
export {
  DEFAULT_BUF_OPTIONS,
  DEFAULT_POLICY,
  mergePolicy,
  PROFILE_NAMES,
  type BufOptions,
  type Policy,
  type ProfileName,
  type Waiver,
} from './policy.js';
export { BUF_RULES } from './rules/buf.gen.js';
export { CONFLUENT_RULES } from './rules/confluent.gen.js';
export { RULES } from './rules/index.gen.js';
