export type { ChangeKind, Plan, PlanOptions, PlannedChange } from './plan.js';
export { planDown } from './plan-down.js';
export { planTable } from './plan-table.js';
