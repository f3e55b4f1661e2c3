import type { CheckReport } from '../../check-report.js';
import { printable } from '../printable.js';
import { reportEntries, worstFirst, type ReportEntry, type Severity } from '../report-entries.js';
import { nextSteps, SUMMARY_HEAD, summaryRows, worstOutcome } from '../report-summary.js';

/** First line of every report, by which a comment is found and updated. */
export const MARKER = '<!-- protokoll check -->';

/** GitHub takes 65,536; the rest is for what is put around. */
const MAX_CHARACTERS = 60_000;
const MAX_MODULES = 100;
const MARKS: Readonly<Record<Severity, string>> = {
  invalid: '🛑 does not compile',
  refused: '🛑 refused',
  warning: '⚠️ warning',
  waived: '☑️ waived',
};

/** For one comment on a pull request: a table of the modules, then the findings, the worst first, as many as fit in 60,000 characters. */
export function markdownFormat(report: CheckReport): string {
  const head = `${MARKER}\n## Protokoll: ${worstOutcome(report)}\n\n${tableMarkdown(report)}`;
  const tail = `\n${nextMarkdown(report)}`;
  const sections = worstFirst(reportEntries(report)).map((entry) =>
    sectionOf(entry, report.modules.length > 1),
  );
  return `${head}${fitting(sections, MAX_CHARACTERS - head.length - tail.length)}${tail}`;
}

function fitting(sections: readonly string[], maxCharacters: number): string {
  const rest = (count: number): string =>
    count === 0 ? '' : `\n… and ${count} more, in the log of the job.\n`;
  let text = '';
  for (const [index, section] of sections.entries()) {
    const next = `${text}${section}`;
    if (next.length + rest(sections.length - index).length > maxCharacters)
      return `${text}${rest(sections.length - index)}`;
    text = next;
  }
  return text;
}

function tableMarkdown(report: CheckReport): string {
  const rows = summaryRows(report);
  const lines = [SUMMARY_HEAD, ...rows.slice(0, MAX_MODULES)].map(
    (row) => `| ${row.map(plain).join(' | ')} |\n`,
  );
  const rule = `${'| --- '.repeat(SUMMARY_HEAD.length)}|\n`;
  const more = rows.length > MAX_MODULES ? `\n… and ${rows.length - MAX_MODULES} more modules.\n` : '';
  return `${lines.toSpliced(1, 0, rule).join('')}${more}`;
}

function sectionOf(entry: ReportEntry, isOneOfSeveral: boolean): string {
  const { severity, ruleId, place, message, reasons, module, finding } = entry;
  const places = [finding?.path, place === null ? undefined : `${place.file}:${place.line}`];
  const where = places.flatMap((text) => (text === undefined ? [] : [code(text)])).join(' at ');
  const whose = isOneOfSeveral ? ` (${plain(module.name)})` : '';
  const details = reasons.length === 0 ? '' : `\n${block(reasons)}\n`;
  const head = `\n### ${MARKS[severity]}: ${plain(ruleId)}${whose}\n`;
  return `${head}${where === '' ? '' : `\n${where}\n`}\n${plain(message)}\n${details}`;
}

function nextMarkdown(report: CheckReport): string {
  const steps = nextSteps(report).slice(0, MAX_MODULES);
  return steps.map((step) => `**Next**: ${plain(step)}\n`).join('\n');
}

/** A fence longer than any in the text, so that the text cannot end it. */
function block(lines: readonly string[]): string {
  const fence = longerThan(lines.join('\n'), 3);
  return `${fence}text\n${lines.join('\n')}\n${fence}`;
}

function code(text: string): string {
  const fence = longerThan(text, 1);
  return `${fence} ${oneLine(text)} ${fence}`;
}

function longerThan(text: string, least: number): string {
  const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length);
  return '`'.repeat(Math.max(least, 1 + Math.max(0, ...runs)));
}

/** Text in which nothing is markup, a link, a mention or a cell's end. */
function plain(text: string): string {
  return oneLine(text)
    .replaceAll(/[\\`*_[\]#|~>]|^[-+]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('@', '@\u{200b}')
    .replaceAll('://', ':\u{200b}//');
}

function oneLine(text: string): string {
  return printable(text).replaceAll(/\s+/g, ' ').trim();
}
