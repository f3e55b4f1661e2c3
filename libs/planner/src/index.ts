export type { DriftFinding, DriftKind } from './live/drift-finding.js';
export { findDrift } from './live/find-drift.js';
export { follows } from './live/follows.js';
export type { LiveColumn, LiveIndex, LiveTable } from './live/live-table.js';
export { parsePlanFile } from './live/parse-plan-file.js';
export {
  PLAN_FILE_FORMAT,
  fingerprintLedger,
  fingerprintLive,
  ledgerBeforeContract,
  makePlanFile,
  type PlanFile,
  type PlannedTable,
} from './live/plan-file.js';
export { planLiveTable, type LiveStart } from './live/plan-live-table.js';
export { withDropped } from './live/with-dropped.js';
export type { ChangeKind, Plan, PlanOptions, PlannedChange } from './plan.js';
export { planDown } from './plan-down.js';
export { planTable } from './plan-table.js';
export { plainType } from './live/live-type.js';
