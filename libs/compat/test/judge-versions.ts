import type { Schema } from '#libs/descriptors';
import {
  judge,
  mergePolicy,
  recordLives,
  type JudgeInput,
  type Life,
  type Policy,
  type Verdict,
} from '../src/index.js';

/** A registry of one subject: its versions, deleted ones too, and what numbers meant in them. */
export interface Versions {
  /** All versions ever registered; null for a deleted one's place in `live`. */
  readonly all: readonly Schema[];
  /** Numbers of the deleted versions. */
  readonly deleted?: readonly number[];
}

/** The lives after versions 1, 2, … were published. */
export function livesOf(schemas: readonly Schema[]): readonly Life[] {
  return schemas.reduce<readonly Life[]>((lives, schema, index) => recordLives(lives, schema, index + 1), []);
}

/** Judges a schema against versions by a policy, as a registry would, but of the binary encoding alone unless the policy names more. */
export function judgeVersions(
  { all, deleted = [] }: Versions,
  proposed: Schema,
  policy: Partial<Policy> = {},
  more: Partial<JudgeInput> = {},
): Verdict {
  return judge({
    proposed,
    history: all
      .map((schema, index) => ({ version: index + 1, schema }))
      .filter(({ version }) => !deleted.includes(version)),
    lives: livesOf(all),
    schemaOf: (fingerprint) => {
      const found = all.find((schema) => schema.fingerprint === fingerprint);
      if (found === undefined) throw new Error(`no schema ${fingerprint}`);
      return found;
    },
    policy: mergePolicy({ encodings: ['binary'] }, policy),
    today: '2026-06-15',
    ...more,
  });
}

/** Findings as `rule class path`. */
export function briefly({ findings }: Verdict): readonly string[] {
  return findings.map((finding) => `${finding.ruleId} ${finding.class} ${finding.path}`);
}
