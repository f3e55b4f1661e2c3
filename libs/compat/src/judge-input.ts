import type { Fingerprint, Schema } from '#libs/descriptors';
import type { Life } from './lives.js';
import type { Policy } from './policy.js';

/** One registered version of a subject. */
export interface HistoryEntry {
  readonly version: number;
  readonly schema: Schema;
}

/** Bounds on the work of one check. */
export interface JudgeLimits {
  /** Pairs of messages that may be compared with one version in one direction; default 200 000. */
  readonly maxMessagePairs?: number;
  /** Messages that may be tried in search of one witness; default 256. */
  readonly maxWitnessTries?: number;
}

/** What a verdict depends on, and nothing else. */
export interface JudgeInput {
  readonly proposed: Schema;
  /** Live versions, oldest first. */
  readonly history: readonly HistoryEntry[];
  /** What numbers meant in every version ever registered, deleted ones too. */
  readonly lives: readonly Life[];
  /** Finds a schema that a life names. Called only when a number in use had another meaning. */
  readonly schemaOf: (fingerprint: Fingerprint) => Schema;
  readonly policy: Policy;
  /** RFC 3339 date by which waivers expire. */
  readonly today: string;
  /** Whether findings carry a witness; default true. */
  readonly witnesses?: boolean;
  readonly limits?: JudgeLimits;
}
