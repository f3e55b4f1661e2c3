import type { Case } from './case.js';
import { CaseBook, type Merged } from './case-book.js';
import { pairDeclarations } from './change.js';
import { encodingsOf } from './encodings/index.js';
import { examineChange, examineData, examineLives } from './examine.js';
import type { Finding, Verdict } from './finding.js';
import type { HistoryEntry, JudgeInput } from './judge-input.js';
import { directionsOf, versionsToCompare } from './level.js';
import { waiverFor } from './policy.js';
import { shapeOf, type SchemaShape } from './shape/schema-shape.js';
import { sortFindings } from './sort-findings.js';
import { toFinding } from './to-finding.js';
import { WitnessFinder } from './witness/find-witness.js';

/**
 * Judges a proposed schema against a subject's history by a policy. Pure: the same input gives the same verdict, bytes of the
 * witnesses included. Versions of equal content are judged once; messages that did not change cost one comparison.
 * **Throws** SCHEMA_TOO_LARGE past the limit of message pairs, and whatever `schemaOf` throws.
 * **Source** the specification "Compatibility", sections 1, 2 and 6.
 */
export function judge(input: JudgeInput): Verdict {
  const { level } = input.policy;
  const compared = versionsToCompare(level, input.history);
  const versions = compared.map((entry) => entry.version).sort((left, right) => left - right);
  const cases = collect(input, compared);
  const witnesses = input.witnesses === false ? null : new WitnessFinder(input.limits?.maxWitnessTries);
  const findings = cases.map((merged) => settle(merged, input, witnesses));
  const refused = findings.some((finding) => finding.refused);
  return {
    verdict: refused ? 'incompatible' : 'compatible',
    level,
    versions,
    findings: sortFindings(findings),
  };
}

function collect(input: JudgeInput, compared: readonly HistoryEntry[]): readonly Merged[] {
  const directions = directionsOf(input.policy.level);
  const book = new CaseBook();
  const after = shapeOf(input.proposed);
  const limit = input.limits?.maxMessagePairs;
  for (const encoding of encodingsOf(input.policy)) {
    for (const { schema: before, versions } of byContent(compared)) {
      if (before.schema.fingerprint === input.proposed.fingerprint) continue;
      const change = pairDeclarations(before, after);
      const report = (found: Case): void => book.add(encoding, found, versions);
      for (const direction of directions) examineData(encoding, change, direction, report, limit);
      examineChange(encoding, change, directions, report);
    }
    examineLives(encoding, input, after, (found, first, last) =>
      book.add(encoding, found, span(first, last)),
    );
  }
  return book.cases();
}

/** Versions of one content together, latest first, so that a finding shows the latest version that has it. */
function byContent(
  compared: readonly HistoryEntry[],
): readonly { readonly schema: SchemaShape; readonly versions: readonly number[] }[] {
  const groups = new Map<string, { schema: SchemaShape; versions: number[] }>();
  for (const { schema, version } of [...compared].reverse()) {
    const group = groups.get(schema.fingerprint);
    if (group) group.versions.push(version);
    else groups.set(schema.fingerprint, { schema: shapeOf(schema), versions: [version] });
  }
  return [...groups.values()];
}

// A life is told by its first and last version; between them it may have been away.
function span(first: number, last: number): readonly number[] {
  return first === last ? [first] : [first, last];
}

function settle(merged: Merged, input: JudgeInput, witnesses: WitnessFinder | null): Finding {
  const { policy, today } = input;
  const { found, encoding, path } = merged;
  const waiver = waiverFor(policy.waivers, found.rule.id, path, today);
  const refused = waiver === null && policy.refuse.includes(found.complaint.class);
  const wanted = witnesses !== null && found.complaint.class !== 'hygiene';
  const witness = wanted ? witnesses.find(encoding, found) : null;
  return toFinding(merged, { waiver, refused, witness });
}
