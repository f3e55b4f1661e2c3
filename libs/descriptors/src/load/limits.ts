/** How large a descriptor set may be. Every limit has a default; raising one is the caller's risk. */
export interface DescriptorLimits {
  /** Bytes of the serialized set. Default 16 MiB. */
  readonly maxSizeBytes?: number;
  /** Files in the set, imports included. Default 2,000. */
  readonly maxFiles?: number;
  /** Messages, fields, oneofs, enums, values, ranges, services, methods and imports together. Default 200,000. */
  readonly maxElements?: number;
  /** Messages inside messages: a top-level one is at level 1. Default 100. */
  readonly maxNesting?: number;
  /** Characters of a full name or an import path. Default 1,024. */
  readonly maxNameLength?: number;
}

/** The limits with every default filled in. */
export type ResolvedLimits = Required<DescriptorLimits>;

/** What {@link DescriptorLimits} are when nothing is said. */
export const DEFAULT_LIMITS: ResolvedLimits = {
  maxSizeBytes: 16 * 1024 * 1024,
  maxFiles: 2_000,
  maxElements: 200_000,
  maxNesting: 100,
  maxNameLength: 1_024,
};

/** Fills in the defaults. */
export function resolveLimits(limits: DescriptorLimits | undefined): ResolvedLimits {
  return { ...DEFAULT_LIMITS, ...limits };
}
