export type { Plan } from './plan.js';
export { planTable } from './plan-table.js';
