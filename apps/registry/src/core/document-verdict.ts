import { directionsOf, type CompatibilityLevel, type Finding, type Verdict } from '#libs/compat';

/** Why a document is refused. */
export type Refusal = Pick<Finding, 'ruleId' | 'message' | 'path' | 'hint'>;

/** A verdict that refuses, because of what was found against one version. */
export function refused(level: CompatibilityLevel, version: number, why: readonly Refusal[]): Verdict {
  const findings = why.map((one): Finding => ({
    ...one,
    class: 'break',
    // None of those that elements are judged by.
    encodings: [],
    directions: directionsOf(level),
    before: null,
    after: null,
    versions: [version],
    witness: null,
    refused: true,
    waiver: null,
  }));
  return { verdict: 'incompatible', level, versions: [version], findings };
}
