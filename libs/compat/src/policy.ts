import type { Encoding, FindingClass } from './finding.js';
import type { CompatibilityLevel } from './level.js';

/** An exception: findings of a rule, on a path, or of a rule on a path do not refuse. */
export interface Waiver {
  /** Null: every rule. */
  readonly ruleId: string | null;
  /** Waives this element and what is under it; null: every element. */
  readonly path: string | null;
  readonly reason: string;
  readonly author: string;
  /** Last day of validity, RFC 3339 date; null: for ever. */
  readonly expires: string | null;
}

/** What a subject demands of a new version. */
export interface Policy {
  readonly level: CompatibilityLevel;
  readonly encodings: readonly Encoding[];
  /** Classes that make a verdict `incompatible`; the others warn. */
  readonly refuse: readonly FindingClass[];
  readonly waivers: readonly Waiver[];
}

/** BACKWARD on the binary encoding; break and lossy refuse. */
export const DEFAULT_POLICY: Policy = {
  level: 'BACKWARD',
  encodings: ['binary'],
  refuse: ['break', 'lossy'],
  waivers: [],
};

/**
 * One policy from layers, widest scope first (global, context, subject), over the default. A later layer's level,
 * encodings and refused classes replace an earlier one's; waivers of all layers hold together, widest first.
 */
export function mergePolicy(...layers: readonly Partial<Policy>[]): Policy {
  let merged = DEFAULT_POLICY;
  for (const layer of layers) {
    merged = {
      level: layer.level ?? merged.level,
      encodings: layer.encodings ?? merged.encodings,
      refuse: layer.refuse ?? merged.refuse,
      waivers: [...merged.waivers, ...(layer.waivers ?? [])],
    };
  }
  return merged;
}

/**
 * The first waiver that covers a finding on a day; null when none does. One without rule and path covers nothing: it would
 * switch the check off, which is the level NONE. Today: RFC 3339 date.
 */
export function waiverFor(
  waivers: readonly Waiver[],
  ruleId: string,
  path: string,
  today: string,
): Waiver | null {
  return waivers.find((waiver) => covers(waiver, ruleId, path) && isValid(waiver, today)) ?? null;
}

function covers(waiver: Waiver, ruleId: string, path: string): boolean {
  if (waiver.ruleId === null && waiver.path === null) return false;
  const rule = waiver.ruleId === null || waiver.ruleId === ruleId;
  return rule && (waiver.path === null || isUnder(path, waiver.path));
}

function isUnder(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent}/`);
}

const DATE_LENGTH = '2000-01-01'.length;

function isValid(waiver: Waiver, today: string): boolean {
  return waiver.expires === null || today.slice(0, DATE_LENGTH) <= waiver.expires.slice(0, DATE_LENGTH);
}
