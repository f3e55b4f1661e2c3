import type { Finding, Verdict } from '#libs/compat';

/** A verdict with its findings as data for scripts; members that do not apply are null. */
export function verdictJson({ verdict, level, findings }: Verdict): object {
  return { verdict, level, findings: findings.map(findingJson) };
}

function findingJson(finding: Finding): object {
  const {
    ruleId,
    encodings,
    directions,
    path,
    before,
    after,
    versions,
    message,
    hint,
    witness,
    refused,
    waiver,
  } = finding;
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
    waiver,
  };
}
