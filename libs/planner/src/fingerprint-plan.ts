import { createHash } from 'node:crypto';
import type { Plan } from './plan.js';

/** SHA-256 in hex over what a plan does: two plans with one fingerprint run the same SQL between the same states. */
export function fingerprintPlan(plan: Omit<Plan, 'fingerprint'>): string {
  const content = [
    plan.dialect,
    plan.subject,
    plan.table,
    plan.fromTableVersion,
    plan.toTableVersion,
    plan.fromVersion,
    plan.toVersion,
    plan.statements.map((statement) => statement.sql),
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
