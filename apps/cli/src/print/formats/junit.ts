import type { CheckReport, ModuleReport } from '../../check-report.js';
import { reportEntries, type ReportEntry } from '../report-entries.js';

/**
 * Test results in JUnit's XML: a suite for each module, a case for each finding. One that refuses has failed, one that is waived was skipped, one that
 * warns passes with its text as output; what does not compile is an error. A module without findings is one case that passes.
 * **Source** https://github.com/testmoapp/junitxml
 */
export function junitFormat(report: CheckReport): string {
  const entries = reportEntries(report);
  const suites = report.modules.map((module) =>
    suiteXml(
      module,
      entries.filter((entry) => entry.module === module),
    ),
  );
  const head = `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="protokoll check"${counts(entries, report)}>\n`;
  return `${head}${suites.join('')}</testsuites>\n`;
}

function suiteXml(module: ModuleReport, entries: readonly ReportEntry[]): string {
  const name = text(module.name);
  const cases =
    entries.length === 0
      ? [`    <testcase classname="${name}" name="compatible with ${text(module.comparedWith)}"/>\n`]
      : entries.map((entry) => caseXml(name, entry));
  return `  <testsuite name="${name}"${counts(entries, { modules: [module] })}>\n${cases.join('')}  </testsuite>\n`;
}

function caseXml(classname: string, entry: ReportEntry): string {
  const { place, finding, ruleId } = entry;
  const where = place === null ? '' : ` file="${text(place.file)}" line="${place.line}"`;
  const name = text(finding === null ? entry.message : `${ruleId} ${finding.path}`);
  return `    <testcase classname="${classname}" name="${name}"${where}>\n      ${resultXml(entry)}\n    </testcase>\n`;
}

function resultXml({ severity, title, message, reasons, place }: ReportEntry): string {
  const where = place === null ? [] : [`${place.file}:${place.line}:${place.column}`];
  const body = text([...where, message, ...reasons].join('\n'), 'element');
  const attributes = `message="${text(message)}" type="${text(title)}"`;
  switch (severity) {
    case 'invalid':
      return `<error ${attributes}>${body}</error>`;
    case 'refused':
      return `<failure ${attributes}>${body}</failure>`;
    case 'waived':
      return `<skipped message="${text(reasons.at(-1) ?? message)}"/>`;
    case 'warning':
      return `<system-out>${body}</system-out>`;
  }
}

function counts(entries: readonly ReportEntry[], { modules }: Pick<CheckReport, 'modules'>): string {
  const of = (severity: ReportEntry['severity']): number =>
    entries.filter((entry) => entry.severity === severity).length;
  const withFindings = new Set(entries.map(({ module }) => module));
  const tests = entries.length + modules.filter((module) => !withFindings.has(module)).length;
  return ` tests="${tests}" failures="${of('refused')}" errors="${of('invalid')}" skipped="${of('waived')}"`;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML has no way at all to write some characters; those become U+FFFD. In attributes a line's end would become a space. */
function text(raw: string, where: 'attribute' | 'element' = 'attribute'): string {
  const escaped = raw
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\u{fffd}')
    .replaceAll(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
  return where === 'element' ? escaped : escaped.replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}
