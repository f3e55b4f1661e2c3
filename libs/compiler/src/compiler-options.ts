import { tmpdir } from 'node:os';

/** What a schema may be at most. */
export interface CompilerLimits {
  /** Files and imports together. Default 2,000. */
  readonly maxFiles: number;
  /** Default 1 MiB. */
  readonly maxFileSizeBytes: number;
  /** Of all files and imports. Default 16 MiB. */
  readonly maxTotalSizeBytes: number;
  /** Depth of `{`, `[`, `(` and `<` together, and length of a run of `-`. Default 100, which is also what descriptor parsers take. */
  readonly maxNesting: number;
  /** Default 64 MiB. */
  readonly maxImageSizeBytes: number;
}

/** Limits that hold when none are given. */
export const DEFAULT_LIMITS: CompilerLimits = {
  maxFiles: 2_000,
  maxFileSizeBytes: 1024 * 1024,
  maxTotalSizeBytes: 16 * 1024 * 1024,
  maxNesting: 100,
  maxImageSizeBytes: 64 * 1024 * 1024,
};

/** How the compiler works. */
export interface CompilerOptions extends Partial<CompilerLimits> {
  /** Folder of compiled images, made on first use. It may be deleted at any time and shared by processes. */
  readonly cacheDir: string;
  /** Longest that one process may run, not counting its wait for a turn. Default 10,000. */
  readonly timeoutMs?: number;
  /** Processes that run at once. Default 2. */
  readonly concurrency?: number;
  /** Compilations that may wait for a turn. Default 256. */
  readonly maxWaiting?: number;
  /** Outcomes kept in memory, images and diagnostics. Default 64 MiB. */
  readonly maxMemoryBytes?: number;
  /** Images kept on disk; the oldest go first. Default 512 MiB. */
  readonly maxDiskBytes?: number;
  /** Folder for the compiler's own temporary files. Default the system's. */
  readonly tempDir?: string;
  /** Program to run in the place of the buf that is installed. */
  readonly bufPath?: string;
}

/** Counters since the start. */
export interface CompilerStats {
  /** Compilations that started no process: known, or under way already. */
  readonly hits: number;
  /** Compilations that started a process. */
  readonly misses: number;
  /** Processes that run now. */
  readonly running: number;
}

/** All options with their defaults. */
export type ResolvedOptions = Required<Omit<CompilerOptions, 'bufPath'>> & {
  readonly bufPath: string | null;
};

/** Fills in the defaults; an option that is undefined counts as not given. */
export function resolveOptions(options: CompilerOptions): ResolvedOptions {
  return {
    cacheDir: options.cacheDir,
    timeoutMs: options.timeoutMs ?? 10_000,
    concurrency: options.concurrency ?? 2,
    maxWaiting: options.maxWaiting ?? 256,
    maxMemoryBytes: options.maxMemoryBytes ?? 64 * 1024 * 1024,
    maxDiskBytes: options.maxDiskBytes ?? 512 * 1024 * 1024,
    tempDir: options.tempDir ?? tmpdir(),
    bufPath: options.bufPath ?? null,
    maxFiles: options.maxFiles ?? DEFAULT_LIMITS.maxFiles,
    maxFileSizeBytes: options.maxFileSizeBytes ?? DEFAULT_LIMITS.maxFileSizeBytes,
    maxTotalSizeBytes: options.maxTotalSizeBytes ?? DEFAULT_LIMITS.maxTotalSizeBytes,
    maxNesting: options.maxNesting ?? DEFAULT_LIMITS.maxNesting,
    maxImageSizeBytes: options.maxImageSizeBytes ?? DEFAULT_LIMITS.maxImageSizeBytes,
  };
}
