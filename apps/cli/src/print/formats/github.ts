import type { CheckReport } from '../../check-report.js';
import { reportLine } from '../../check/report-line.js';
import { reportEntries, worstFirst, type ReportEntry, type Severity } from '../report-entries.js';

const COMMANDS: Readonly<Record<Severity, string>> = {
  invalid: 'error',
  refused: 'error',
  warning: 'warning',
  waived: 'notice',
};

/**
 * Annotations for the log of a GitHub workflow, the worst first, as GitHub shows ten of a kind in a step; then one line that sums up.
 * **Source** https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function githubFormat(report: CheckReport): string {
  const lines = worstFirst(reportEntries(report)).map((entry) => `${annotation(entry)}\n`);
  return `${lines.join('')}protokoll: ${reportLine(report)}\n`;
}

function annotation({ severity, place, title, message, reasons }: ReportEntry): string {
  const properties = [
    ...(place === null ? [] : [`file=${property(place.file)}`, `line=${place.line}`, `col=${place.column}`]),
    `title=${property(title)}`,
  ];
  return `::${COMMANDS[severity]} ${properties.join(',')}::${data([message, ...reasons].join('\n'))}`;
}

/** Without this a text could end the command and begin another. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
