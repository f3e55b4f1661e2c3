import { createHash } from 'node:crypto';
import { posix, relative, resolve, sep } from 'node:path';
import type { Finding, SourcePoint } from '#libs/compat';
import type { CheckReport, ModuleReport } from '../check-report.js';
import { explainFinding, factsOf } from './findings.js';
import { printable } from './printable.js';

/** Rule id of what does not compile. */
export const INVALID_RULE = 'does-not-compile';

/** How bad an entry is, worst first: it does not compile, it refuses, it warns, it is waived. */
export const SEVERITIES = ['invalid', 'refused', 'warning', 'waived'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A finding or a diagnostic, as tools take it that show both alike. No text in it drives a terminal. */
export interface ReportEntry {
  readonly module: ModuleReport;
  readonly severity: Severity;
  readonly ruleId: string;
  /** A few words. */
  readonly title: string;
  /** What is wrong, a sentence. */
  readonly message: string;
  /** Who breaks, witness, hint and waiver, a line each. */
  readonly reasons: readonly string[];
  /** In the sources at hand, from the root of the git repository; null when it is in none of them. Line and column count from 1. */
  readonly place: SourcePoint | null;
  /** SHA-256, hex, the same in the next run while module, rule and element are, wherever the element moves; no two in a report. */
  readonly fingerprint: string;
  /** Null for a diagnostic. */
  readonly finding: Finding | null;
}

/** Everything that a report says, module by module, in order. */
export function reportEntries(report: CheckReport): readonly ReportEntry[] {
  const entries = report.modules.flatMap((module) => entriesOf(report, module));
  const seen = new Map<string, number>();
  return entries.map(({ identity, ...entry }) => {
    const key = JSON.stringify(identity);
    const times = seen.get(key) ?? 0;
    seen.set(key, times + 1);
    const fingerprint = createHash('sha256').update(`${key}${times}`).digest('hex');
    return { ...entry, fingerprint };
  });
}

/** The worst first, otherwise in order: for readers that stop early. */
export function worstFirst(entries: readonly ReportEntry[]): readonly ReportEntry[] {
  return SEVERITIES.flatMap((severity) => entries.filter((entry) => entry.severity === severity));
}

/** A module's folder, from the root of the git repository; empty for the root itself. */
export function folderInRepository({ cwd, repository }: CheckReport, module: ModuleReport): string {
  return printable(relative(repository, resolve(cwd, module.folder)).split(sep).join('/'));
}

type Draft = Omit<ReportEntry, 'fingerprint'> & { readonly identity: readonly string[] };

function entriesOf(report: CheckReport, module: ModuleReport): readonly Draft[] {
  const folder = folderInRepository(report, module);
  return module.outcome.kind === 'verdict'
    ? module.outcome.verdict.findings.map((finding) => findingEntry(module, folder, finding))
    : diagnosticEntries(module, folder);
}

function findingEntry(module: ModuleReport, folder: string, finding: Finding): Draft {
  const { ruleId, path, refused, waiver, after } = finding;
  const [message = '', ...reasons] = explainFinding(finding, module.beforeName(finding.versions));
  return {
    module,
    severity: refused ? 'refused' : waiver === null ? 'warning' : 'waived',
    ruleId,
    title: `${ruleId} (${factsOf(finding)})`,
    message,
    reasons,
    place: after === null ? null : { ...after, file: printable(posix.join(folder, after.file)) },
    identity: [module.name, ruleId, path],
    finding,
  };
}

function diagnosticEntries(module: ModuleReport, folder: string): readonly Draft[] {
  if (module.outcome.kind === 'verdict') return [];
  const { diagnostics, side } = module.outcome;
  return diagnostics.map(({ file = '', line = 0, column = 0, message = '' }) => {
    const isHere = side === 'after' && file !== '';
    const where = file === '' ? '' : `${printable(file)}: `;
    return {
      module,
      severity: 'invalid',
      ruleId: INVALID_RULE,
      title: side === 'after' ? 'does not compile' : `does not compile at ${module.comparedWith}`,
      message: `${isHere ? '' : where}${printable(message)}`,
      reasons: [],
      place: isHere
        ? { file: printable(posix.join(folder, file)), line: line || 1, column: column || 1 }
        : null,
      identity: [module.name, INVALID_RULE, side, file, message],
      finding: null,
    };
  });
}
