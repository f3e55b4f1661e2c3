/** Compatibility levels that may be asked for. */
export const LEVELS = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
] as const;

/** Encodings that a folder can be judged for; tables need a registry's history. */
export const ENCODINGS = ['binary', 'json', 'source'] as const;
