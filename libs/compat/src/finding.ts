import type { CompatibilityLevel, Direction } from './level.js';
import type { Waiver } from './policy.js';

/**
 * How bad a change is. break: the reader fails, or every ordinary value of a path is altered or lost. lossy: some lawful
 * value is altered or lost. presence: only an explicit zero can't be told from unset any more. hygiene: nothing breaks
 * today, but the next change can corrupt.
 */
export type FindingClass = 'break' | 'lossy' | 'presence' | 'hygiene';

/** Classes from worst to mildest. */
export const FINDING_CLASSES: readonly FindingClass[] = ['break', 'lossy', 'presence', 'hygiene'];

/** What a schema governs: bytes on the wire, ProtoJSON, generated code, the SQL table. */
export type Encoding = 'binary' | 'json' | 'source' | 'table';

/** A place in a source file; line and column count from 1. */
export interface SourcePoint {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A message that shows the damage: made by the writer's codec and read by the reader's. */
export interface Witness {
  /** Full name of the message that the bytes hold. */
  readonly type: string;
  readonly encoding: Encoding;
  /** The writer's bytes, lower-case hex. A presence witness has the bytes of the message with the explicit zero. */
  readonly bytesHex: string;
  /** What was sent, as JSON text. A presence witness has a JSON list of the two messages that become one. */
  readonly written: string;
  /** What the reader makes of it, as JSON text, or why it refuses. */
  readonly read: string;
  /** Where the two differ, such as `items[0].price`. */
  readonly path: string;
}

/** One thing that a change does to somebody. */
export interface Finding {
  /** The rule's id, kebab-case; stable. */
  readonly ruleId: string;
  readonly class: FindingClass;
  readonly encodings: readonly Encoding[];
  /** Directions in which it happens, backward first. */
  readonly directions: readonly Direction[];
  /** Element such as `#/pkg.Message/field/7`: in the proposed schema, else in the earlier one. */
  readonly path: string;
  /** Where the element stands in the latest of `versions`; null when it is not there or there is no source info. */
  readonly before: SourcePoint | null;
  /** Where it stands in the proposed schema, else its nearest surviving parent; null when there is no source info. */
  readonly after: SourcePoint | null;
  /** Earlier versions with which it happens, ascending. */
  readonly versions: readonly number[];
  /** What fails, on which element, with which types. */
  readonly message: string;
  /** How to do it instead. */
  readonly hint: string;
  /** Null for hygiene, when witnesses are off, and when nothing shows the damage. */
  readonly witness: Witness | null;
  /** Whether it makes the verdict `incompatible`. */
  readonly refused: boolean;
  /** The exception that keeps it from refusing; null when none applies. */
  readonly waiver: Waiver | null;
}

/** The answer of a check. */
export interface Verdict {
  readonly verdict: 'compatible' | 'incompatible';
  readonly level: CompatibilityLevel;
  /** Versions that were compared, ascending. */
  readonly versions: readonly number[];
  /** Sorted by file, line, column, path, rule; deterministic. */
  readonly findings: readonly Finding[];
}
