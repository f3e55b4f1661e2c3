import { byContent } from '../by-content.js';
import { compareAsConfluent } from '../confluent/compare-as-confluent.js';
import type { Finding } from '../finding.js';
import type { HistoryEntry, JudgeInput } from '../judge-input.js';
import { directionsOf } from '../level.js';
import { ProfileCases } from './profile-case.js';

/** Findings as of Confluent Schema Registry 8.4: the differences that it refuses. FORWARD is its comparison the other way round. */
export function judgeAsConfluent(input: JudgeInput, compared: readonly HistoryEntry[]): readonly Finding[] {
  const { proposed, policy, today } = input;
  const cases = new ProfileCases();
  for (const { schema, versions } of byContent(compared)) {
    for (const direction of directionsOf(policy.level)) {
      for (const { rule, path, before, after, message } of compareAsConfluent(schema, proposed, {
        direction,
      })) {
        if (rule.compatible) continue;
        const about = { class: 'break', encodings: ['binary'], path, before, after, message } as const;
        cases.add({ ruleId: rule.id, hint: rule.hint, ...about }, versions, [direction]);
      }
    }
  }
  return cases.findings(policy, today);
}
