export {
  applyPlanFile,
  outlookOf,
  type ApplyOptions,
  type ApplyOutlook,
  type ApplyResult,
  type StepProgress,
} from './apply-plan-file.js';
export type { LiveDatabase, LiveParam, LiveRow, OpenOptions } from './contract.js';
export { stepsOf, type Step } from './journal.js';
export { LIVE_DIALECTS, dialectOfUrl, openLiveDatabase } from './open-live-database.js';
export { planLiveTables, type PlanWish, type TableWish } from './plan-live-tables.js';
export { recordedLedger } from './recorded-ledger.js';
