import type { Finding, Verdict } from '#libs/compat';

/** The verdict as one JSON object, for scripts; members that do not apply are null. */
export function verdictJsonText(verdict: Verdict): string {
  const { verdict: outcome, level } = verdict;
  return `${JSON.stringify({ verdict: outcome, level, findings: verdict.findings.map(findingJson) }, null, 2)}\n`;
}

function findingJson(finding: Finding): object {
  const { ruleId, encodings, directions, path, before, after, versions, message, hint, witness, refused } =
    finding;
  return {
    ruleId,
    class: finding.class,
    encodings,
    directions,
    path,
    before: before === null ? null : { file: before.file, line: before.line, column: before.column },
    after: after === null ? null : { file: after.file, line: after.line, column: after.column },
    message,
    hint,
    witness,
    versions,
    refused,
  };
}
