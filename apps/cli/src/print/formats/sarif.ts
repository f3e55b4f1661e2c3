import { BUF_RULES, CONFLUENT_RULES, RULES } from '#libs/compat';
import type { CheckReport } from '../../check-report.js';
import { cliVersion } from '../../version.js';
import { reportEntries, type ReportEntry, type Severity } from '../report-entries.js';

const LEVELS: Readonly<Record<Severity, string>> = {
  invalid: 'error',
  refused: 'error',
  warning: 'warning',
  waived: 'note',
};

/** SARIF 2.1.0, for code scanning; a waived finding is a suppressed result. **Source** https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function sarifFormat(report: CheckReport): string {
  const entries = reportEntries(report);
  const ruleIds = [...new Set(entries.map(({ ruleId }) => ruleId))].sort();
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'protokoll', semanticVersion: cliVersion(), rules: ruleIds.map(ruleOf) },
        },
        columnKind: 'utf16CodeUnits',
        results: entries.map((entry) => resultOf(entry, ruleIds.indexOf(entry.ruleId))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** A registry may know rules that this program does not. */
function ruleOf(id: string): object {
  const rule = [...RULES, ...BUF_RULES, ...CONFLUENT_RULES].find((known) => known.id === id);
  if (rule === undefined) return { id };
  return { id, shortDescription: { text: rule.summary }, help: { text: rule.hint } };
}

function resultOf(entry: ReportEntry, ruleIndex: number): object {
  const { ruleId, severity, message, reasons, fingerprint, finding } = entry;
  return {
    ruleId,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: [message, ...reasons].join('\n') },
    locations: locationsOf(entry),
    partialFingerprints: { 'protokollElement/v1': fingerprint },
    ...suppressionsOf(entry),
    ...(finding === null
      ? {}
      : {
          properties: {
            class: finding.class,
            encodings: finding.encodings,
            directions: finding.directions,
            witness: finding.witness,
          },
        }),
  };
}

function locationsOf({ place, finding }: ReportEntry): readonly object[] {
  const physicalLocation =
    place === null
      ? {}
      : {
          physicalLocation: {
            artifactLocation: { uri: uriOf(place.file), uriBaseId: '%SRCROOT%' },
            region: { startLine: place.line, startColumn: place.column },
          },
        };
  const logicalLocations =
    finding === null ? {} : { logicalLocations: [{ fullyQualifiedName: finding.path }] };
  const location = { ...physicalLocation, ...logicalLocations };
  return Object.keys(location).length === 0 ? [] : [location];
}

function suppressionsOf({ severity, reasons }: ReportEntry): object {
  if (severity !== 'waived') return {};
  return {
    suppressions: [{ kind: 'external', status: 'accepted', justification: reasons.at(-1) }],
  };
}

function uriOf(file: string): string {
  return file.split('/').map(encodeURIComponent).join('/');
}
