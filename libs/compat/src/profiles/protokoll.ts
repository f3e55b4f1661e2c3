import { byContent } from '../by-content.js';
import { CaseBook, type Merged } from '../case-book.js';
import type { Case } from '../case.js';
import { pairDeclarations } from '../change.js';
import { encodingsOf } from '../encodings/index.js';
import { examineChange, examineData, examineLives } from '../examine.js';
import type { Finding } from '../finding.js';
import type { HistoryEntry, JudgeInput } from '../judge-input.js';
import { directionsOf } from '../level.js';
import { waiverFor } from '../policy.js';
import { shapeOf } from '../shape/schema-shape.js';
import { toFinding } from '../to-finding.js';
import { WitnessFinder } from '../witness/find-witness.js';
import { judgeSource } from './buf.js';

/** Findings on what really happens to data and, when the policy asks, to generated code. */
export function judgeTruth(input: JudgeInput, compared: readonly HistoryEntry[]): readonly Finding[] {
  const cases = collect(input, compared);
  const witnesses = input.witnesses === false ? null : new WitnessFinder(input.limits?.maxWitnessTries);
  const findings = cases.map((merged) => settle(merged, input, witnesses));
  return input.policy.encodings.includes('source')
    ? [...findings, ...judgeSource(input, compared)]
    : findings;
}

function collect(input: JudgeInput, compared: readonly HistoryEntry[]): readonly Merged[] {
  const directions = directionsOf(input.policy.level);
  const book = new CaseBook();
  const after = shapeOf(input.proposed);
  const limit = input.limits?.maxMessagePairs;
  for (const encoding of encodingsOf(input.policy)) {
    for (const { schema: before, versions } of byContent(compared)) {
      if (before.fingerprint === input.proposed.fingerprint) continue;
      const change = pairDeclarations(shapeOf(before), after);
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
