import { byContent } from '../by-content.js';
import { compareAsConfluent } from '../confluent/compare-as-confluent.js';
import type { Finding } from '../finding.js';
import type { HistoryEntry, JudgeInput } from '../judge-input.js';
import { directionsOf } from '../level.js';
import { ProfileCases } from './profile-case.js';

/**
 * Findings as of Confluent Schema Registry 8.4: the differences that it refuses. Forward is the same comparison with the two
 * schemas exchanged.
 */
export function judgeAsConfluent(input: JudgeInput, compared: readonly HistoryEntry[]): readonly Finding[] {
  const { proposed, policy, today } = input;
  const cases = new ProfileCases();
  for (const { schema, versions } of byContent(compared)) {
    for (const direction of directionsOf(policy.level)) {
      const backward = direction === 'backward';
      const found = backward ? compareAsConfluent(schema, proposed) : compareAsConfluent(proposed, schema);
      for (const { rule, path, before, after, message } of found) {
        if (rule.compatible) continue;
        const [first, second] = backward ? [before, after] : [after, before];
        cases.add(
          {
            ruleId: rule.id,
            class: 'break',
            encodings: ['binary'],
            path,
            before: first,
            after: second,
            message,
            hint: rule.hint,
          },
          versions,
          [direction],
        );
      }
    }
  }
  return cases.findings(policy, today);
}
