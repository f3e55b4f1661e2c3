import type { CheckReport } from '../../check-report.js';
import { folderInRepository, reportEntries, type Severity } from '../report-entries.js';

const SEVERITY: Readonly<Record<Severity, string>> = {
  invalid: 'blocker',
  refused: 'critical',
  warning: 'minor',
  waived: 'info',
};

/**
 * A Code Quality report of GitLab: a JSON list, also when it is empty. What has no place is shown at its module's folder.
 * **Source** https://docs.gitlab.com/ci/testing/code_quality/
 */
export function gitlabFormat(report: CheckReport): string {
  const issues = reportEntries(report).map((entry) => ({
    description: [entry.message, ...entry.reasons].join('\n'),
    check_name: entry.ruleId,
    fingerprint: entry.fingerprint,
    severity: SEVERITY[entry.severity],
    location: {
      path: entry.place?.file ?? (folderInRepository(report, entry.module) || '.'),
      lines: { begin: entry.place?.line ?? 1 },
    },
  }));
  return `${JSON.stringify(issues, null, 2)}\n`;
}
