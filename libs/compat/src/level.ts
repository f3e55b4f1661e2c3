import type { HistoryEntry } from './judge-input.js';

/** How far back and in which direction a schema must be compatible. `_TRANSITIVE`: with every live version, not the latest only. */
export type CompatibilityLevel =
  'NONE' | 'BACKWARD' | 'BACKWARD_TRANSITIVE' | 'FORWARD' | 'FORWARD_TRANSITIVE' | 'FULL' | 'FULL_TRANSITIVE';

/** Who reads whom. backward: the proposed schema reads what an earlier one wrote; forward: the other way. */
export type Direction = 'backward' | 'forward';

/** Directions that a level asks for; none for NONE. */
export function directionsOf(level: CompatibilityLevel): readonly Direction[] {
  switch (level) {
    case 'NONE':
      return [];
    case 'BACKWARD':
    case 'BACKWARD_TRANSITIVE':
      return ['backward'];
    case 'FORWARD':
    case 'FORWARD_TRANSITIVE':
      return ['forward'];
    case 'FULL':
    case 'FULL_TRANSITIVE':
      return ['backward', 'forward'];
  }
}

/** Versions that a level compares with, oldest first: none for NONE, the latest, or all for `_TRANSITIVE`. */
export function versionsToCompare(
  level: CompatibilityLevel,
  history: readonly HistoryEntry[],
): readonly HistoryEntry[] {
  if (level === 'NONE') return [];
  return level.endsWith('_TRANSITIVE') ? history : history.slice(-1);
}
