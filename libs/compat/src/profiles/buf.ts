import { compareAsBuf, type BufFinding } from '../buf/compare-as-buf.js';
import { byContent } from '../by-content.js';
import type { Encoding, Finding } from '../finding.js';
import type { HistoryEntry, JudgeInput } from '../judge-input.js';
import { directionsOf } from '../level.js';
import { DEFAULT_BUF_OPTIONS, type BufOptions, type Policy } from '../policy.js';
import { ProfileCases, type ProfileCase } from './profile-case.js';

/**
 * Findings as of the real buf. buf has no direction: it compares the earlier schema with the proposed one, so its findings
 * hold in every direction that the level asks for.
 */
export function judgeAsBuf(input: JudgeInput, compared: readonly HistoryEntry[]): readonly Finding[] {
  return findingsOf(input, compared, optionsOf(input.policy), encodingsOf);
}

/** Findings on generated code: buf's rules of FILE and PACKAGE. **Source** the specification "Compatibility", section 4. */
export function judgeSource(input: JudgeInput, compared: readonly HistoryEntry[]): readonly Finding[] {
  return findingsOf(input, compared, { ...DEFAULT_BUF_OPTIONS, use: ['FILE', 'PACKAGE'] }, () => ['source']);
}

function findingsOf(
  input: JudgeInput,
  compared: readonly HistoryEntry[],
  options: BufOptions,
  encodings: (found: BufFinding) => readonly Encoding[],
): readonly Finding[] {
  const directions = directionsOf(input.policy.level);
  const cases = new ProfileCases();
  for (const { schema, versions } of byContent(compared)) {
    for (const found of compareAsBuf(schema, input.proposed, options))
      cases.add(caseOf(found, encodings(found)), versions, directions);
  }
  return cases.findings(input.policy, input.today);
}

function caseOf(found: BufFinding, encodings: readonly Encoding[]): ProfileCase {
  const { rule, path, before, after, message } = found;
  const whose = rule.languages === undefined ? '' : ` Generated ${rule.languages.join(' and ')} code breaks.`;
  return {
    ruleId: rule.id,
    class: 'break',
    encodings,
    path,
    before,
    after,
    message: `${message}${whose}`,
    hint: rule.hint,
  };
}

/** What a rule is about, by the narrowest category that has it. */
function encodingsOf({ rule }: BufFinding): readonly Encoding[] {
  if (rule.categories.includes('WIRE')) return ['binary', 'json', 'source'];
  return rule.categories.includes('WIRE_JSON') ? ['json', 'source'] : ['source'];
}

function optionsOf({ profile, buf }: Policy): BufOptions {
  return profile.startsWith('buf:') ? { ...buf, use: [profile.slice('buf:'.length)] } : buf;
}
