import type { Finding, Verdict } from './finding.js';
import type { HistoryEntry, JudgeInput } from './judge-input.js';
import { versionsToCompare } from './level.js';
import { judgeAsBuf } from './profiles/buf.js';
import { judgeAsConfluent } from './profiles/confluent.js';
import { judgeTruth } from './profiles/protokoll.js';
import { sortFindings } from './sort-findings.js';

/**
 * Judges a proposed schema against a subject's history by a policy. Pure: the same input gives the same verdict, bytes of the
 * witnesses included. Versions of equal content are judged once; messages that did not change cost one comparison.
 * **Throws** SCHEMA_TOO_LARGE past the limit of message pairs, BAD_CONFIG for an unknown rule of buf, and whatever `schemaOf` throws.
 * **Source** the specification "Compatibility", sections 1 to 6.
 */
export function judge(input: JudgeInput): Verdict {
  const { level } = input.policy;
  const compared = versionsToCompare(level, input.history);
  const findings = findingsOf(input, compared);
  return {
    verdict: findings.some((finding) => finding.refused) ? 'incompatible' : 'compatible',
    level,
    versions: compared.map((entry) => entry.version).sort((left, right) => left - right),
    findings: sortFindings(findings),
  };
}

function findingsOf(input: JudgeInput, compared: readonly HistoryEntry[]): readonly Finding[] {
  switch (input.policy.profile) {
    case 'protokoll':
      return judgeTruth(input, compared);
    case 'confluent':
      return judgeAsConfluent(input, compared);
    case 'buf':
    case 'buf:FILE':
    case 'buf:PACKAGE':
    case 'buf:CSR':
    case 'buf:WIRE_JSON':
    case 'buf:WIRE':
      return judgeAsBuf(input, compared);
  }
}
