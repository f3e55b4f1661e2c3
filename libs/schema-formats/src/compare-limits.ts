/** What a comparison may cost. */
export interface CompareLimits {
  /** Most pairs of types that are looked at; default 100 000, some 2 s at most. Past it the answer is `unsupported`. */
  readonly maxPairs?: number;
  /** Deepest walk through both schemas; default 400. Past it the answer is `unsupported`. */
  readonly maxDepth?: number;
  /** Most differences that are told; default 1 000. The rest is left out, the verdict stays. */
  readonly maxDifferences?: number;
}

/** The defaults of {@link CompareLimits}. */
export const DEFAULT_COMPARE_LIMITS: Required<CompareLimits> = {
  maxPairs: 100_000,
  maxDepth: 400,
  maxDifferences: 1_000,
};

/** Leaves a comparison that cannot be done; `compareFormats` makes a value of it. */
export class UnsupportedChange extends Error {
  override readonly name = 'UnsupportedChange';

  constructor(
    readonly keyword: string,
    message: string,
  ) {
    super(message);
  }
}
