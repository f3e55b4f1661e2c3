import { posix } from 'node:path';
import type { ModuleReport } from '../check-report.js';
import type { PlacedFile } from '../sources/read-sources.js';

/**
 * The same report with paths that are true from the module's folder, also where a file is in another root of the module or was imported from
 * another module: `../other/a.proto` instead of the import path `a.proto`. For sources at hand; earlier ones keep their import paths.
 */
export function locateFiles(report: ModuleReport, files: readonly PlacedFile[]): ModuleReport {
  const elsewhere = new Map(
    files
      .filter(({ root }) => posix.relative(report.folder, root) !== '')
      .map(({ path, root }) => [path, posix.join(posix.relative(report.folder, root), path)] as const),
  );
  if (elsewhere.size === 0) return report;
  const placeOf = (file: string): string => elsewhere.get(file) ?? file;
  const after = [...report.sources.after].map(([file, text]) => [placeOf(file), text] as const);
  return {
    ...report,
    sources: { ...report.sources, after: new Map(after) },
    outcome: locateOutcome(report.outcome, placeOf),
  };
}

function locateOutcome(
  outcome: ModuleReport['outcome'],
  placeOf: (file: string) => string,
): ModuleReport['outcome'] {
  if (outcome.kind === 'verdict') {
    const findings = outcome.verdict.findings.map((finding) =>
      finding.after === null
        ? finding
        : { ...finding, after: { ...finding.after, file: placeOf(finding.after.file) } },
    );
    return { ...outcome, verdict: { ...outcome.verdict, findings } };
  }
  if (outcome.side === 'before') return outcome;
  const diagnostics = outcome.diagnostics.map((diagnostic) =>
    diagnostic.file === undefined ? diagnostic : { ...diagnostic, file: placeOf(diagnostic.file) },
  );
  return { ...outcome, diagnostics };
}
