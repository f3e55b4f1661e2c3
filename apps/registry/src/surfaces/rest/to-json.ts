import type { Finding, Verdict } from '#libs/compat';
import type { registry } from '#libs/gen';
import { isDraft } from '../../core/draft.js';
import type { LabelRow } from '../../core/entities/label.entity.js';
import type { SubjectRow } from '../../core/entities/subject.entity.js';
import type { VersionRow } from '../../core/entities/version.entity.js';
import { waiverJson } from '../../core/policy-of-config.js';
import { formatSubjectName } from '../../core/subject-name.js';

/** The verdict in the API's form: every member is there, `before`, `after`, `witness` and `waiver` only where they exist. */
export function verdictJson(verdict: Verdict): registry.VerdictJson {
  return {
    verdict: verdict.verdict,
    level: verdict.level,
    versions: [...verdict.versions],
    findings: verdict.findings.map(findingJson),
  };
}

function findingJson(finding: Finding): registry.FindingJson {
  return {
    ruleId: finding.ruleId,
    class: finding.class,
    encodings: [...finding.encodings],
    directions: [...finding.directions],
    path: finding.path,
    ...(finding.before === null ? {} : { before: finding.before }),
    ...(finding.after === null ? {} : { after: finding.after }),
    versions: [...finding.versions],
    message: finding.message,
    hint: finding.hint,
    ...(finding.witness === null ? {} : { witness: finding.witness }),
    refused: finding.refused,
    ...(finding.waiver === null ? {} : { waiver: waiverJson(finding.waiver) }),
  };
}

/** What goes with a version into its JSON. */
export interface VersionFacts {
  readonly subject: SubjectRow;
  readonly version: VersionRow;
  readonly labels: readonly LabelRow[];
  readonly references: readonly registry.ReferenceJson[];
  readonly tables: readonly string[];
}

/** A version in the API's form. */
export function versionJson({
  subject,
  version,
  labels,
  references,
  tables,
}: VersionFacts): registry.VersionInfoJson {
  return {
    subject: formatSubjectName(subject),
    version: version.version,
    id: version.schemaId,
    fingerprint: version.fingerprint,
    format: version.format,
    state: version.state,
    deleted: version.deletedAt !== null,
    labels: isDraft(version)
      ? [version.label]
      : labels.filter((label) => label.version === version.version).map((label) => label.name),
    author: version.author,
    reason: version.reason,
    metadata: { ...version.metadata },
    references: [...references],
    createdAt: version.createdAt,
    tables: [...tables],
  };
}
