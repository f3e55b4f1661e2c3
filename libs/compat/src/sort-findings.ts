import type { Finding } from './finding.js';

/** Findings by file, line and column, then path, rule and message; those without a place first. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(byPlace);
}

function byPlace(left: Finding, right: Finding): number {
  const here = left.after ?? left.before;
  const there = right.after ?? right.before;
  return (
    compare(here?.file ?? '', there?.file ?? '') ||
    (here?.line ?? 0) - (there?.line ?? 0) ||
    (here?.column ?? 0) - (there?.column ?? 0) ||
    compare(left.path, right.path) ||
    compare(left.ruleId, right.ruleId) ||
    compare(left.message, right.message)
  );
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
