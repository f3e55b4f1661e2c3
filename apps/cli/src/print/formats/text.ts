import type { CheckReport, ModuleReport } from '../../check-report.js';
import { findingText, summaryText } from '../findings.js';
import type { Paint } from '../paint.js';
import { printable } from '../printable.js';
import { nextSteps, SUMMARY_HEAD, summaryRows } from '../report-summary.js';

/** For people: each finding with its source lines; with several modules a heading for each and a table of all; what to do next. */
export function textFormat(report: CheckReport, paint: Paint): string {
  const { modules } = report;
  const [only] = modules;
  if (modules.length === 1 && only !== undefined)
    return `${moduleText(only, paint)}${nextText(report, paint)}`;
  const parts = modules.map((module) => `${headingOf(module, paint)}${moduleText(module, paint)}\n`);
  return `${parts.join('')}${tableText(report)}${nextText(report, paint)}`;
}

function moduleText({ outcome, sources, comparedWith, folder }: ModuleReport, paint: Paint): string {
  if (outcome.kind === 'invalid') return '';
  const findings = outcome.verdict.findings.map(
    (finding) => `${findingText(finding, sources, folder, paint)}\n`,
  );
  return `${findings.join('')}${summaryText(outcome.verdict, comparedWith, paint)}`;
}

function headingOf({ name, folder, outcome }: ModuleReport, paint: Paint): string {
  const where = name === folder ? '' : ` in ${printable(folder)}`;
  const broken = outcome.kind === 'invalid' ? 'does not compile\n' : '';
  return `${paint.bold(`== ${printable(name)}${where}`)}\n${broken}`;
}

function tableText(report: CheckReport): string {
  const rows = [SUMMARY_HEAD, ...summaryRows(report)];
  const widths = SUMMARY_HEAD.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

function nextText(report: CheckReport, paint: Paint): string {
  return nextSteps(report)
    .map((step) => `${paint.dim(`Next: ${step}`)}\n`)
    .join('');
}
