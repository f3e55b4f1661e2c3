import { waiverFor, type Policy } from '../policy.js';
import type { Encoding, Finding, FindingClass, SourcePoint } from '../finding.js';
import type { Direction } from '../level.js';

/** What a profile of another tool says of a pair of schemas. */
export interface ProfileCase {
  readonly ruleId: string;
  readonly class: FindingClass;
  readonly encodings: readonly Encoding[];
  readonly path: string;
  readonly before: SourcePoint | null;
  readonly after: SourcePoint | null;
  readonly message: string;
  readonly hint: string;
}

interface Open {
  readonly found: ProfileCase;
  readonly versions: Set<number>;
  readonly directions: Set<Direction>;
}

const DIRECTIONS: readonly Direction[] = ['backward', 'forward'];

/** Merges cases that are equal but for version and direction; the first one's places are kept. */
export class ProfileCases {
  readonly #cases = new Map<string, Open>();

  add(found: ProfileCase, versions: readonly number[], directions: readonly Direction[]): void {
    const key = JSON.stringify([found.ruleId, found.path, found.message, found.after]);
    let open = this.#cases.get(key);
    if (open === undefined)
      this.#cases.set(key, (open = { found, versions: new Set(), directions: new Set() }));
    for (const version of versions) open.versions.add(version);
    for (const direction of directions) open.directions.add(direction);
  }

  /** The findings by a policy on a day (RFC 3339 date). They carry no witness: another tool's rule is not always damage. */
  findings(policy: Policy, today: string): readonly Finding[] {
    return [...this.#cases.values()].map(({ found, versions, directions }) => {
      const waiver = waiverFor(policy.waivers, found.ruleId, found.path, today);
      return {
        ...found,
        directions: DIRECTIONS.filter((direction) => directions.has(direction)),
        versions: [...versions].sort((left, right) => left - right),
        witness: null,
        refused: waiver === null && policy.refuse.includes(found.class),
        waiver,
      };
    });
  }
}
