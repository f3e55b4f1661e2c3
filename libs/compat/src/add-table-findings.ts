import type { FindingClass, SourcePoint, Verdict } from './finding.js';
import { directionsOf } from './level.js';
import { waiverFor, type Policy } from './policy.js';
import { sortFindings } from './sort-findings.js';

/** What a change does to a table, as who plans tables tells it. */
export interface TableCase {
  readonly ruleId: string;
  readonly class: FindingClass;
  /** Element path. */
  readonly path: string;
  /** Where the element stands in the proposed schema; null when there is no source info. */
  readonly after: SourcePoint | null;
  readonly message: string;
  readonly hint: string;
}

/**
 * A verdict with findings of the encoding `table`, by the same policy: waivers, and the classes that refuse. Unchanged at the level NONE and when nothing
 * was compared. Today: RFC 3339 date. **Source** the specification "Compatibility", section 5.
 */
export function addTableFindings(
  verdict: Verdict,
  cases: readonly TableCase[],
  policy: Policy,
  today: string,
): Verdict {
  const latest = verdict.versions.at(-1);
  if (cases.length === 0 || latest === undefined || policy.level === 'NONE') return verdict;
  const added = cases.map((found) => {
    const waiver = waiverFor(policy.waivers, found.ruleId, found.path, today);
    return {
      ...found,
      encodings: ['table'] as const,
      directions: directionsOf(policy.level),
      before: null,
      versions: [latest],
      witness: null,
      waiver,
      refused: waiver === null && policy.refuse.includes(found.class),
    };
  });
  const isRefused = verdict.verdict === 'incompatible' || added.some(({ refused }) => refused);
  return {
    ...verdict,
    verdict: isRefused ? 'incompatible' : 'compatible',
    findings: sortFindings([...verdict.findings, ...added]),
  };
}
