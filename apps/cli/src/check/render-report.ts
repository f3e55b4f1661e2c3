import type { CheckReport, ModuleReport } from '../check-report.js';
import { summaryText, findingText } from '../print/findings.js';
import { verdictJsonText } from '../print/findings-json.js';
import type { Paint } from '../print/paint.js';

/** Ways to answer. */
export const FORMAT_NAMES = ['text', 'json'] as const;

/** A report in a format. */
export function renderReport(format: string, report: CheckReport, paint: Paint): string {
  return report.modules
    .map((module) => (format === 'json' ? jsonOf(module) : textOf(module, paint)))
    .join('\n');
}

function jsonOf({ outcome }: ModuleReport): string {
  if (outcome.kind === 'verdict') return verdictJsonText(outcome.verdict);
  return `${JSON.stringify({ diagnostics: outcome.diagnostics }, null, 2)}\n`;
}

function textOf({ outcome, sources, comparedWith, next }: ModuleReport, paint: Paint): string {
  if (outcome.kind === 'invalid') return '';
  const findings = outcome.verdict.findings.map((finding) => `${findingText(finding, sources, paint)}\n`);
  return `${findings.join('')}${summaryText(outcome.verdict, comparedWith, paint)}${paint.dim(`Next: ${next}`)}\n`;
}
