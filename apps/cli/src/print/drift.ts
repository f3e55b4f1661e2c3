import type { DriftFinding } from '#libs/planner';
import type { TableDrift } from '../live/compare-live.js';
import type { Paint } from './paint.js';
import { countOf } from './plan-file.js';
import { printable } from './printable.js';

/** What was compared. */
export interface DriftReport {
  readonly subject: string;
  readonly dialect: string;
  readonly tables: readonly TableDrift[];
}

/** Tables and what differs, for people. */
export function driftText(paint: Paint, { subject, dialect, tables }: DriftReport): string {
  const lines = tables.flatMap((table) => [titleOf(table, dialect), ...findingLines(paint, table.findings)]);
  const findings = tables.flatMap((table) => table.findings);
  const blocking = findings.filter(({ blocks }) => blocks).length;
  const behind = tables.find(({ version, newestVersion }) => version < newestVersion);
  const verdict =
    findings.length === 0
      ? paint.green('no drift')
      : `${paint.red('drift')}: ${countOf(findings.length, 'difference')}, ${blocking} of them stopping rows`;
  const next =
    behind === undefined
      ? []
      : [
          `Next: protokoll plan --subject ${subject} --to ${behind.newestVersion} --dialect ${dialect} --output plan.json`,
        ];
  return [...lines, '', verdict, ...next].map((line) => `${line}\n`).join('');
}

/** One line for each finding, and its hint. */
export function findingLines(paint: Paint, findings: readonly DriftFinding[]): readonly string[] {
  return findings.flatMap(({ kind, blocks, message, hint }) => [
    `  ${blocks ? paint.red('STOPS ROWS') : paint.yellow('DIFFERS')} ${kind}  ${oneLine(message)}`,
    `    hint  ${oneLine(hint)}`,
  ]);
}

/** For scripts: `{drift, subject, dialect, tables: [{table, message, version, newestVersion, findings}]}`. */
export function driftJson({ subject, dialect, tables }: DriftReport): string {
  const drift = tables.some(({ findings }) => findings.length > 0);
  return `${JSON.stringify({ drift, subject, dialect, tables }, null, 2)}\n`;
}

function titleOf({ table, message, version, newestVersion, findings }: TableDrift, dialect: string): string {
  const at = version === newestVersion ? `version ${version}` : `version ${version} of ${newestVersion}`;
  const what = findings.length === 0 ? 'as the ledger says' : countOf(findings.length, 'difference');
  return oneLine(`table ${table} (${message}), ${dialect}: ${at}, ${what}`);
}

function oneLine(text: string): string {
  return printable(text).replaceAll(/\s+/g, ' ');
}
