/** Limits that hostile bytes and documents meet, when code is generated, and what documents may have. */
export interface CodecOptions {
  /** Deepest nesting of messages and groups, the root being 1. Default 100. */
  readonly maxDepth?: number;
  /** Largest encoded message. Default 4 MiB. */
  readonly maxSizeBytes?: number;
  /**
   * Most elements: list items, map entries, unknown fields and messages together, a message counting one more for each 16
   * fields of its type, because that is what it takes in memory. Default 1 000 000.
   */
  readonly maxElements?: number;
  /**
   * Messages that are interpreted before code is generated for their type and what is made of it; Infinity generates none.
   * Default 8.
   */
  readonly compileAfter?: number;
  /** Whether a document's unknown keys, and names that its enums lack, are left out instead of being UNKNOWN_FIELD. Default false. */
  readonly ignoreUnknownKeys?: boolean;
}

/** {@link CodecOptions} with nothing left out. */
export type Limits = Required<CodecOptions>;

/** Fills in the defaults. */
export function limitsFrom(options: CodecOptions = {}): Limits {
  return {
    maxDepth: options.maxDepth ?? 100,
    maxSizeBytes: options.maxSizeBytes ?? 4 * 1024 * 1024,
    maxElements: options.maxElements ?? 1_000_000,
    compileAfter: options.compileAfter ?? 8,
    ignoreUnknownKeys: options.ignoreUnknownKeys ?? false,
  };
}
