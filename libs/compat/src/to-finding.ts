import { locate, type AnyElement } from '#libs/descriptors';
import type { Merged } from './case-book.js';
import type { Finding, SourcePoint, Witness } from './finding.js';
import type { Direction } from './level.js';
import type { Waiver } from './policy.js';

const DIRECTIONS: readonly Direction[] = ['backward', 'forward'];

/** What the policy and the search for a witness made of a case. */
export interface Settlement {
  readonly waiver: Waiver | null;
  readonly refused: boolean;
  readonly witness: Witness | null;
}

/** A case as a finding, with its places in the sources. */
export function toFinding(merged: Merged, settlement: Settlement): Finding {
  const { found } = merged;
  return {
    ruleId: found.rule.id,
    class: found.complaint.class,
    encodings: [merged.encoding.name],
    directions: DIRECTIONS.filter((direction) => merged.directions.has(direction)),
    path: merged.path,
    before: pointOf(found.before),
    after: pointOf(found.after ?? found.survivor),
    versions: [...merged.versions].sort((left, right) => left - right),
    message: merged.message,
    hint: found.complaint.hint ?? found.rule.hint,
    ...settlement,
  };
}

function pointOf(element: AnyElement | null): SourcePoint | null {
  const span = element === null ? null : locate(element);
  return span && { file: span.file, line: span.line, column: span.column };
}
