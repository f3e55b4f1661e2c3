import type { AnyElement } from '#libs/descriptors';
import type { FieldComplaint, Rule } from './define-rule.js';
import type { Direction } from './level.js';
import type { Site } from './pair.js';

/** What a rule said, in place, before versions and directions are merged and the policy is asked. */
export interface Case {
  readonly rule: Rule;
  readonly complaint: FieldComplaint;
  /** What the effect is about, in words. */
  readonly subject: string;
  /** The element in the earlier schema; null when it is not there. */
  readonly before: AnyElement | null;
  /** The element in the proposed schema; null when it is not there. */
  readonly after: AnyElement | null;
  /** What the proposed schema has in place of an element that it lacks; null when nothing is left. */
  readonly survivor: AnyElement | null;
  /** Where a witness is looked for; null when there is nothing to show. */
  readonly site: Site | null;
  readonly directions: readonly Direction[];
}
