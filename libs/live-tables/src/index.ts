export { applyPlanFile, outlookOf, type ApplyOutlook, type ApplyResult } from './apply-plan-file.js';
export type { LiveDatabase, LiveParam, LiveRow, OpenOptions } from './contract.js';
export { stepsOf, type Step } from './journal.js';
export { DATABASE_URLS, LIVE_DIALECTS, dialectOfUrl, openLiveDatabase } from './open-live-database.js';
export { planLiveTables, type PlanWish, type TableWish } from './plan-live-tables.js';
export { recordedLedger } from './recorded-ledger.js';
export type { ApplyOptions, StepProgress } from './run-step.js';
