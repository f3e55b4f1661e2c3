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

/**
 * By whose rules a change is judged. protokoll: what really happens to data. buf: as the buf CLI, by `Policy.buf`; `buf:WIRE`
 * and the like: by that category. confluent: as Confluent Schema Registry 8.4.
 */
export const PROFILE_NAMES = [
  'protokoll',
  'buf',
  'buf:FILE',
  'buf:PACKAGE',
  'buf:CSR',
  'buf:WIRE_JSON',
  'buf:WIRE',
  'confluent',
] as const;

/** One of {@link PROFILE_NAMES}. */
export type ProfileName = (typeof PROFILE_NAMES)[number];

/** The `breaking` section of a buf.yaml, and the flags of `buf breaking`. **Source** https://buf.build/docs/configuration/v2/buf-yaml/ */
export interface BufOptions {
  /** Rule ids and categories; empty: FILE. */
  readonly use: readonly string[];
  /** Rule ids and categories taken out of `use`. */
  readonly except: readonly string[];
  /** Files and folders, relative to the module, whose findings do not count. */
  readonly ignore: readonly string[];
  /** The same for one rule or category. */
  readonly ignoreOnly: readonly { readonly rule: string; readonly paths: readonly string[] }[];
  /** Whether packages such as `pkg.v1beta1` are left out. */
  readonly ignoreUnstablePackages: boolean;
  /** Whether files that are only imported are left out. */
  readonly excludeImports: boolean;
  /** Whether only files of the proposed schema are compared. */
  readonly limitToInputFiles: boolean;
}

/** What buf does without configuration. */
export const DEFAULT_BUF_OPTIONS: BufOptions = {
  use: [],
  except: [],
  ignore: [],
  ignoreOnly: [],
  ignoreUnstablePackages: false,
  excludeImports: false,
  limitToInputFiles: false,
};

/** What a subject demands of a new version. */
export interface Policy {
  readonly level: CompatibilityLevel;
  readonly profile: ProfileName;
  /** Of the profile `protokoll`; the others have their own rules. */
  readonly encodings: readonly Encoding[];
  /** Whether a JSON reader ignores keys that it does not know, of the profile `protokoll`. */
  readonly jsonIgnoreUnknown: boolean;
  /** Of the profiles `buf` and `buf:…`; the latter set `use` themselves. */
  readonly buf: BufOptions;
  /** Classes that make a verdict `incompatible`; the others warn. */
  readonly refuse: readonly FindingClass[];
  readonly waivers: readonly Waiver[];
}

/** BACKWARD, binary and JSON whose readers ignore unknown keys (else every added field would break old ones); break and lossy refuse. */
export const DEFAULT_POLICY: Policy = {
  level: 'BACKWARD',
  profile: 'protokoll',
  encodings: ['binary', 'json'],
  jsonIgnoreUnknown: true,
  buf: DEFAULT_BUF_OPTIONS,
  refuse: ['break', 'lossy'],
  waivers: [],
};

/**
 * One policy from layers, widest scope first (global, context, subject), over the default. What a later layer has
 * replaces an earlier one's; waivers of all layers hold together, widest first.
 */
export function mergePolicy(...layers: readonly Partial<Policy>[]): Policy {
  let merged = DEFAULT_POLICY;
  for (const layer of layers) {
    merged = { ...merged, ...layer, waivers: [...merged.waivers, ...(layer.waivers ?? [])] };
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
